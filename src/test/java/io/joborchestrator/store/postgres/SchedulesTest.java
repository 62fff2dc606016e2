package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.duty.ScheduleKeeper;
import io.joborchestrator.store.ScheduleStore;
import io.joborchestrator.store.ScheduleStore.Schedule;
import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Recurring submissions in the real database, and the duty that submits them. */
class SchedulesTest {
  private static final String DAILY = "0 3 * * *";
  private static final String ZONE = "Europe/Berlin";

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private ScheduleStore schedules;
  private Instant now;

  @BeforeEach
  void open() {
    schedules = database.stores().schedules();
    now = database.stores().fleet().serverTime();
  }

  @Test
  void keepsWhatIsSubmittedEachTime() {
    JobSubmission submission =
        JobSubmission.of(
                "nightly", "etl", JsonNodeFactory.instance.objectNode().put("text", "ä\n'\\\""))
            .withPriority(JobPriority.HIGH)
            .withEngine("spark")
            .withQueue("night");
    Instant next = now.plus(Duration.ofHours(3)).truncatedTo(ChronoUnit.MICROS);
    String id = schedules.save(submission, DAILY, ZONE, next);
    schedules.save(named("earlier in the list"), "* * * * *", "UTC", next);
    assertThat(schedules.schedules())
        .extracting(schedule -> schedule.submission().name())
        .containsExactly("earlier in the list", "nightly");
    Schedule stored = schedules.schedules().get(1);
    assertThat(stored)
        .isEqualTo(new Schedule(id, submission, DAILY, ZONE, next, database.config().user()));
  }

  @Test
  void aRepetitionWithTheSameKeyMakesNoSecondSchedule() {
    JobSubmission keyed = named("nightly").withIdempotencyKey("k1");
    String id = schedules.save(keyed, DAILY, ZONE, now.minusSeconds(20));
    assertThat(schedules.save(keyed, DAILY, ZONE, now.minusSeconds(10))).isEqualTo(id);
    assertThat(schedules.save(keyed.withIdempotencyKey("k2"), DAILY, ZONE, now)).isNotEqualTo(id);
    assertThat(schedules.schedules()).hasSize(2);
    schedules.remove(id);
    assertThat(schedules.save(keyed, DAILY, ZONE, now)).isNotEqualTo(id);
  }

  @Test
  void refusesWhatCouldNeverBeSubmitted() {
    assertThatThrownBy(() -> schedules.save(named(""), DAILY, ZONE, now))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION));
    assertThat(schedules.schedules()).isEmpty();
  }

  @Test
  void findsDueSchedulesOldestFirstAndUpToTheLimit() {
    schedules.save(named("b"), DAILY, ZONE, now.minusSeconds(10));
    schedules.save(named("a"), DAILY, ZONE, now.minusSeconds(20));
    schedules.save(named("c"), DAILY, ZONE, now.minusSeconds(5));
    schedules.save(named("future"), DAILY, ZONE, now.plusSeconds(3600));
    assertThat(schedules.due(2))
        .extracting(due -> due.submission().name())
        .containsExactly("a", "b");
    assertThat(schedules.due(10)).hasSize(3);
  }

  @Test
  void movesOnOnlyFromWhereItWasSeen() {
    String id = schedules.save(named("a"), DAILY, ZONE, now.minusSeconds(20));
    Instant seen = schedules.due(1).get(0).nextAt();
    assertThat(schedules.advance(id, seen, now.plusSeconds(3600))).isTrue();
    assertThat(schedules.advance(id, seen, now.plusSeconds(7200))).isFalse();
    assertThat(schedules.due(10)).isEmpty();
    assertThat(schedules.advance(id, schedules.schedules().get(0).nextAt(), null)).isTrue();
    assertThat(schedules.schedules()).isEmpty();
  }

  @Test
  void removingEndsAScheduleButNotItsJobs() {
    String id = schedules.save(named("a"), DAILY, ZONE, now.minusSeconds(20));
    keeper(schedules).runOnce();
    assertThat(schedules.remove(id)).isTrue();
    assertThat(schedules.remove(id)).isFalse();
    assertThat(schedules.schedules()).isEmpty();
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void missedTimesAreMadeUpForByOneJobThatCanBeClaimedAtOnce() {
    schedules.save(named("a"), DAILY, ZONE, now.minus(Duration.ofDays(5)));
    keeper(schedules).runOnce();
    keeper(schedules).runOnce();
    assertThat(jobs()).isEqualTo(1);
    assertThat(schedules.schedules().get(0).nextAt()).isAfter(now);
    TestWorker worker = TestWorker.register(database.stores().work(), "w1");
    assertThat(worker.claim(10)).extracting(job -> job.name()).containsExactly("a");
  }

  @Test
  void submitsOnceAlthoughTheSubmitterDiedBeforeMovingOn() {
    schedules.save(named("a"), DAILY, ZONE, now.minusSeconds(20));
    assertThatThrownBy(() -> keeper(new DiesBeforeMovingOn(schedules)).runOnce())
        .hasMessage("killed");
    assertThat(jobs()).isEqualTo(1);
    assertThat(schedules.due(10)).hasSize(1);
    keeper(schedules).runOnce();
    assertThat(jobs()).isEqualTo(1);
    assertThat(schedules.due(10)).isEmpty();
  }

  @Test
  void manyProcessesMakeOneJobOfEachDueSchedule() throws Exception {
    for (int i = 0; i < 20; i++) {
      schedules.save(named("job " + i), DAILY, ZONE, now.minusSeconds(20 + i));
    }
    ExecutorService processes = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> process = () -> keeper(schedules).runOnce();
      for (var done : processes.invokeAll(List.of(process, process, process, process))) {
        done.get(60, TimeUnit.SECONDS);
      }
    } finally {
      processes.shutdownNow();
    }
    assertThat(jobs()).isEqualTo(20);
    assertThat(schedules.due(100)).isEmpty();
  }

  private ScheduleKeeper keeper(ScheduleStore store) {
    return new ScheduleKeeper(store, database.stores().jobs(), database.stores().fleet(), () -> {});
  }

  private long jobs() {
    return database.stores().jobs().count(JobFilter.ALL, 1000);
  }

  private static JobSubmission named(String name) {
    return JobSubmission.of(name, "etl", JsonNodeFactory.instance.objectNode());
  }

  /** The job is submitted; then the process is gone. */
  private record DiesBeforeMovingOn(ScheduleStore store) implements ScheduleStore {
    @Override
    public String save(JobSubmission submission, String cron, String timeZone, Instant nextAt) {
      return store.save(submission, cron, timeZone, nextAt);
    }

    @Override
    public List<Schedule> schedules() {
      return store.schedules();
    }

    @Override
    public List<Schedule> due(int limit) {
      return store.due(limit);
    }

    @Override
    public boolean advance(String scheduleId, Instant firedAt, @Nullable Instant nextAt) {
      throw new IllegalStateException("killed");
    }

    @Override
    public boolean remove(String scheduleId) {
      return store.remove(scheduleId);
    }
  }
}
