package io.joborchestrator.console.jobs.compare;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import java.util.List;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The comparison at the right of the list: a column for each run. FX thread only. */
public final class ComparePanel extends VBox {
  private static final double LABELS = 15;
  private static final double RUN = 33;
  private static final double VERDICT = 19;

  private final CompareViewModel viewModel;
  private final Texts texts;
  private final GridPane heads = grid();
  private final GridPane body = grid();
  private final RunHead left;
  private final RunHead right;
  private final Label problem = new Label();
  private final ScrollPane scroll = new ScrollPane(body);
  private List<ComparedPart> shown = List.of();

  /**
   * @param close closes the panel and gives the focus back to the list
   */
  public ComparePanel(CompareViewModel viewModel, Runnable close) {
    this.viewModel = viewModel;
    this.texts = viewModel.texts();
    setId("comparePanel");
    getStyleClass().addAll(Styles.SLIDE_OVER, "compare");
    heads.getStyleClass().add("compare-heads");
    left = new RunHead(texts, "jobs.compare.left", viewModel::openJob);
    right = new RunHead(texts, "jobs.compare.right", viewModel::openJob);
    Label verdict = label(texts.get("jobs.compare.verdict"), Styles.SMALL, Styles.MUTED);
    heads.addRow(0, new Region(), left, right, verdict);
    body.getStyleClass().add("compare-body");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setId("compareScroll");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    problem.setWrapText(true);
    problem.getStyleClass().add("detail-problem");
    problem.textProperty().bind(viewModel.problemProperty());
    problem.visibleProperty().bind(viewModel.problemProperty().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    getChildren().setAll(head(close), problem, heads, scroll);
    viewModel.pairProperty().addListener((property, before, now) -> show());
    viewModel.everythingProperty().addListener((property, before, now) -> show());
    show();
  }

  /** Lets the keyboard scroll what is compared. */
  public void focus() {
    scroll.requestFocus();
  }

  private VBox head(Runnable close) {
    Label title = label(texts.get("jobs.compare.title"), Styles.PAGE_TITLE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox first = new HBox(8, title, space, icon("jobs.compare.close", "mdoal-close", close));
    first.setAlignment(Pos.CENTER_LEFT);
    CheckBox all = new CheckBox(texts.get("jobs.compare.all"));
    all.setId("compareAll");
    all.selectedProperty().bindBidirectional(viewModel.everythingProperty());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button text = quiet("jobs.compare.copyText", "mdoal-content_copy", viewModel::copyText);
    text.setId("compareCopyText");
    Button csv = quiet("jobs.compare.copyCsv", "mdomz-table_chart", viewModel::copyCsv);
    csv.setId("compareCopyCsv");
    Button swap = quiet("jobs.compare.swap", "mdomz-swap_horiz", viewModel::swap);
    HBox second = new HBox(8, all, gap, swap, text, csv);
    second.setAlignment(Pos.CENTER_LEFT);
    VBox head = new VBox(first, second);
    head.getStyleClass().add("slide-over-head");
    return head;
  }

  private Button quiet(String key, String icon, Runnable action) {
    Button button = new Button(texts.get(key), Icons.of(icon));
    button.getStyleClass().addAll(Styles.QUIET, Styles.SMALL_BUTTON);
    button.setMinWidth(USE_PREF_SIZE);
    button.setOnAction(event -> action.run());
    return button;
  }

  private Button icon(String key, String icon, Runnable action) {
    Button button = new Button("", Icons.of(icon));
    button.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY);
    button.setAccessibleText(texts.get(key));
    Tooltips.install(button, texts.get(key));
    button.setOnAction(event -> action.run());
    return button;
  }

  private void show() {
    CompareViewModel.Pair pair = viewModel.pairProperty().get();
    heads.setVisible(pair != null);
    heads.setManaged(pair != null);
    if (pair == null) {
      shown = List.of();
      body.getChildren().setAll(label(texts.get("jobs.compare.reading"), Styles.MUTED));
      return;
    }
    left.show(pair.left());
    right.show(pair.right());
    List<ComparedPart> parts = viewModel.parts();
    if (!parts.equals(shown) || body.getChildren().size() <= 1) {
      shown = parts;
      fill(parts);
    }
  }

  private void fill(List<ComparedPart> parts) {
    body.getChildren().clear();
    if (parts.isEmpty()) {
      body.add(label(texts.get("jobs.compare.same"), Styles.MUTED), 0, 0, 4, 1);
      return;
    }
    int row = 0;
    for (ComparedPart part : parts) {
      Label heading = label(part.heading(), Styles.HEADING, "compare-part");
      body.add(heading, 0, row++, 4, 1);
      for (ComparedLine line : part.lines()) {
        addLine(line, row++);
      }
    }
  }

  private void addLine(ComparedLine line, int row) {
    Label label = wrapped(line.label(), Styles.MUTED);
    Label left = wrapped(line.left());
    Label right = wrapped(line.right());
    Label verdict = wrapped(line.verdict(), Styles.W500);
    if (line.differs()) {
      right.getStyleClass().add(Styles.W500);
    } else {
      left.getStyleClass().add(Styles.MUTED);
      right.getStyleClass().add(Styles.MUTED);
    }
    body.addRow(row, label, left, right, verdict);
  }

  private static GridPane grid() {
    GridPane grid = new GridPane();
    for (double percent : new double[] {LABELS, RUN, RUN, VERDICT}) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(percent);
      grid.getColumnConstraints().add(column);
    }
    return grid;
  }

  private static Label wrapped(String text, String... styleClasses) {
    Label label = label(text, styleClasses);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    GridPane.setValignment(label, VPos.TOP);
    return label;
  }

  private static Label label(String text, String... styleClasses) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styleClasses);
    return label;
  }
}
