package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.StatusLabel;
import io.joborchestrator.console.view.StatusView;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Every attempt: a bar on a common time line, then who ran it, how long, and how it ended. */
final class AttemptsView extends ScrollPane {
  private final JobDetailViewModel viewModel;
  private final Texts texts;
  private final VBox content = new VBox();
  private @Nullable List<Attempt> shown;

  AttemptsView(JobDetailViewModel viewModel) {
    this.viewModel = viewModel;
    this.texts = viewModel.context().texts();
    content.getStyleClass().add("detail-body");
    setContent(content);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    viewModel.detailProperty().addListener((property, before, now) -> show(now));
    show(viewModel.detailProperty().get());
  }

  private void show(@Nullable JobDetail detail) {
    if (detail == null) {
      return;
    }
    boolean running = detail.attempts().stream().anyMatch(attempt -> attempt.endedAt() == null);
    if (detail.attempts().equals(shown) && !running) {
      return;
    }
    shown = detail.attempts();
    if (detail.attempts().isEmpty()) {
      content
          .getChildren()
          .setAll(SummaryView.label(texts.get("jobs.attempts.none"), Styles.MUTED));
      return;
    }
    Instant from = detail.row().submittedAt();
    Instant now = viewModel.context().feed().now();
    Instant to = detail.row().finishedAt() == null ? now : detail.row().finishedAt();
    content.getChildren().clear();
    content.getChildren().add(new AttemptTimeline(detail.attempts(), from, to, texts));
    for (int i = detail.attempts().size() - 1; i >= 0; i--) {
      content.getChildren().add(card(detail.attempts().get(i), now));
    }
  }

  private Node card(Attempt attempt, Instant now) {
    ZoneId zone = viewModel.context().clock().getZone();
    Instant end = attempt.endedAt() == null ? now : attempt.endedAt();
    Label title = SummaryView.label(texts.get("jobs.attempt", attempt.epoch()), Styles.HEADING);
    StatusLabel state = new StatusLabel(view(attempt, texts), Styles.CHIP_STATE, Styles.CHIP_SMALL);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button log = new Button(texts.get("jobs.openLog"));
    log.getStyleClass().add(Styles.LINK_BUTTON);
    log.setOnAction(event -> viewModel.openLog(attempt.epoch()));
    HBox head = new HBox(8, title, state, space, log);
    head.setAlignment(Pos.CENTER_LEFT);
    String where =
        (attempt.worker() == null ? "" : texts.get("jobs.on", attempt.worker()))
            + (attempt.engine() == null ? "" : ", " + JobSummary.engineName(attempt.engine()));
    String length = Formats.duration(Duration.between(attempt.startedAt(), end));
    Label when =
        SummaryView.label(
            Formats.exactTime(attempt.startedAt(), zone, now)
                + ", "
                + (attempt.endedAt() == null ? texts.get("jobs.attempt.soFar", length) : length)
                + (attempt.records() > 0
                    ? ", " + texts.get("jobs.records", Formats.count(attempt.records()))
                    : ""));
    VBox card = new VBox(4, head, when, SummaryView.label(where, Styles.SMALL, Styles.MUTED));
    if (attempt.engineRunId() != null) {
      card.getChildren().add(SummaryView.label(attempt.engineRunId(), Styles.ID));
    }
    if (attempt.error() != null) {
      Label message = SummaryView.wrapped(attempt.error().message());
      boolean givenBack = SummaryWriter.isGivenBack(attempt);
      message.getStyleClass().add(givenBack ? Styles.MUTED : Styles.ERROR_TEXT);
      card.getChildren().add(message);
      if (!givenBack) {
        Label whose = SummaryView.wrapped(CauseWords.sentence(attempt.error().type()));
        whose.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
        card.getChildren().add(whose);
      }
    }
    card.getStyleClass().add("detail-section");
    return card;
  }

  static StatusView view(Attempt attempt, Texts texts) {
    return switch (attempt.outcome()) {
      case "completed" -> StatusView.of(JobStatus.COMPLETED);
      case "failed" -> StatusView.of(JobStatus.FAILED);
      case "timeout" -> StatusView.of(JobStatus.TIMEOUT);
      case "cancelled" -> StatusView.of(JobStatus.CANCELLED);
      case "running" -> StatusView.of(JobStatus.RUNNING);
      case "lost" -> new StatusView(texts.get("jobs.attempt.lost"), "mdal-error", "failed");
      case "released" ->
          new StatusView(texts.get("jobs.attempt.released"), "mdomz-undo", "cancelled");
      default -> new StatusView(attempt.outcome(), "mdmz-radio_button_unchecked", "cancelled");
    };
  }
}
