package io.joborchestrator.console.engines;

import io.joborchestrator.console.engines.EnginesViewModel.GuardedEngine;
import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One engine: its health and why, what runs, what it takes. Rebuilt when something changed. */
final class EngineCard extends VBox {
  /** Narrower its buttons have no room. */
  static final double LEAST = 278;

  private final Texts texts;
  private final BreakerPart part;
  private final @Nullable BreakerRow breaker;

  /**
   * @param unfolded names of the cards whose details are shown; changed by their buttons
   */
  EngineCard(GuardedEngine guarded, EnginesViewModel viewModel, Texts texts, Set<String> unfolded) {
    this.texts = texts;
    this.part = new BreakerPart(viewModel, texts);
    this.breaker = guarded.breaker();
    EngineView engine = guarded.engine();
    getStyleClass().add(Styles.CARD);
    setId("engine-" + engine.name());
    // The rows ask how high a card is by this width: a long message needs its lines.
    setPrefWidth(LEAST);
    setMaxHeight(Double.MAX_VALUE);
    BreakerRow known = guarded.breaker();
    boolean open = known != null && known.state() != BreakerState.CLOSED;
    Label message =
        new Label(known != null && open ? part.words(known) : engine.health().message());
    message.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    message.setWrapText(true);
    message.setMinHeight(open ? Region.USE_PREF_SIZE : 34);
    message.setAlignment(Pos.TOP_LEFT);
    getChildren().add(head(engine));
    if (breaker != null) {
      getChildren().add(part.state(breaker));
    }
    Region rest = new Region();
    VBox.setVgrow(rest, Priority.ALWAYS);
    VBox details = new VBox(8, kinds(engine.capabilities()), facts(engine));
    getChildren()
        .addAll(
            message,
            rest,
            numbers(engine),
            divider(),
            actions(engine.name(), details, unfolded),
            details);
  }

  private Node actions(String name, Node details, Set<String> unfolded) {
    ToggleButton more = new ToggleButton("", Icons.of("mdoal-info"));
    more.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY);
    more.setId("details-" + name);
    more.setAccessibleText(texts.get("engines.details"));
    Tooltips.set(more, texts.get("engines.details"));
    more.setSelected(unfolded.contains(name));
    details.visibleProperty().bind(more.selectedProperty());
    details.managedProperty().bind(more.selectedProperty());
    more.selectedProperty()
        .addListener(
            (observable, old, shown) -> {
              if (shown) {
                unfolded.add(name);
              } else {
                unfolded.remove(name);
              }
            });
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox line = new HBox(8, part.buttons(breaker, name), space, more);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
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
    String running = texts.get("engines.of", used.running(), Math.max(used.slots(), 0));
    GridPane grid = new GridPane();
    for (int i = 0; i < 3; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(100.0 / 3);
      grid.getColumnConstraints().add(column);
    }
    grid.add(number(texts.get("engines.running"), running), 0, 0);
    grid.add(number(texts.get("engines.held"), part.held(breaker)), 1, 0);
    grid.add(number(texts.get("engines.failures"), part.failureShare(breaker)), 2, 0);
    return grid;
  }

  private static Node number(String title, String text) {
    Label caption = new Label(title);
    caption.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    Label value = new Label(text);
    value.getStyleClass().add(Styles.NAME);
    return new VBox(2, caption, value);
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
    if (breaker != null) {
      addFact(grid, row++, texts.get("engines.failures"), part.failures(breaker));
      addFact(grid, row++, texts.get("engines.opens"), part.rule(breaker));
    }
    EngineResources used = engine.resources();
    if (used.memoryMaxBytes() > 0) {
      addFact(
          grid,
          row++,
          texts.get("engines.memory"),
          texts.get(
              "engines.of",
              Formats.bytes(used.memoryUsedBytes()),
              Formats.bytes(used.memoryMaxBytes())));
    }
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
