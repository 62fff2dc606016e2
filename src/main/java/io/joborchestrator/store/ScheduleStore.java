package io.joborchestrator.store;

import io.joborchestrator.domain.job.JobSubmission;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recurring submissions. When the next one is due is reckoned by the caller from the database's
 * time; the store keeps it. Every method is one transaction and blocks; thread-safe.
 */
public interface ScheduleStore {
  /**
   * Stores a recurring submission, enabled. A second call of the same person with the idempotency
   * key of the first answers the first schedule; each run is a job of its own all the same.
   *
   * @param submission its key makes a repetition after a lost answer harmless
   * @param nextAt the first time it is due
   * @return the schedule's id
   */
  String save(JobSubmission submission, String cron, String timeZone, Instant nextAt);

  /** Enabled schedules, by name. */
  List<Schedule> schedules();

  /** Enabled schedules whose time has come, oldest first. */
  List<Schedule> due(int limit);

  /**
   * Moves a schedule on, if it still stands at {@code firedAt}.
   *
   * @param nextAt when it is due again, or null if never: it is then disabled
   * @return false if another process was first
   */
  boolean advance(String scheduleId, Instant firedAt, @Nullable Instant nextAt);

  /** Ends a schedule; its jobs stay. False if there is no such schedule. */
  boolean remove(String scheduleId);

  /**
   * A recurring submission.
   *
   * @param submission what is submitted each time
   * @param nextAt when it is due
   */
  record Schedule(
      String scheduleId,
      JobSubmission submission,
      String cron,
      String timeZone,
      Instant nextAt,
      String owner) {}
}
