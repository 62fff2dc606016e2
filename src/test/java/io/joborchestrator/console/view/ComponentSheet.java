package io.joborchestrator.console.view;

import atlantafx.base.controls.ToggleSwitch;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.SampleFleet;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Every shared part on one page, to be looked at. */
final class ComponentSheet {
  private ComponentSheet() {}

  static Parent make() {
    VBox sheet =
        new VBox(
            16, states(), chips(), buttons(), segments(), filterBar(), tabs(), table(), cards());
    sheet.getStyleClass().addAll(Styles.PAGE, Styles.PAGE_BODY);
    return sheet;
  }

  private static Node states() {
    FlowPane pane = new FlowPane(12, 8);
    for (JobStatus status : JobStatus.values()) {
      pane.getChildren().add(new StatusLabel(StatusView.of(status)));
    }
    return pane;
  }

  private static Node chips() {
    FlowPane pane = new FlowPane(8, 8);
    for (JobStatus status : JobStatus.values()) {
      pane.getChildren().add(new StatusLabel(StatusView.of(status), Styles.CHIP_STATE));
    }
    pane.getChildren()
        .add(new StatusLabel(StatusView.CANCEL_REQUESTED, Styles.CHIP_STATE, Styles.CHIP_SMALL));
    return pane;
  }

  private static Node buttons() {
    Button focused = button("Focused", "mdomz-refresh");
    focused.pseudoClassStateChanged(PseudoClass.getPseudoClass("focus-visible"), true);
    Button disabled = button("Retry", "mdomz-replay");
    disabled.setDisable(true);
    MenuButton menu = new MenuButton("Copy as");
    menu.getStyleClass().add(Styles.QUIET);
    Button pill = button("12 new", "mdoal-arrow_upward", Styles.PILL);
    Button icon = button("", "mdoal-close", Styles.QUIET, Styles.ICON_ONLY);
    icon.setAccessibleText("Close");
    FlowPane pane =
        new FlowPane(
            12,
            8,
            button("Submit job", "mdoal-add", Styles.PRIMARY),
            button("Retry", "mdomz-replay"),
            button("Columns", "mdomz-view_column", Styles.QUIET),
            button("Cancel", "mdoal-block", Styles.DANGER),
            disabled,
            focused,
            menu,
            icon,
            button("Small", "mdomz-pause", Styles.SMALL_BUTTON),
            button("Decision at 14:29:26", null, Styles.LINK_BUTTON),
            new Hyperlink("A link"),
            pill);
    return pane;
  }

  private static Button button(
      String text, @org.jspecify.annotations.Nullable String icon, String... styles) {
    Button button = new Button(text);
    if (icon != null) {
      button.setGraphic(Icons.of(icon));
    }
    button.getStyleClass().addAll(styles);
    return button;
  }

  private static Node segments() {
    HBox segmented = new HBox();
    segmented.getStyleClass().add(Styles.SEGMENTED);
    ToggleGroup group = new ToggleGroup();
    for (String text : List.of("15 min", "1 h", "6 h")) {
      ToggleButton button = new ToggleButton(text);
      button.setToggleGroup(group);
      segmented.getChildren().add(button);
    }
    group.getToggles().get(1).setSelected(true);
    ToggleSwitch on = new ToggleSwitch("Checkpoint by file");
    on.setSelected(true);
    CheckBox checked = new CheckBox("Checked");
    checked.setSelected(true);
    CheckBox partly = new CheckBox("Partly");
    partly.setIndeterminate(true);
    RadioButton radio = new RadioButton("Chosen");
    radio.setSelected(true);
    ComboBox<String> combo = new ComboBox<>();
    combo.getItems().addAll("sum", "count");
    combo.setValue("sum");
    combo.setAccessibleText("Function");
    TextField wrong = new TextField("/lake/marts/orders_daily");
    wrong.pseudoClassStateChanged(Styles.STATE_DANGER, true);
    Label error = new Label("Folder is not empty", Icons.of("mdal-error"));
    error.getStyleClass().add(Styles.FIELD_ERROR);
    Label label = new Label("Output folder");
    label.getStyleClass().add(Styles.FIELD_LABEL);
    wrong.setAccessibleText(label.getText());
    VBox field = new VBox(label, wrong, error);
    field.getStyleClass().add(Styles.FORM_FIELD);
    TextField prompt = new TextField();
    prompt.setPromptText("30 m");
    FlowPane pane =
        new FlowPane(
            16,
            8,
            segmented,
            on,
            new ToggleSwitch("Off"),
            checked,
            partly,
            new CheckBox("Rest"),
            radio,
            new RadioButton("Rest"),
            combo,
            field,
            prompt);
    return pane;
  }

  private static Node filterBar() {
    HBox chip = new HBox(text("status:", "chip-key"), text("failed", "chip-value"));
    chip.getStyleClass().add(Styles.CHIP);
    Button remove = button("", "mdoal-close", Styles.QUIET, Styles.ICON_ONLY);
    remove.setAccessibleText("Remove status:failed");
    chip.getChildren().add(remove);
    TextField field = new TextField();
    field.setPromptText("add a filter");
    HBox bar =
        new HBox(Icons.of("mdoal-filter_list"), chip, field, text("10,412 match", "filter-count"));
    bar.getChildren().add(text("/", Styles.KBD));
    bar.getStyleClass().add(Styles.FILTER_BAR);
    return bar;
  }

  private static Label text(String text, String style) {
    Label label = new Label(text);
    label.getStyleClass().add(style);
    return label;
  }

  private static Node tabs() {
    HBox tabs = new HBox();
    tabs.getStyleClass().add(Styles.COUNT_TABS);
    ToggleGroup group = new ToggleGroup();
    for (JobStatus status : List.of(JobStatus.RUNNING, JobStatus.QUEUED, JobStatus.FAILED)) {
      ToggleButton tab = new ToggleButton();
      tab.getStyleClass().add(Styles.COUNT_TAB);
      HBox content =
          new HBox(6, new StatusLabel(StatusView.of(status)), text("214", Styles.TAB_COUNT));
      tab.setGraphic(content);
      tab.setAccessibleText(StatusView.of(status).word() + " 214");
      tab.setToggleGroup(group);
      tabs.getChildren().add(tab);
    }
    group.getToggles().get(0).setSelected(true);
    return tabs;
  }

  private static Node table() {
    TableView<JobRow> table = new TableView<>();
    table.setFixedCellSize(32);
    add(table, "State", 112, () -> new StatusCell<>(StatusView::of), false);
    add(
        table,
        "Job",
        248,
        () -> new NameCell<>(JobRow::name, row -> Formats.shortId(row.jobId()), Styles.ID),
        false);
    add(
        table,
        "Progress or reason",
        176,
        () -> new ProgressCell<>(72, row -> progress(row)),
        false);
    add(table, "Ran", 92, () -> new DurationCell<>(JobRow::ran), true);
    add(table, "Records", 84, () -> new RecordsCell<>(JobRow::recordsProcessed), true);
    add(table, "Type", 126, () -> new TextCell<>(JobRow::type), false);
    add(table, "Engine", 82, () -> new EngineCell<>(JobRow::engine), false);
    add(
        table,
        "Submitted",
        148,
        () -> new InstantCell<>(JobRow::submittedAt, () -> JobRowBuilder.NOW, ZoneOffset.UTC),
        false);
    List<JobRow> rows = new ArrayList<>(SampleFleet.jobs());
    rows.sort(Comparator.comparingLong(JobRow::no).reversed());
    table.getItems().setAll(rows.subList(0, 10));
    table.setMinHeight(10 * 32 + 34);
    table.setPrefHeight(10 * 32 + 34);
    table.getSelectionModel().select(2);
    return table;
  }

  private static ProgressCell.@org.jspecify.annotations.Nullable Progress progress(JobRow row) {
    Double percent = row.percent();
    if (row.status() == JobStatus.RUNNING && percent != null) {
      return ProgressCell.Progress.of(percent, "running");
    }
    String reason = row.reason();
    return ProgressCell.Progress.reason(reason == null ? "Done" : reason);
  }

  private static void add(
      TableView<JobRow> table,
      String title,
      double width,
      java.util.function.Supplier<RowCell<JobRow>> cells,
      boolean right) {
    TableColumn<JobRow, JobRow> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    if (right) {
      RowCell.columnRight(column, cells);
    } else {
      RowCell.column(column, cells);
    }
    table.getColumns().add(column);
  }

  private static Node cards() {
    VBox card = new VBox(text("Spark", Styles.HEADING), text("4.1.0, local[*]", Styles.MUTED));
    card.getStyleClass().add(Styles.CARD);
    Label figures = text("1111111111 0000000000", Styles.MONO);
    card.getChildren().addAll(figures, text("214", Styles.NUMBER));
    EmptyState empty =
        new EmptyState(
            "mdoal-filter_list",
            "No job matches these filters",
            "96 failed jobs are older than 2 hours. Widen the time or clear the filters.",
            button("Last 24 hours", "mdomz-schedule"),
            button("Clear filters", null, Styles.QUIET));
    VBox emptyCard = new VBox(empty);
    emptyCard.getStyleClass().add(Styles.CARD);
    VBox loading = new VBox(new LoadingRows(3));
    loading.setPrefWidth(420);
    return new HBox(12, card, emptyCard, loading);
  }
}
