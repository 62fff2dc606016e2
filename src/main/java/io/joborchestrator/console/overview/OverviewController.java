package io.joborchestrator.console.overview;

import io.joborchestrator.console.statistics.SpanSwitch;
import io.joborchestrator.console.view.EmptyState;
import io.joborchestrator.console.view.LoadingRows;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.job.JobStatus;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The Overview page: tiles, the job that waits longest, recent failures. FX thread only. */
public final class OverviewController {
  private final OverviewViewModel viewModel;
  private final Texts texts;
  private final ZoneId zone;
  private final OverviewTiles words;
  private final Map<Tile.Kind, TileCard> cards = new EnumMap<>(Tile.Kind.class);
  private final WaitingCard waiting;
  private final OverviewCharts charts;
  private @Nullable List<OverviewData.Failure> failures;
  private List<FailureRow> rows = List.of();

  @FXML private HBox ranges;
  @FXML private Button submitButton;
  @FXML private StackPane submitSlot;
  @FXML private VBox body;
  @FXML private HBox tiles;
  @FXML private GridPane middle;
  @FXML private Hyperlink allFailed;
  @FXML private VBox failureRows;
  @FXML private StackPane stateHolder;

  OverviewController(OverviewViewModel viewModel, PageContext context) {
    this.viewModel = viewModel;
    this.texts = context.texts();
    this.zone = context.clock().getZone();
    this.words = new OverviewTiles(texts);
    this.waiting = new WaitingCard(viewModel, texts);
    this.charts = new OverviewCharts(viewModel, context);
  }

  @FXML
  private void initialize() {
    ranges
        .getChildren()
        .setAll(new SpanSwitch(viewModel.spanProperty().get(), texts, viewModel::choose));
    for (Tile.Kind kind : Tile.Kind.values()) {
      TileCard card = new TileCard(kind, texts, () -> viewModel.open(kind));
      HBox.setHgrow(card, Priority.ALWAYS);
      // Equal widths, whatever they say.
      card.setPrefWidth(100);
      cards.put(kind, card);
      tiles.getChildren().add(card);
    }
    layOutMiddle();
    allFailed.setOnAction(event -> viewModel.showFailed());
    viewModel.dataProperty().addListener(observable -> show());
    viewModel.problemProperty().addListener(observable -> show());
    viewModel.connectedProperty().addListener(observable -> connectionChanged());
    connectionChanged();
    show();
  }

  /** Two columns, the left one twice as wide; the breakers stand below the throughput. */
  private void layOutMiddle() {
    ColumnConstraints left = new ColumnConstraints();
    left.setPercentWidth(68);
    ColumnConstraints right = new ColumnConstraints();
    right.setPercentWidth(32);
    middle.getColumnConstraints().setAll(left, right);
    middle.add(charts.throughput(), 0, 0);
    middle.add(charts.durations(), 1, 0);
    middle.add(charts.breakers(), 0, 1);
    middle.add(waiting, 1, 1);
  }

  private void connectionChanged() {
    boolean connected = viewModel.connectedProperty().get();
    body.getStyleClass().remove(Styles.STALE);
    if (!connected) {
      body.getStyleClass().add(Styles.STALE);
      Tooltips.install(submitSlot, texts.get("overview.submit.connection"));
    }
    submitButton.setDisable(!connected);
    charts.setStale(!connected);
    show();
  }

  private void show() {
    OverviewData data = viewModel.dataProperty().get();
    stateHolder.setVisible(data == null);
    if (data == null) {
      showNothing();
      return;
    }
    stateHolder.getChildren().clear();
    words.of(data).forEach(this::showTile);
    waiting.show(data.waiting(), data.at());
    showCharts(data);
    long failed = data.jobs().of(JobStatus.FAILED) + data.jobs().of(JobStatus.TIMEOUT);
    allFailed.setText(texts.count("overview.failures.all", failed));
    allFailed.setVisible(failed > 0);
    showFailures(data);
  }

  /** Without breakers the waiting job has the row for itself. */
  private void showCharts(OverviewData data) {
    charts.show(data.history().range());
    boolean alone = !charts.breakers().isManaged();
    GridPane.setColumnIndex(waiting, alone ? 0 : 1);
    GridPane.setColumnSpan(waiting, alone ? 2 : 1);
  }

  private void showTile(Tile tile) {
    TileCard card = cards.get(tile.kind());
    if (card != null) {
      card.show(tile);
    }
  }

  /** Made anew only if they differ; else only their ages change. */
  private void showFailures(OverviewData data) {
    List<OverviewData.Failure> now = data.failures();
    if (!now.equals(failures)) {
      failures = now;
      rows =
          now.stream()
              .map(
                  failure ->
                      new FailureRow(
                          failure, texts, zone, () -> viewModel.openJob(failure.entry().jobId())))
              .toList();
      failureRows.getChildren().setAll(rows);
      failureRows.getChildren().add(0, rows.isEmpty() ? noFailures() : FailureRow.head(texts));
    }
    rows.forEach(row -> row.showAge(data.at()));
  }

  private Label noFailures() {
    Label none = new Label(texts.get("overview.failures.none"));
    none.getStyleClass().addAll(Styles.MUTED, "failure-none");
    return none;
  }

  private void showNothing() {
    String problem = viewModel.problemProperty().get();
    if (problem.isEmpty()) {
      stateHolder.getChildren().setAll(new LoadingRows(8));
      return;
    }
    Button again = new Button(texts.get("frame.banner.retry"));
    again.setOnAction(event -> viewModel.refresh());
    stateHolder
        .getChildren()
        .setAll(
            new EmptyState("mdal-error", texts.get("overview.failed"), problem, again).asError());
  }

  @FXML
  private void submit() {
    viewModel.submit();
  }
}
