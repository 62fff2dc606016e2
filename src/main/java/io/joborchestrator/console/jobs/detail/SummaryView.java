package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import java.time.Duration;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * One sentence, then numbers, then proof. Sections keep their place while their values change. FX
 * thread only.
 */
final class SummaryView extends ScrollPane {
  private static final double LABELS = 96;

  private final JobDetailViewModel viewModel;
  private final BannerBox banner = new BannerBox();
  private final HBox facts = new HBox();
  private final VBox durations = new VBox(4);
  private final DurationBars bars = new DurationBars();
  private final Texts texts;
  private final Section waiting;
  private final Section why = new Section("");
  private final Section cause = new Section("");
  private final Section run;
  private final Section note;

  SummaryView(JobDetailViewModel viewModel) {
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    this.waiting = new Section(texts.get("jobs.summary.waiting"));
    this.run = new Section(texts.get("jobs.summary.run"));
    this.note = new Section(texts.get("jobs.summary.note"));
    facts.getStyleClass().add("facts");
    Label title = label(texts.get("jobs.summary.runs"), Styles.SMALL, Styles.MUTED);
    Label legend = label(texts.get("jobs.summary.median"), Styles.SMALL, Styles.MUTED);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    durations.getChildren().setAll(new HBox(title, space, legend), bars);
    VBox content = new VBox(banner, facts, durations, waiting, cause, why, run, note);
    content.getStyleClass().add("detail-body");
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    viewModel.detailProperty().addListener((property, before, now) -> show());
    show();
  }

  private void show() {
    JobDetail detail = viewModel.detailProperty().get();
    if (detail != null) {
      viewModel.summary().ifPresent(summary -> show(summary, detail));
    }
  }

  private void show(JobSummary summary, JobDetail detail) {
    banner.show(summary.banner());
    facts.getChildren().setAll(summary.facts().stream().map(SummaryView::fact).toList());
    boolean hasRuns = summary.lastRuns().size() > 1;
    showIf(durations, hasRuns);
    Double usual = summary.usualSeconds();
    boolean now = !detail.row().status().isTerminal() && detail.row().ran() != null;
    bars.show(summary.lastRuns(), usual == null ? 0 : usual, now);
    String reason = summary.waiting();
    waiting.show(reason == null ? List.of() : List.of(wrapped(reason)));
    why.setTitle(summary.whyTitle());
    why.show(summary.why().stream().<Node>map(SummaryView::reason).toList());
    showCause(summary.cause());
    run.show(List.of(lines(summary.run(), detail)));
    String text = detail.note();
    note.show(text == null || text.isBlank() ? List.of() : List.of(wrapped(text)));
    note.setAction(texts.get("jobs.summary.edit"), viewModel::editNote);
  }

  private void showCause(JobSummary.@org.jspecify.annotations.Nullable Cause failed) {
    if (failed == null) {
      cause.show(List.of());
      return;
    }
    cause.setTitle(failed.title());
    cause.setAction(texts.get("jobs.openLog"), viewModel::openLogTab);
    Label message = wrapped(failed.message());
    Label whose = wrapped(failed.whose());
    whose.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    Label code = label(failed.code(), Styles.ID);
    VBox words = new VBox(2, message, whose, code);
    HBox.setHgrow(words, Priority.ALWAYS);
    FontIcon icon = Icons.of("mdal-error", "icon-bad");
    HBox line = new HBox(8, icon, words);
    line.setAlignment(Pos.TOP_LEFT);
    String detail = failed.detail();
    cause.show(detail == null || detail.isBlank() ? List.of(line) : List.of(line, folded(detail)));
  }

  /** The stack, closed at first. */
  private Node folded(String detail) {
    Label text = wrapped(detail);
    text.getStyleClass().addAll(Styles.MONO, Styles.WELL);
    showIf(text, false);
    Button unfold = new Button(texts.get("jobs.summary.unfold"));
    unfold.getStyleClass().add(Styles.LINK_BUTTON);
    unfold.setOnAction(
        event -> {
          boolean open = !text.isVisible();
          showIf(text, open);
          unfold.setText(texts.get(open ? "jobs.summary.fold" : "jobs.summary.unfold"));
        });
    return new VBox(4, unfold, text);
  }

  private static Node fact(JobSummary.Fact fact) {
    VBox box =
        new VBox(
            label(fact.label(), Styles.SMALL, Styles.MUTED),
            label(fact.value(), Styles.NUMBER_SMALL),
            label(fact.note(), Styles.SMALL, Styles.MUTED));
    HBox.setHgrow(box, Priority.ALWAYS);
    box.setPrefWidth(100);
    box.setMinWidth(0);
    return box;
  }

  private static HBox reason(Reason reason) {
    FontIcon icon =
        switch (reason.verdict()) {
          case "for" -> Icons.of("mdoal-check", Styles.ICON_GOOD);
          case "against" -> Icons.of("mdoal-close", Styles.ICON_14);
          default -> Icons.of("mdomz-remove");
        };
    Label text = wrapped(reason.text());
    if (!"for".equals(reason.verdict())) {
      text.getStyleClass().add(Styles.MUTED);
    }
    HBox line = new HBox(8, icon, text);
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }

  private GridPane lines(List<JobSummary.Line> lines, JobDetail detail) {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("fact-lines");
    javafx.scene.layout.ColumnConstraints labels = new javafx.scene.layout.ColumnConstraints();
    labels.setMinWidth(LABELS);
    grid.getColumnConstraints().setAll(labels);
    int y = 0;
    for (JobSummary.Line line : lines) {
      Label aside = label(line.aside(), Styles.SMALL, Styles.MUTED);
      HBox value = new HBox(6, label(line.value()), aside);
      value.setAlignment(Pos.CENTER_LEFT);
      grid.addRow(y++, label(line.label(), Styles.MUTED), value);
    }
    if (!detail.row().tags().isEmpty()) {
      FlowPane tags = new FlowPane(6, 4);
      detail.row().tags().forEach(tag -> tags.getChildren().add(label(tag, Styles.CHIP)));
      grid.addRow(y, label(texts.get("jobs.summary.tags"), Styles.MUTED), tags);
    }
    return grid;
  }

  static Label label(String text, String... styleClasses) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styleClasses);
    return label;
  }

  static Label wrapped(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    return label;
  }

  static void showIf(Node node, boolean visible) {
    node.setVisible(visible);
    node.setManaged(visible);
  }

  static String seconds(double seconds) {
    return Formats.duration(Duration.ofMillis((long) (seconds * 1000)));
  }

  static void tooltip(Node node, String text) {
    Tooltips.install(node, text);
  }
}
