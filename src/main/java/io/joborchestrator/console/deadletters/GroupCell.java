package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.EngineLabel;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A group: its error, how many, since when, how it goes. Every cell has the same height. */
final class GroupCell extends ListCell<GroupRow> {
  static final double HEIGHT = 84;
  private static final PseudoClass HEALED = PseudoClass.getPseudoClass("healed");

  private final PageContext context;
  private final Texts texts;
  private final Label message = new Label();
  private final Label count = new Label();
  private final Label facts = new Label();
  private final Label state = new Label();
  private final FontIcon stateIcon = Icons.of("mdomz-schedule", Styles.ICON_14);
  private final TrendBars trend = new TrendBars();
  private final HBox box;

  GroupCell(PageContext context) {
    this.context = context;
    this.texts = context.texts();
    getStyleClass().add("group-cell");
    message.getStyleClass().add(Styles.NAME);
    message.setWrapText(true);
    message.setMaxHeight(36);
    count.getStyleClass().add("dead-count");
    count.setMinWidth(USE_PREF_SIZE);
    facts.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    state.getStyleClass().addAll(Styles.SMALL, "group-state");
    state.setGraphic(stateIcon);
    VBox words = new VBox(2, message, facts, state);
    words.setMinWidth(0);
    words.setAlignment(Pos.CENTER_LEFT);
    HBox.setHgrow(words, Priority.ALWAYS);
    VBox figures = new VBox(6, count, trend);
    figures.setAlignment(Pos.CENTER_RIGHT);
    figures.setMinWidth(USE_PREF_SIZE);
    box = new HBox(10, words, figures);
    box.setAlignment(Pos.CENTER_LEFT);
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable GroupRow row, boolean empty) {
    super.updateItem(row, empty);
    boolean there = row != null && !empty;
    setGraphic(there ? box : null);
    pseudoClassStateChanged(HEALED, row != null && !empty && row.healed());
    if (row == null || empty) {
      setTooltip(null);
      setOnMouseEntered(null);
      setAccessibleText(null);
      return;
    }
    show(row);
  }

  private void show(GroupRow row) {
    DeadLetterGroup group = row.group();
    message.setText(titleOf(group, texts));
    count.setText(Formats.count(row.count()));
    facts.setText(factsOf(group));
    trend.show(group.trend());
    Parts.showIf(trend, !row.healed());
    showState(row);
    setAccessibleText(
        texts.get("dead.group.accessible", message.getText(), count.getText(), state.getText()));
    String hours = group.trend().stream().map(String::valueOf).collect(Collectors.joining(" "));
    String tip =
        texts.get(
            "dead.group.tip",
            group.message(),
            Formats.utc(group.firstFailedAt()),
            Formats.utc(group.lastFailedAt()),
            hours);
    // Most cells are never pointed at.
    setOnMouseEntered(event -> Tooltips.set(this, tip));
  }

  static String titleOf(DeadLetterGroup group, Texts texts) {
    if (!group.message().isBlank()) {
      return group.message();
    }
    return group.errorCode().isEmpty() ? texts.get("dead.group.silent") : group.errorCode();
  }

  private String factsOf(DeadLetterGroup group) {
    String reasons =
        group.reasons().stream()
            .sorted()
            .map(reason -> EntryRows.reason(reason, texts))
            .collect(Collectors.joining(", "));
    String engine = group.engine();
    return engine == null || engine.isEmpty()
        ? reasons + " · " + group.jobType()
        : reasons + " · " + EngineLabel.nameOf(engine) + " · " + group.jobType();
  }

  private void showState(GroupRow row) {
    DeadLetterGroup group = row.group();
    Instant now = context.feed().now();
    ZoneId zone = context.clock().getZone();
    String last = Formats.time(group.lastFailedAt(), zone, now);
    if (row.healed()) {
      boolean byItself = group.recovered() > 0;
      say(
          "mdal-check_circle",
          "completed",
          texts.get(byItself ? "dead.group.healed" : "dead.group.replayed", last));
    } else if (group.pending() > 0) {
      say("mdomz-sync", "running", texts.count("dead.group.pending", group.pending()));
    } else if (group.parked() > 0) {
      say("mdoal-local_parking", "paused", texts.count("dead.group.parked", group.parked()));
    } else if (group.recovered() > 0) {
      say("mdomz-schedule", "", texts.get("dead.group.some", last, group.recovered()));
    } else {
      String first = Formats.time(group.firstFailedAt(), zone, now);
      boolean once = group.firstFailedAt().equals(group.lastFailedAt());
      say(
          "mdomz-schedule",
          "",
          once ? texts.get("dead.group.once", last) : texts.get("dead.group.times", first, last));
    }
  }

  private void say(String icon, String tone, String text) {
    stateIcon.setIconLiteral(icon);
    for (String candidate : new String[] {"completed", "running", "paused"}) {
      state.pseudoClassStateChanged(PseudoClass.getPseudoClass(candidate), candidate.equals(tone));
    }
    state.setText(text);
  }
}
