package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperation.Command;
import io.joborchestrator.domain.deadletter.BulkOperation.CommandOutcome;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.BulkOperationItem.State;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import io.joborchestrator.domain.deadletter.RuleChange;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.store.DeadLetterStore;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replays as operations in the database, driven by the standing duty. */
class ReplaysTest {
  private static final JobError BROKE =
      new JobError("ENGINE_FAILED", ErrorType.ENGINE, "It broke", "stack");
  private static final DeadLetterSelection ALL = DeadLetterFilter.UNRESOLVED.all();

  @RegisterExtension final TestDatabase database = new TestDatabase();

  private PostgresStores stores;
  private DeadLetterStore letters;
  private TestWorker worker;

  @BeforeEach
  void open() {
    stores = database.stores();
    letters = stores.deadLetters();
    worker = TestWorker.register(stores.work(), "w1");
  }

  @AfterEach
  void invariantsHold() {
    InvariantChecker.assertHolds(database);
  }

  @Test
  void replayIsANewJobWithLineageBothWays() {
    List<String> dead = bury(1);
    BulkOperation started = letters.replay(ALL, ReplayOptions.AS_IT_WAS, "cluster is back");
    assertThat(rows()).extracting(DeadLetterRow::state).containsExactly(DeadLetterState.PENDING);
    assertThat(rows().get(0).operationNo()).isEqualTo(started.operationNo());
    assertThat(letters.runOperations(100)).isEqualTo(1);

    ClaimedJob replay = worker.claim(1).get(0);
    JobDetail job = stores.jobs().find(replay.jobId()).orElseThrow();
    assertThat(job.parentJobId()).isEqualTo(dead.get(0));
    assertThat(replay.config()).isEqualTo(payload(0));
    worker.complete(replay);

    DeadLetterDetail detail = letters.find(1).orElseThrow();
    assertThat(detail.row().state()).isEqualTo(DeadLetterState.REPLAYED);
    assertThat(detail.replays()).hasSize(1);
    assertThat(detail.replays().get(0).jobId()).isEqualTo(replay.jobId());
    assertThat(detail.replays().get(0).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(detail.replays().get(0).outcome()).isEqualTo(State.SUCCEEDED);
    assertThat(letters.entryOfJob(replay.jobId())).contains(1L);
    letters.runOperations(100);
    BulkOperation ended = letters.operation(started.operationNo()).orElseThrow();
    assertThat(ended.state()).isEqualTo(BulkOperation.State.COMPLETED);
    assertThat(ended.succeeded()).isEqualTo(1);
    assertThat(ended.isFinished()).isTrue();
  }

  @Test
  void editedPayloadRunsAndTheOriginalIsKept() {
    bury(1);
    letters.replay(ALL, ReplayOptions.AS_IT_WAS.withPayload(payload(42)), null);
    letters.runOperations(100);
    ClaimedJob replay = worker.claim(1).get(0);
    assertThat(replay.config()).isEqualTo(payload(42));
    DeadLetterDetail detail = letters.find(1).orElseThrow();
    assertThat(detail.payload()).isEqualTo(payload(0));
    assertThat(detail.replays().get(0).editedPayload()).isEqualTo(payload(42));
  }

  @Test
  void patchChangesEveryPayloadAndAnotherEngineTakesThem() {
    bury(2);
    ObjectNode patch = JsonNodeFactory.instance.objectNode().put("mode", "safe").putNull("day");
    letters.replay(ALL, ReplayOptions.AS_IT_WAS.withPatch(patch).withEngine("spark"), null);
    letters.runOperations(100);
    List<ClaimedJob> replays = worker.claim(10);
    assertThat(replays)
        .hasSize(2)
        .allSatisfy(
            job -> {
              assertThat(job.config().toString()).isEqualTo("{\"mode\":\"safe\"}");
              assertThat(job.requestedEngine()).isEqualTo("spark");
            });
    assertThatThrownBy(
            () -> letters.replay(ALL, ReplayOptions.AS_IT_WAS.withPayload(payload(1)), null))
        .hasMessageContaining("a whole payload fits one entry");
  }

  @Test
  void canaryRunsAloneAndTheOthersFollowWhenItCompletes() {
    bury(3);
    letters.replay(ALL, ReplayOptions.AS_IT_WAS.withCanary(true), null);
    assertThat(letters.runOperations(100)).isEqualTo(1);
    assertThat(letters.runOperations(100)).isZero();
    worker.complete(worker.claim(10));
    assertThat(letters.runOperations(100)).isEqualTo(2);
  }

  @Test
  void canaryThatFailsStopsTheReplayAndFreesTheOthers() {
    bury(3);
    BulkOperation started = letters.replay(ALL, ReplayOptions.AS_IT_WAS.withCanary(true), "try");
    letters.runOperations(100);
    worker.fail(worker.claim(1).get(0), BROKE, null);
    letters.runOperations(100);
    BulkOperation stopped = letters.operation(started.operationNo()).orElseThrow();
    assertThat(stopped.state()).isEqualTo(BulkOperation.State.STOPPED);
    assertThat(stopped.stateReason())
        .isEqualTo("The first one, the canary, did not succeed: It broke");
    assertThat(stopped.failed()).isEqualTo(1);
    assertThat(stopped.skipped()).isEqualTo(2);
    assertThat(stopped.isFinished()).isTrue();
    assertThat(rows()).hasSize(3).allMatch(row -> row.state() == DeadLetterState.OPEN);
    assertThat(letters.items(started.operationNo(), Set.of(), 0, 10))
        .extracting(BulkOperationItem::state)
        .containsExactly(State.FAILED, State.CANCELLED, State.CANCELLED);
  }

  @Test
  void stopsAfterSoManyFailures() {
    bury(5);
    BulkOperation started = letters.replay(ALL, ReplayOptions.AS_IT_WAS.withStopAfter(2), null);
    letters.runOperations(3);
    worker.claim(2).forEach(job -> worker.fail(job, BROKE, null));
    letters.runOperations(3);
    BulkOperation stopped = letters.operation(started.operationNo()).orElseThrow();
    assertThat(stopped.state()).isEqualTo(BulkOperation.State.STOPPED);
    assertThat(stopped.stateReason()).isEqualTo("2 replays failed");
    assertThat(stopped.running()).isEqualTo(1);
    assertThat(stopped.isFinished()).isFalse();
    worker.complete(worker.claim(1));
    letters.runOperations(3);
    assertThat(letters.operation(started.operationNo()).orElseThrow().isFinished()).isTrue();
  }

  @Test
  void rateIsKeptByTheClockOfTheDatabase() {
    bury(10);
    letters.replay(ALL, ReplayOptions.AS_IT_WAS.withPerSecond(2.0), null);
    assertThat(runAt("0 seconds")).isEqualTo(1);
    assertThat(runAt("0.4 seconds")).isZero();
    assertThat(runAt("1 second")).isEqualTo(2);
    assertThat(runAt("1 second")).isZero();
    assertThat(runAt("1 hour")).as("a pause is made up for by one second").isEqualTo(2);
  }

  @Test
  void rulesOfAReplayCanBeChangedWhileItRuns() {
    bury(20);
    long operation =
        letters.replay(ALL, ReplayOptions.AS_IT_WAS.withPerSecond(1.0), null).operationNo();
    assertThat(runAt("0 seconds")).isEqualTo(1);
    assertThat(letters.change(operation, RuleChange.NONE.withRate(4.0), "it is idle").done())
        .isTrue();
    assertThat(runAt("1 hour")).as("what one second allows").isEqualTo(4);
    letters.change(operation, RuleChange.NONE.withStopAfter(1), null);
    assertThat(letters.operation(operation).orElseThrow().options().perSecond()).isEqualTo(4.0);
    assertThat(worker.fail(worker.claim(1).get(0), BROKE, null)).hasSize(1);
    assertThat(runAt("2 hours")).isZero();
    BulkOperation stopped = letters.operation(operation).orElseThrow();
    assertThat(stopped.state()).isEqualTo(BulkOperation.State.STOPPED);
    assertThat(stopped.stateReason()).isEqualTo("One replay failed");
    CommandOutcome late = letters.change(operation, RuleChange.NONE.withRate(null), null);
    assertThat(late.done()).isFalse();
    assertThat(late.message()).isEqualTo("It has already stopped: One replay failed");
    assertThat(
            database.ask(
                "SELECT string_agg((data -> 'done')::text, ' ' ORDER BY audit_no) FROM audit_log"
                    + " WHERE action = 'change_operation'"))
        .isEqualTo("true true false");
  }

  @Test
  void aReplayWithoutARateAnyMoreSubmitsTheRestAtOnce() {
    bury(5);
    ReplayOptions slow = ReplayOptions.AS_IT_WAS.withPerSecond(0.01).withStopAfter(3);
    long operation = letters.replay(ALL, slow, null).operationNo();
    assertThat(letters.runOperations(100)).isEqualTo(1);
    assertThat(letters.runOperations(100)).isZero();
    letters.change(operation, RuleChange.NONE.withRate(null), null);
    assertThat(letters.runOperations(100)).isEqualTo(4);
    assertThat(letters.operation(operation).orElseThrow().options().stopAfter()).isEqualTo(3);
  }

  @Test
  void rulesThatCannotBeMeantAreRefused() {
    bury(1);
    long operation = letters.replay(ALL, ReplayOptions.AS_IT_WAS, null).operationNo();
    assertThatThrownBy(() -> letters.change(operation, RuleChange.NONE, null))
        .hasMessageContaining("rate or stop_after");
    assertThatThrownBy(() -> letters.change(operation, RuleChange.NONE.withRate(20_000.0), null))
        .hasMessageContaining("at most 10000");
    assertThatThrownBy(() -> letters.change(operation, RuleChange.NONE.withStopAfter(0), null))
        .hasMessageContaining("1 failure or more");
    assertThatThrownBy(() -> letters.change(99, RuleChange.NONE.withRate(1.0), null))
        .hasMessageContaining("There is no operation 99");
    assertThatThrownBy(() -> database.execute("SELECT change_operation(1, '{\"rate\": \"fast\"}')"))
        .hasStackTraceContaining("the rate is a number");
    assertThatThrownBy(() -> database.execute("SELECT change_operation(1, '{\"speed\": 1}')"))
        .hasStackTraceContaining("there is no rule speed");
  }

  @Test
  void pausedOperationSubmitsNothingUntilItIsResumed() {
    bury(2);
    long operation = letters.replay(ALL, ReplayOptions.AS_IT_WAS, null).operationNo();
    assertThat(letters.command(operation, Command.PAUSE, "wait").done()).isTrue();
    assertThat(letters.runOperations(100)).isZero();
    assertThat(letters.command(operation, Command.PAUSE, null).message())
        .isEqualTo("It is paused already.");
    assertThat(letters.command(operation, Command.RESUME, null).done()).isTrue();
    assertThat(letters.runOperations(100)).isEqualTo(2);
  }

  @Test
  void cancelledOperationLeavesTheRestWhereItWas() {
    bury(3);
    long operation = letters.replay(ALL, ReplayOptions.AS_IT_WAS, null).operationNo();
    letters.runOperations(1);
    assertThat(letters.command(operation, Command.CANCEL, "enough").done()).isTrue();
    assertThat(letters.runOperations(100)).isZero();
    assertThat(rows())
        .extracting(DeadLetterRow::state)
        .containsExactlyInAnyOrder(
            DeadLetterState.PENDING, DeadLetterState.OPEN, DeadLetterState.OPEN);
    worker.complete(worker.claim(1));
    letters.runOperations(100);
    BulkOperation ended = letters.operation(operation).orElseThrow();
    assertThat(ended.state()).isEqualTo(BulkOperation.State.CANCELLED);
    assertThat(ended.succeeded()).isEqualTo(1);
    assertThat(ended.skipped()).isEqualTo(2);
    assertThat(letters.command(operation, Command.CANCEL, null).done()).isFalse();
  }

  @Test
  void entryIsParkedAfterThreeReplaysUnlessForced() {
    bury(1);
    for (int i = 0; i < 3; i++) {
      replayAndFail(ReplayOptions.AS_IT_WAS);
    }
    DeadLetterRow parked = rows().get(0);
    assertThat(parked.state()).isEqualTo(DeadLetterState.PARKED);
    assertThat(parked.reason()).isEqualTo(DeadLetterReason.LOOP_GUARD);
    assertThat(parked.failures()).isEqualTo(4);
    assertThat(parked.replays()).isEqualTo(3);
    assertThat(letters.preview(ALL, false)).matches(p -> p.eligible() == 0 && p.parked() == 1);
    BulkOperation refused = letters.replay(ALL, ReplayOptions.AS_IT_WAS, null);
    assertThat(refused.isFinished()).isTrue();
    assertThat(letters.items(refused.operationNo(), Set.of(), 0, 1).get(0).message())
        .startsWith("It was replayed too often");

    replayAndFail(ReplayOptions.AS_IT_WAS.withForced(true));
    assertThat(rows().get(0).state()).isEqualTo(DeadLetterState.PARKED);
    letters.replay(ALL, ReplayOptions.AS_IT_WAS.withForced(true), null);
    letters.runOperations(1);
    worker.complete(worker.claim(1));
    assertThat(rows()).isEmpty();
  }

  @Test
  void oneKeyStartsOneReplayHoweverManySendItAtOnce() throws Exception {
    bury(3);
    int senders = 6;
    CyclicBarrier together = new CyclicBarrier(senders);
    ExecutorService clients = Executors.newFixedThreadPool(senders);
    try {
      List<Future<BulkOperation>> replays =
          java.util.stream.IntStream.range(0, senders)
              .mapToObj(
                  i ->
                      clients.submit(
                          () -> {
                            together.await(10, TimeUnit.SECONDS);
                            return letters.replay(
                                DeadLetterFilter.entries(List.of(1L, 2L, 3L)),
                                ReplayOptions.AS_IT_WAS.withRequestKey("click"),
                                null);
                          }))
              .toList();
      for (Future<BulkOperation> replay : replays) {
        assertThat(replay.get(30, TimeUnit.SECONDS).operationNo()).isEqualTo(1);
      }
    } finally {
      clients.shutdownNow();
    }
    assertThat(database.ask("SELECT count(*) FROM bulk_operations")).isEqualTo("1");
  }

  /** R37. */
  @Test
  void r37_twoAdminsReplayOneDeadLetterAndItRunsOnce() throws Exception {
    bury(1);
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService admins = Executors.newFixedThreadPool(2);
    try {
      List<Future<BulkOperation>> replays =
          java.util.stream.Stream.of("ann", "bob")
              .map(
                  admin ->
                      admins.submit(
                          () -> {
                            together.await(10, TimeUnit.SECONDS);
                            return letters.replay(
                                DeadLetterFilter.entries(List.of(1L)),
                                ReplayOptions.AS_IT_WAS,
                                admin);
                          }))
              .toList();
      BulkOperation first = replays.get(0).get(30, TimeUnit.SECONDS);
      BulkOperation second = replays.get(1).get(30, TimeUnit.SECONDS);
      assertThat(first.waiting() + second.waiting()).isEqualTo(1);
      assertThat(first.skipped() + second.skipped()).isEqualTo(1);
    } finally {
      admins.shutdownNow();
    }
    assertThat(letters.runOperations(100)).isEqualTo(1);
    assertThat(worker.claim(10)).hasSize(1);
    assertThat(
            database.ask(
                "SELECT string_agg(reason, ',' ORDER BY reason) FROM audit_log"
                    + " WHERE action = 'start_replay'"))
        .isEqualTo("ann,bob");
  }

  @Test
  void replayAskedForTwiceWithOneKeyIsOneOperation() {
    bury(2);
    ReplayOptions keyed = ReplayOptions.AS_IT_WAS.withRequestKey("click-1");
    assertThat(letters.replay(ALL, keyed, null).operationNo())
        .isEqualTo(letters.replay(ALL, keyed, null).operationNo());
    assertThat(letters.operations(10)).hasSize(1);
  }

  @Test
  void previewSaysWhatAReplayWouldTake() {
    bury(3);
    letters.replay(DeadLetterFilter.entries(List.of(1L)), ReplayOptions.AS_IT_WAS, null);
    letters.discard(DeadLetterFilter.entries(List.of(2L)), "no");
    ReplayPreview preview =
        letters.preview(
            DeadLetterFilter.UNRESOLVED.withStates(EnumSet.allOf(DeadLetterState.class)).all(),
            false);
    assertThat(preview.matching()).isEqualTo(3);
    assertThat(preview.eligible()).isEqualTo(1);
    assertThat(preview.pending()).isEqualTo(1);
    assertThat(preview.closed()).isEqualTo(1);
    assertThat(preview.engines()).containsExactly("local");
  }

  @Test
  void cancelledReplayJobLeavesTheEntryOpen() {
    bury(1);
    letters.replay(ALL, ReplayOptions.AS_IT_WAS, null);
    letters.runOperations(1);
    String job = letters.find(1).orElseThrow().replays().get(0).jobId();
    stores.jobs().cancel(List.of(job), false, "not now");
    assertThat(rows().get(0).state()).isEqualTo(DeadLetterState.OPEN);
    assertThat(rows().get(0).failures()).isEqualTo(1);
  }

  @Test
  void failedReplayThatIsRetriedByHandSettlesItsEntryToo() {
    bury(1);
    replayAndFail(ReplayOptions.AS_IT_WAS);
    String job = letters.find(1).orElseThrow().replays().get(0).jobId();
    stores.jobs().retry(List.of(job), null);
    assertThat(rows().get(0).state()).isEqualTo(DeadLetterState.PENDING);
    worker.complete(worker.claim(1));
    assertThat(rows()).isEmpty();
  }

  @Test
  void retryOfADeadJobDuringItsReplaySubmitsNoSecondReplay() {
    List<String> dead = bury(2);
    letters.replay(ALL, ReplayOptions.AS_IT_WAS, null);
    stores.jobs().retry(List.of(dead.get(0)), null);
    worker.complete(worker.claim(1));
    assertThat(letters.runOperations(100)).isEqualTo(2);
    assertThat(worker.claim(10)).hasSize(1);
    assertThat(letters.items(1, Set.of(State.SKIPPED), 0, 10))
        .extracting(BulkOperationItem::message)
        .containsExactly("It was settled meanwhile");
  }

  @Test
  void replayGoesOnInAnotherProcessWhenTheOneThatBeganItIsGone() {
    bury(3);
    long operation;
    try (PostgresStores client = PostgresStores.open(database.config(), () -> false)) {
      operation =
          client
              .deadLetters()
              .replay(ALL, ReplayOptions.AS_IT_WAS.withCanary(true), null)
              .operationNo();
      assertThat(client.deadLetters().runOperations(100)).isEqualTo(1);
    }
    worker.complete(worker.claim(10));
    assertThat(letters.runOperations(100)).isEqualTo(2);
    worker.complete(worker.claim(10));
    letters.runOperations(100);
    assertThat(letters.operation(operation).orElseThrow().state())
        .isEqualTo(BulkOperation.State.COMPLETED);
  }

  @Test
  void breakerThatIsTrippedStopsTheReplay() {
    bury(2);
    BulkOperation started = letters.replay(ALL, ReplayOptions.AS_IT_WAS, null);
    database.execute(
        "SELECT declare_engines("
            + worker.session().workerNo()
            + ", "
            + worker.session().epoch()
            + ", '[{\"engine\": \"local\", \"resource\": \"here\", \"job_types\": [\"etl\"]}]')");
    database.execute("SELECT trip_breaker('local@here', 'maintenance')");
    assertThat(letters.runOperations(100)).isZero();
    assertThat(letters.operation(started.operationNo()).orElseThrow().stateReason())
        .isEqualTo("The circuit breaker of local is open");
    assertThat(rows()).allMatch(row -> row.state() == DeadLetterState.OPEN);
  }

  @Test
  void entryStaysPendingWhileItsJobRunsAgainWhateverItsReplayDoes() {
    List<String> dead = bury(2);
    long operation = letters.replay(ALL, ReplayOptions.AS_IT_WAS, null).operationNo();
    letters.runOperations(1);
    ClaimedJob replay = worker.claim(1).get(0);
    stores.jobs().retry(dead, "by hand as well");
    worker.fail(replay, BROKE, null);
    letters.command(operation, Command.CANCEL, null);
    assertThat(rows()).allMatch(row -> row.state() == DeadLetterState.PENDING);
    worker.complete(worker.claim(10));
    assertThat(rows()).isEmpty();
  }

  @Test
  void operationIsCountedWithoutLookingAtItsItems() throws SQLException {
    bury(3);
    long operation = letters.replay(ALL, ReplayOptions.AS_IT_WAS, null).operationNo();
    letters.runOperations(2);
    List<ClaimedJob> running = worker.claim(2);
    worker.complete(running.get(0));
    worker.fail(running.get(1), BROKE, null);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT refresh_operation(" + operation + ", clock_timestamp())");
      assertThat(
              one(
                  statement,
                  "SELECT seq_scan + coalesce(idx_scan, 0) FROM pg_stat_xact_user_tables"
                      + " WHERE relname = 'bulk_operation_items'"))
          .isEqualTo("0");
      assertThat(
              one(
                  statement,
                  "SELECT concat_ws(' ', total, waiting, submitted, succeeded, failed, skipped)"
                      + " FROM bulk_operations"))
          .isEqualTo("3 1 0 1 1 0");
      connection.commit();
    }
    letters.runOperations(10);
    worker.complete(worker.claim(1));
    letters.runOperations(10);
    assertThat(letters.operation(operation).orElseThrow().isFinished()).isTrue();
    assertThat(database.ask("SELECT count(*) FROM bulk_operation_deltas")).isEqualTo("0");
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "no row";
    }
  }

  @Test
  void optionsThatCannotBeMeantAreRefused() {
    bury(1);
    assertThatThrownBy(() -> letters.replay(ALL, ReplayOptions.AS_IT_WAS.withPerSecond(-1.0), null))
        .hasMessageContaining("the rate is more than 0");
    assertThatThrownBy(
            () ->
                letters.replay(
                    DeadLetterFilter.entries(List.of(77L)), ReplayOptions.AS_IT_WAS, null))
        .hasMessageContaining("no dead letter matches");
  }

  private void replayAndFail(ReplayOptions options) {
    letters.replay(ALL, options, null);
    assertThat(letters.runOperations(100)).isEqualTo(1);
    assertThat(worker.fail(worker.claim(1).get(0), BROKE, null)).hasSize(1);
    letters.runOperations(100);
  }

  private int runAt(String later) {
    return Integer.parseInt(
        database.ask(
            "SELECT run_bulk_operations(100, (SELECT min(created_at) FROM bulk_operations) + "
                + "interval '"
                + later
                + "')"));
  }

  private List<DeadLetterRow> rows() {
    return letters.page(DeadLetterFilter.UNRESOLVED, 0, 100).rows();
  }

  private List<String> bury(int count) {
    List<String> ids =
        java.util.stream.IntStream.range(0, count)
            .mapToObj(i -> JobSubmission.of("load " + i, "etl", payload(i)))
            .map(job -> stores.jobs().submit(List.of(job)).get(0))
            .toList();
    worker.claim(count).forEach(job -> worker.fail(job, BROKE, null));
    assertThat(rows()).hasSize(count);
    return ids;
  }

  private static ObjectNode payload(int day) {
    return JsonNodeFactory.instance.objectNode().put("day", day);
  }
}
