package io.joborchestrator.console.frame;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.WatchedJobs;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.orchestrator.DeadLetterManager;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import io.joborchestrator.store.FleetStore.QueueRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What the bars around the pages say: who is connected, what runs and waits, what ended. Asks with
 * every refresh of the feed; an answer that was overtaken by a newer question is dropped. FX thread
 * only.
 */
public final class FrameViewModel {
  private static final int NOTICES_KEPT = 30;
  private static final int MOST_OPERATIONS = 10;

  /**
   * One look at everything the bars show.
   *
   * @param total jobs in any state
   * @param deadLetters unresolved ones
   * @param operations that have not finished, in the database, whoever started them
   */
  public record Snapshot(
      long running,
      long queued,
      long total,
      boolean queuePaused,
      long deadLetters,
      List<BulkOperation> operations,
      Instant at) {}

  private record Answer(
      JobCounts counts,
      boolean queuePaused,
      ConnectionFacts facts,
      List<JobRow> ownJobs,
      List<JobRow> watchedJobs,
      long deadLetters,
      List<BulkOperation> operations,
      List<BreakerRow> breakers,
      Optional<AbsenceWatch.Report> absence) {}

  private final Orchestrator orchestrator;
  private final UiTasks tasks;
  private final LiveFeed feed;
  private final Dialogs dialogs;
  private final Texts texts;
  private final WatchedJobs watched;
  private final DesktopNotices desktop;
  private final Refresher<Answer> refresher;
  private final OutcomeWatch outcomes = new OutcomeWatch();
  private final AbsenceWatch absences;
  private final ReadOnlyObjectWrapper<@Nullable Snapshot> snapshot = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable ConnectionFacts> facts =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<List<BreakerRow>> breakers =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyBooleanWrapper empty = new ReadOnlyBooleanWrapper();
  private final ObservableList<Notice> notices = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper();

  /** Read by the question, which runs elsewhere. */
  private volatile List<String> watchedIds = List.of();

  private UiTasks.Handle subscription = () -> {};

  /**
   * @param watched jobs whose end is told, beside the person's own
   */
  public FrameViewModel(
      Orchestrator orchestrator,
      UiTasks tasks,
      LiveFeed feed,
      Dialogs dialogs,
      Texts texts,
      WatchedJobs watched,
      DesktopNotices desktop) {
    this.orchestrator = orchestrator;
    this.tasks = tasks;
    this.feed = feed;
    this.dialogs = dialogs;
    this.texts = texts;
    this.watched = watched;
    this.desktop = desktop;
    this.absences = new AbsenceWatch(texts);
    this.refresher =
        new Refresher<>(
            tasks,
            texts.get("frame.task.refresh"),
            () -> ask(watchedIds),
            this::show,
            // The last values stay; the banner says what is wrong with the connection.
            failure -> {});
  }

  public void start() {
    subscription = feed.subscribe(this::request);
    desktop.start();
    request();
  }

  private void request() {
    watchedIds = watched.ids();
    refresher.request();
  }

  public void stop() {
    subscription.cancel();
    refresher.stop();
    desktop.stop();
  }

  private Answer ask(List<String> watchedJobs) {
    ConnectionFacts connected = orchestrator.facts();
    JobCounts counts = orchestrator.jobs().counts();
    boolean paused = orchestrator.queues().queues().stream().anyMatch(QueueRow::paused);
    List<JobRow> own =
        orchestrator.jobs().list(OutcomeWatch.filter(connected.user()), OutcomeWatch.WATCHED);
    DeadLetterManager dead = orchestrator.deadLetters();
    List<BulkOperation> unfinished =
        dead.operations(MOST_OPERATIONS).stream().filter(o -> !o.isFinished()).toList();
    List<BreakerRow> guards = orchestrator.engines().breakers();
    return new Answer(
        counts,
        paused,
        connected,
        own,
        watchedJobs.isEmpty() ? List.of() : orchestrator.jobs().rows(watchedJobs),
        dead.counts().unresolved(),
        unfinished,
        guards,
        AbsenceWatch.ask(orchestrator));
  }

  private void show(Answer answer) {
    Instant now = feed.now();
    JobCounts counts = answer.counts();
    facts.set(answer.facts());
    breakers.set(answer.breakers());
    empty.set(counts.total() == 0);
    snapshot.set(
        new Snapshot(
            counts.of(JobStatus.RUNNING),
            counts.of(JobStatus.QUEUED),
            counts.total(),
            answer.queuePaused(),
            answer.deadLetters(),
            answer.operations(),
            now));
    List<Notice.JobEnded> ended = outcomes.look(answer.ownJobs(), answer.watchedJobs(), now);
    ended.forEach(this::tell);
    desktop.ended(ended.stream().map(Notice.JobEnded::job).toList());
    watched.remove(ended.stream().map(notice -> notice.job().jobId()).toList());
    watchedIds = watched.ids();
    absences
        .look(answer.absence())
        .ifPresent(
            away -> {
              tell(away);
              dialogs.notice(away.sentence(), null);
            });
  }

  private void tell(Notice notice) {
    notices.add(0, notice);
    unread.set(unread.get() + 1);
    if (notices.size() > NOTICES_KEPT) {
      notices.remove(NOTICES_KEPT, notices.size());
    }
  }

  /** The person has looked at the notices. */
  public void markRead() {
    unread.set(0);
  }

  public void setQueuesPaused(boolean paused) {
    String reason = texts.get("frame.queue.reason");
    tasks.run(
        texts.get(paused ? "frame.task.pause" : "frame.task.resume"),
        () -> {
          for (QueueRow queue : orchestrator.queues().queues()) {
            if (paused) {
              orchestrator.queues().pause(queue.name(), reason);
            } else {
              orchestrator.queues().resume(queue.name(), reason);
            }
          }
          return true;
        },
        done -> feed.refreshNow(),
        failure -> dialogs.error(texts.get("frame.queue.failed"), failure));
  }

  /** The last look, or null before the first. */
  public ReadOnlyObjectProperty<@Nullable Snapshot> snapshotProperty() {
    return snapshot.getReadOnlyProperty();
  }

  /** Pauses, resumes or ends an operation in the database. */
  public void command(BulkOperation operation, BulkOperation.Command command) {
    tasks.run(
        texts.get("frame.task.operation"),
        () -> orchestrator.deadLetters().command(operation.operationNo(), command, null),
        outcome -> {
          if (!outcome.done()) {
            dialogs.notice(outcome.message(), null);
          }
          feed.refreshNow();
        },
        failure -> dialogs.error(texts.get("frame.operation.failed"), failure));
  }

  /** Who is connected to what, or null before the first answer. */
  public ReadOnlyObjectProperty<@Nullable ConnectionFacts> factsProperty() {
    return facts.getReadOnlyProperty();
  }

  /** The circuit breakers of the fleet as of the last answer. */
  public ReadOnlyObjectProperty<List<BreakerRow>> breakersProperty() {
    return breakers.getReadOnlyProperty();
  }

  /** Known to have no job at all. */
  public ReadOnlyBooleanProperty emptyProperty() {
    return empty.getReadOnlyProperty();
  }

  /** What happened while the window was open, newest first. */
  public ObservableList<Notice> notices() {
    return notices;
  }

  public ReadOnlyIntegerProperty unreadProperty() {
    return unread.getReadOnlyProperty();
  }
}
