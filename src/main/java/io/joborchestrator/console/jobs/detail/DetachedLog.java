package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.job.JobDetail;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The log of one job that stays with its job whatever the page shows, until it is closed. FX thread
 * only.
 */
final class DetachedLog {
  private final PageContext context;
  private final String jobId;
  private final LogViewModel log;
  private final ReadOnlyObjectWrapper<@Nullable JobDetail> detail =
      new ReadOnlyObjectWrapper<>(this, "detail");
  private final Refresher<Optional<JobDetail>> refresher;
  private UiTasks.Handle subscription = () -> {};

  /**
   * @param now the job as it is known
   * @param like the log it is taken from: attempt, level, search and follow are as there
   */
  DetachedLog(PageContext context, JobDetail now, LogViewModel like) {
    this.context = context;
    this.jobId = now.row().jobId();
    this.log = new LogViewModel(context.orchestrator().jobs(), context.tasks(), context.dialogs());
    this.refresher =
        new Refresher<>(
            context.tasks(),
            context.texts().get("jobs.log.task", jobId),
            () -> context.orchestrator().jobs().detail(jobId),
            this::arrived,
            // The lines read so far stay; the log itself says why it cannot be read.
            failure -> log.refresh());
    detail.set(now);
    log.show(jobId, now.row().name(), like.attempt());
    log.levelProperty().set(like.levelProperty().get());
    log.search().textProperty().set(like.search().textProperty().get());
    log.followProperty().set(like.followProperty().get());
  }

  private void arrived(Optional<JobDetail> found) {
    // A job that the retention removed stays as it was seen last.
    found.ifPresent(detail::set);
    log.refresh();
  }

  /** Follows its job until {@link #stop}. */
  void start() {
    subscription = context.feed().subscribe(refresher::request);
  }

  void stop() {
    subscription.cancel();
    refresher.stop();
    log.stop();
  }

  ShownLog shown() {
    return new ShownLog(
        log, detail.getReadOnlyProperty(), context.texts(), context.clock().getZone(), null);
  }

  String jobId() {
    return jobId;
  }

  ReadOnlyObjectProperty<@Nullable JobDetail> detailProperty() {
    return detail.getReadOnlyProperty();
  }

  LogViewModel log() {
    return log;
  }
}
