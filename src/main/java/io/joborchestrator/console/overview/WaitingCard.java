package io.joborchestrator.console.overview;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobRow;
import java.time.Duration;
import java.time.Instant;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The queued job that was submitted first, and why it has not started. FX thread only. */
final class WaitingCard extends VBox {
  private final OverviewViewModel viewModel;
  private final Texts texts;
  private final Hyperlink name = new Hyperlink();
  private final Label id = new Label();
  private final Label age = new Label();
  private final Label reason = new Label();
  private final Button raise = new Button();
  private final StackPane raiseHolder = new StackPane(raise);
  private final Button queue = new Button();
  private final VBox some;
  private final Label none = new Label();
  private @Nullable JobRow shown;

  WaitingCard(OverviewViewModel viewModel, Texts texts) {
    this.viewModel = viewModel;
    this.texts = texts;
    Label title = new Label(texts.get("overview.waiting"));
    title.getStyleClass().add(Styles.HEADING);
    id.getStyleClass().add(Styles.ID);
    age.getStyleClass().addAll(Styles.W500, Styles.WARNING_TEXT);
    age.setMinWidth(USE_PREF_SIZE);
    name.setOnAction(event -> openJob());
    name.setId("waiting-job");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(name, id, space, age);
    head.getStyleClass().add("waiting-head");
    reason.getStyleClass().add(Styles.MUTED);
    reason.setGraphic(Icons.of("mdoal-hourglass_empty"));
    reason.setWrapText(true);
    reason.setMinHeight(USE_PREF_SIZE);
    raise.setText(texts.get("overview.waiting.raise"));
    raise.setGraphic(Icons.of("mdoal-expand_less"));
    raise.setId("raise-priority");
    raise.setOnAction(event -> raise());
    queue.setText(texts.get("overview.waiting.queue"));
    queue.getStyleClass().add(Styles.QUIET);
    queue.setOnAction(event -> viewModel.showQueue());
    HBox actions = new HBox(8, raiseHolder, queue);
    some = new VBox(8, head, reason, actions);
    none.setText(texts.get("overview.waiting.none"));
    none.getStyleClass().add(Styles.MUTED);
    getStyleClass().add(Styles.CARD);
    getChildren().setAll(title, some, none);
  }

  private void openJob() {
    if (shown != null) {
      viewModel.openJob(shown.jobId());
    }
  }

  private void raise() {
    if (shown != null) {
      viewModel.raisePriority(shown);
    }
  }

  void show(@Nullable JobDetail waiting, Instant now) {
    shown = waiting == null ? null : waiting.row();
    setShown(some, waiting != null);
    setShown(none, waiting == null);
    if (waiting == null) {
      return;
    }
    JobRow row = waiting.row();
    name.setText(row.name());
    id.setText(Formats.shortId(row.jobId()));
    Instant due = row.runAt();
    Instant since = due != null && due.isAfter(row.submittedAt()) ? due : row.submittedAt();
    age.setText(Formats.duration(Duration.between(since, now)));
    String why = waiting.waitReason();
    reason.setText(why == null ? texts.get("overview.waiting.starts") : why);
    String missing = viewModel.whyNotRaise(row);
    raise.setDisable(missing != null);
    Tooltips.set(raise, texts.get("overview.waiting.raise.tip"));
    if (missing != null) {
      Tooltips.install(raiseHolder, missing);
    }
  }

  private static void setShown(Region node, boolean value) {
    node.setVisible(value);
    node.setManaged(value);
  }
}
