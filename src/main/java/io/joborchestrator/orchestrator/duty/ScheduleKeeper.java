package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.CronTimes;
import io.joborchestrator.store.FleetStore;
import io.joborchestrator.store.JobStore;
import io.joborchestrator.store.ScheduleStore;
import io.joborchestrator.store.ScheduleStore.Schedule;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits what schedules ask for. The key of a submission is the schedule and the time it was due:
 * any number of processes, or a crash in between, make one job. Times missed while no process ran
 * are made up for by one job.
 */
public final class ScheduleKeeper implements Duty {
  private static final Logger log = LoggerFactory.getLogger(ScheduleKeeper.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int MOST = 100;

  private final ScheduleStore schedules;
  private final JobStore jobs;
  private final FleetStore fleet;
  private final Runnable changed;

  /**
   * @param changed called when jobs were submitted
   */
  public ScheduleKeeper(
      ScheduleStore schedules, JobStore jobs, FleetStore fleet, Runnable changed) {
    this.schedules = schedules;
    this.jobs = jobs;
    this.fleet = fleet;
    this.changed = changed;
  }

  @Override
  public String name() {
    return "schedules";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    List<Schedule> due = schedules.due(MOST);
    if (due.isEmpty()) {
      return false;
    }
    Instant now = fleet.serverTime();
    for (Schedule schedule : due) {
      fire(schedule, now);
    }
    changed.run();
    return due.size() == MOST;
  }

  /**
   * The first time after a moment.
   *
   * @return null if there is none
   * @throws OrchestratorException INVALID_SCHEDULE with a sentence that says what is wrong
   */
  public static @Nullable Instant next(String cron, String timeZone, Instant after) {
    try {
      List<ZonedDateTime> times = CronTimes.next(cron, ZoneId.of(timeZone), after, 1);
      return times.isEmpty() ? null : times.get(0).toInstant();
    } catch (DateTimeException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SCHEDULE,
          "'" + timeZone + "' is not a time zone. Write it like Europe/Berlin or UTC.",
          e);
    } catch (IllegalArgumentException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SCHEDULE, String.valueOf(e.getMessage()), e);
    }
  }

  private void fire(Schedule schedule, Instant now) {
    String key = "schedule:" + schedule.scheduleId() + ":" + schedule.nextAt();
    try {
      jobs.submit(List.of(schedule.submission().withIdempotencyKey(key).withRunAt(null)));
    } catch (OrchestratorException e) {
      if (e.code() == ErrorCode.DATABASE_UNAVAILABLE) {
        throw e;
      }
      log.error(
          "The schedule {} ({}) could not submit its job for {}; it goes on with the next time",
          schedule.scheduleId(),
          schedule.submission().name(),
          schedule.nextAt(),
          e);
    }
    Instant after = now.isAfter(schedule.nextAt()) ? now : schedule.nextAt();
    Instant next = next(schedule.cron(), schedule.timeZone(), after);
    schedules.advance(schedule.scheduleId(), schedule.nextAt(), next);
  }
}
