package io.joborchestrator.console.engines;

import io.joborchestrator.console.engines.EnginesViewModel.GuardedEngine;
import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Meter;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import java.util.TreeMap;
import java.util.TreeSet;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One engine: its health and why, what runs, what it takes. Rebuilt when something changed. */
final class EngineCard extends VBox {
  static final double WIDTH = 380;

  private final Texts texts;
  private final BreakerPart part;
  private final @Nullable BreakerRow breaker;

  EngineCard(GuardedEngine guarded, EnginesViewModel viewModel, Texts texts) {
    this.texts = texts;
    this.part = new BreakerPart(viewModel, texts);
    this.breaker = guarded.breaker();
    EngineView engine = guarded.engine();
    getStyleClass().add(Styles.CARD);
    setId("engine-" + engine.name());
    setPrefWidth(WIDTH);
    BreakerRow known = guarded.breaker();
    boolean open = known != null && known.state() != BreakerState.CLOSED;
    Label message =
        new Label(
            known != null && known.state() != BreakerState.CLOSED
                ? part.words(known)
                : engine.health().message());
    message.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    message.setWrapText(true);
    message.setMinHeight(open ? Region.USE_PREF_SIZE : 34);
    message.setAlignment(Pos.TOP_LEFT);
    getChildren().add(head(engine));
    if (breaker != null) {
      getChildren().add(part.state(breaker));
    }
    getChildren()
        .addAll(
            message,
            numbers(engine),
            breakerNumbers(),
            divider(),
            part.buttons(breaker, engine.name()),
            kinds(engine.capabilities()),
            facts(engine));
  }

  private static Node head(EngineView engine) {
    EngineLabel name = new EngineLabel();
    name.show(engine.name());
    name.getStyleClass().add(Styles.HEADING);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(8, name, space, new StatusLabel(StatusView.of(engine.health().state())));
    head.setAlignment(Pos.CENTER_LEFT);
    return head;
  }

  private Node numbers(EngineView engine) {
    EngineResources used = engine.resources();
    HBox numbers = new HBox(12);
    numbers
        .getChildren()
        .add(
            number(
                texts.get("engines.running"),
                texts.get("engines.of", used.running(), Math.max(used.slots(), 0)),
                share(used.running(), used.slots()),
                "running"));
    if (used.memoryMaxBytes() > 0) {
      String text =
          texts.get(
              "engines.of",
              Formats.bytes(used.memoryUsedBytes()),
              Formats.bytes(used.memoryMaxBytes()));
      double share = share(used.memoryUsedBytes(), used.memoryMaxBytes());
      numbers
          .getChildren()
          .add(
              number(
                  texts.get("engines.memory"), text, share, share > 0.9 ? "retrying" : "neutral"));
    }
    return numbers;
  }

  private Node breakerNumbers() {
    GridPane grid = new GridPane();
    grid.setHgap(12);
    grid.setVgap(4);
    addFact(grid, 0, texts.get("engines.held"), part.held(breaker));
    addFact(grid, 1, texts.get("engines.failures"), part.failures(breaker));
    if (breaker != null) {
      addFact(grid, 2, texts.get("engines.opens"), part.rule(breaker));
    }
    return grid;
  }

  private static double share(double part, double whole) {
    return whole <= 0 ? 0 : part / whole;
  }

  private static Node number(String title, String text, double share, String tone) {
    Label caption = new Label(title);
    caption.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    Label value = new Label(text);
    value.getStyleClass().add(Styles.NAME);
    Meter meter = new Meter();
    meter.setTone(tone);
    meter.setFraction(share);
    VBox box = new VBox(4, caption, value, meter);
    HBox.setHgrow(box, Priority.ALWAYS);
    box.setPrefWidth(120);
    return box;
  }

  private static Node divider() {
    Region line = new Region();
    line.getStyleClass().add(Styles.DIVIDER);
    return line;
  }

  private static Node kinds(EngineCapabilities capabilities) {
    FlowPane kinds = new FlowPane(6, 6);
    for (String kind : new TreeSet<>(capabilities.jobTypes())) {
      Label chip = new Label(kind);
      chip.getStyleClass().add(Styles.CHIP);
      kinds.getChildren().add(chip);
    }
    return kinds;
  }

  private Node facts(EngineView engine) {
    GridPane grid = new GridPane();
    grid.setHgap(12);
    grid.setVgap(4);
    int row = 0;
    String input = comfortableInput(engine.capabilities().comfortableInputBytes());
    if (input != null) {
      addFact(grid, row++, texts.get("engines.input"), input);
    }
    for (var fact : new TreeMap<>(engine.resources().facts()).entrySet()) {
      addFact(grid, row++, fact.getKey(), fact.getValue());
    }
    return grid;
  }

  private @Nullable String comfortableInput(long bytes) {
    if (bytes == 0 || bytes > 1L << 50) {
      return bytes == 0 ? null : texts.get("engines.input.any");
    }
    return texts.get("engines.input.upTo", Formats.bytes(bytes));
  }

  private static void addFact(GridPane grid, int row, String name, String value) {
    Label key = new Label(name);
    key.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    key.setMinWidth(Region.USE_PREF_SIZE);
    Label text = new Label(value);
    text.getStyleClass().add(Styles.SMALL);
    grid.addRow(row, key, text);
  }
}
