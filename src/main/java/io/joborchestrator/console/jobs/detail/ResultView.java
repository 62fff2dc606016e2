package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.view.DataColumn;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.job.JobDetail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What a run left behind: files, counts, first rows. FX thread only. */
final class ResultView extends VBox {
  private final JobDetailViewModel viewModel;
  private final Texts texts;
  private @Nullable ObjectNode shown;
  private boolean drawn;

  ResultView(JobDetailViewModel viewModel) {
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    getStyleClass().add("detail-body");
    setMinSize(0, 0);
    viewModel.detailProperty().addListener((property, before, now) -> show(now));
    show(viewModel.detailProperty().get());
  }

  private void show(@Nullable JobDetail detail) {
    if (detail == null || drawn && java.util.Objects.equals(detail.result(), shown)) {
      return;
    }
    drawn = true;
    shown = detail.result();
    getChildren().clear();
    if (shown == null) {
      boolean ended = detail.row().status().isTerminal();
      String words = texts.get(ended ? "jobs.result.none" : "jobs.result.notYet");
      getChildren().add(SummaryView.label(words, Styles.MUTED));
      return;
    }
    show(JobResult.read(shown));
  }

  private void show(JobResult result) {
    Label counts = SummaryView.label(counts(result), Styles.MUTED);
    counts.setWrapText(true);
    if (!counts.getText().isEmpty()) {
      getChildren().add(counts);
    }
    if (result.files() != null) {
      Label files = SummaryView.label(result.files().words());
      files.setId("leftFiles");
      files.setWrapText(true);
      getChildren().add(files);
    }
    result.outputs().forEach(output -> getChildren().add(row(output)));
    if (result.learning().isObject()) {
      Node learned = new LearningView(result.learning());
      VBox.setVgrow(learned, Priority.ALWAYS);
      getChildren().add(learned);
    } else if (!result.columns().isEmpty()) {
      int rows = result.rows().size();
      String title =
          rows == 0 ? texts.get("jobs.result.noRows") : texts.count("jobs.result.first", rows);
      getChildren().add(SummaryView.label(title, Styles.HEADING));
      getChildren().add(table(result));
    }
  }

  private String counts(JobResult result) {
    List<String> words = new ArrayList<>();
    add(words, result.rowsRead(), "jobs.result.rowsRead");
    add(words, result.rowsWritten(), "jobs.result.rowsWritten");
    if (result.badRows() != null && result.badRows() > 0) {
      add(words, result.badRows(), "jobs.result.badRows");
    }
    if (result.engineMillis() != null) {
      Duration busy = Duration.ofMillis(result.engineMillis());
      words.add(texts.get("jobs.result.engine", Formats.duration(busy)));
    }
    if (result.exitCode() != null) {
      words.add(texts.get("jobs.result.exitCode", result.exitCode()));
    }
    return String.join(", ", words);
  }

  private void add(List<String> words, @Nullable Long count, String key) {
    if (count != null) {
      words.add(texts.get(key, Formats.exact(count)));
    }
  }

  private Node row(JobResult.Output output) {
    Label path = SummaryView.label(output.path(), Styles.MONO);
    path.setMinWidth(60);
    Tooltips.set(path, output.path());
    String bytes = output.bytes() == null ? "" : ", " + Formats.bytes(output.bytes());
    String rows =
        output.rows() == null ? "" : ", " + texts.count("jobs.result.rows", output.rows());
    Label size = SummaryView.label(output.format() + bytes + rows, Styles.SMALL, Styles.MUTED);
    size.setMinWidth(USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button open = new Button(texts.get("jobs.result.open"), Icons.of("mdomz-open_in_new"));
    open.getStyleClass().add(Styles.SMALL_BUTTON);
    open.setMinWidth(USE_PREF_SIZE);
    open.setOnAction(event -> viewModel.openWithSystem(output.path()));
    Button copy = new Button(texts.get("jobs.result.copyPath"), Icons.of("mdoal-content_copy"));
    copy.getStyleClass().add(Styles.SMALL_BUTTON);
    copy.setMinWidth(USE_PREF_SIZE);
    copy.setOnAction(event -> viewModel.copyPath(output.path()));
    HBox row = new HBox(8, Icons.of("mdoal-description"), path, size, space, open, copy);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("output-row");
    return row;
  }

  private static TableView<List<@Nullable String>> table(JobResult result) {
    TableView<List<@Nullable String>> table = new TableView<>();
    table.setId("resultRows");
    table.getStyleClass().add("result-table");
    table.setFixedCellSize(28);
    for (int i = 0; i < result.columns().size(); i++) {
      JobResult.Heading heading = result.columns().get(i);
      table
          .getColumns()
          .add(
              DataColumn.of(heading.name(), heading.type(), heading.isNumeric(), i, result.rows()));
    }
    table.getItems().setAll(result.rows());
    VBox.setVgrow(table, Priority.ALWAYS);
    return table;
  }
}
