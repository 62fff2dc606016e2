package io.joborchestrator.console.deadletters;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.testing.FakeDeadLetters;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Dead letters as a day of a warehouse leaves them. */
public final class DeadLettersSample {
  static final Instant NOW = JobRowBuilder.NOW;
  static final long REPLAY = 88;
  private static final String STACK =
      """
      com.jcraft.jsch.JSchException: Auth fail for methods 'publickey'
      \tat com.jcraft.jsch.Session.connect(Session.java:519)
      \tat io.joborchestrator.pipeline.read.SftpSource.open(SftpSource.java:88)
      \tat io.joborchestrator.pipeline.read.SftpSource.list(SftpSource.java:61)
      \tat java.base/java.util.concurrent.FutureTask.run(FutureTask.java:264)
      \tat java.base/java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1136)
      \tat java.base/java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:635)
      \tat java.base/java.lang.Thread.run(Thread.java:842)
      Caused by: java.io.IOException: key sftp-partner-2024 was removed on the server
      \tat com.jcraft.jsch.Session.write(Session.java:900)
      \t... 9 more
      """;

  private final FakeOrchestrator orchestrator = FakeOrchestrator.busy();
  private final FakeDeadLetters dead = orchestrator.deadLetters();
  private long next = 1;

  private DeadLettersSample() {}

  /** Six groups, one that healed, some that are parked or discarded. */
  public static FakeOrchestrator typical() {
    return new DeadLettersSample().fill();
  }

  /** As {@link #typical}, with a replay in the middle of its work. */
  static FakeOrchestrator replaying() {
    DeadLettersSample sample = new DeadLettersSample();
    sample.fill();
    sample.replay(BulkOperation.State.RUNNING, null);
    return sample.orchestrator;
  }

  /** Many groups with many entries. */
  public static FakeOrchestrator full() {
    DeadLettersSample sample = new DeadLettersSample();
    sample.fill();
    for (int group = 20; group < 60; group++) {
      sample.group(
          group,
          "Row <n> of <path> has " + group + " columns, the header has more than that, and so on",
          "BAD_ROWS",
          DeadLetterReason.NON_RETRYABLE,
          "etl",
          group % 2 == 0 ? "spark" : "local",
          60);
    }
    return sample.orchestrator;
  }

  private FakeOrchestrator fill() {
    group(
        1,
        "SFTP login refused by <host>",
        "ENGINE_AUTH_REFUSED",
        DeadLetterReason.RETRIES_EXHAUSTED,
        "etl",
        "local",
        412);
    group(
        2,
        "Decimal with comma in column amount",
        "VALUE_ERROR",
        DeadLetterReason.NON_RETRYABLE,
        "etl",
        "spark",
        38);
    group(
        3,
        "Executor lost while shuffling stage <n>",
        "ENGINE_FAILED",
        DeadLetterReason.WORKER_CRASH,
        "ml_training",
        "spark",
        27);
    group(
        4,
        "HTTP 503 from <url>",
        "PROGRAM_FAILED",
        DeadLetterReason.RETRIES_EXHAUSTED,
        "script",
        "local",
        18);
    group(
        5,
        "Column region not found",
        "UNKNOWN_COLUMN",
        DeadLetterReason.NON_RETRYABLE,
        "analytics",
        "local",
        9);
    group(
        6,
        "The run took longer than 30 m",
        "TIME_LIMIT",
        DeadLetterReason.TIMEOUT,
        "analytics",
        "spark",
        8);
    settled(7, "Disk full on <host>", DeadLetterState.RECOVERED, 64);
    settled(8, "Name or service not known", DeadLetterState.PARKED, 5);
    settled(9, "Old files", DeadLetterState.DISCARDED, 31);
    return orchestrator;
  }

  private void group(
      int no,
      String message,
      String code,
      DeadLetterReason reason,
      String type,
      String engine,
      int entries) {
    describe(no, message, code, reason, type, engine);
    String[] names = {"partner_feed_import", "partner_price_pull", "partner_stock_pull"};
    for (int i = 0; i < entries; i++) {
      int replays = no == 1 && i == 0 ? 1 : 0;
      dead.add(
          row(
              next++,
              no,
              names[i % names.length],
              message.replace("<host>", "sftp.partner-nord.example"),
              code,
              reason,
              type,
              engine,
              DeadLetterState.OPEN,
              replays,
              NOW.minusSeconds(263L + i * 41L + no * 900L)));
    }
    if (no == 1) {
      dead.setDetail(detail());
    }
  }

  private void settled(int no, String message, DeadLetterState state, int entries) {
    describe(no, message, "DISK_FULL", DeadLetterReason.RETRIES_EXHAUSTED, "etl", "local");
    for (int i = 0; i < entries; i++) {
      dead.add(
          row(
              next++,
              no,
              "orders_daily",
              message,
              "DISK_FULL",
              state == DeadLetterState.PARKED
                  ? DeadLetterReason.LOOP_GUARD
                  : DeadLetterReason.RETRIES_EXHAUSTED,
              "etl",
              "local",
              state,
              state == DeadLetterState.PARKED ? 3 : 0,
              NOW.minusSeconds(8_000L + i * 60L)));
    }
  }

  private void describe(
      int no, String message, String code, DeadLetterReason reason, String type, String engine) {
    List<Integer> trend = new ArrayList<>(Collections.nCopies(24, 0));
    for (int hour = 8; hour < 24; hour++) {
      trend.set(hour, Math.max(0, (hour - 8) * (no % 3 + 1) - (hour % 4) * 2));
    }
    dead.describe(
        new DeadLetterGroup(
            no,
            "s" + no,
            message,
            code,
            Set.of(reason),
            type,
            engine,
            0,
            0,
            0,
            0,
            0,
            NOW,
            NOW,
            trend));
  }

  static DeadLetterRow row(
      long entry,
      int group,
      String name,
      String message,
      String code,
      DeadLetterReason reason,
      String type,
      String engine,
      DeadLetterState state,
      int replays,
      Instant failedAt) {
    return new DeadLetterRow(
        entry,
        String.format("019ab0d4-7c1e-7f3a-9b52-%012x", 0x6d1ec2f4000L + entry * 7919),
        name,
        type,
        "default",
        "m.keller",
        List.of("nightly"),
        engine,
        group,
        state,
        reason,
        code,
        ErrorType.ENGINE,
        message,
        3,
        0,
        0,
        1 + replays,
        replays,
        failedAt.minusSeconds(3_600),
        failedAt,
        null,
        entry % 5 == 0 ? "a.lindqvist" : null,
        failedAt,
        null,
        null);
  }

  private DeadLetterDetail detail() {
    DeadLetterRow row =
        dead.page(io.joborchestrator.domain.deadletter.DeadLetterFilter.ofGroup(1), 0, 1)
            .rows()
            .get(0);
    ObjectNode payload = JsonNodeFactory.instance.objectNode();
    payload.put("script", "/opt/feeds/pull.sh").put("timeout", "30 m");
    payload
        .putArray("args")
        .add("--host")
        .add("sftp.partner-nord.example")
        .add("--day")
        .add("2026-11-22");
    JobError error =
        new JobError(
            "ENGINE_AUTH_REFUSED",
            ErrorType.ENGINE,
            "SFTP login refused by sftp.partner-nord.example",
            STACK);
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      Instant start = row.failedAt().minusSeconds(200 - i * 40L);
      attempts.add(
          new Attempt(
              i,
              "etl-fra-0" + (i % 2 + 1),
              "local",
              null,
              start,
              start.plusMillis(1_100),
              "failed",
              new JobError(
                  "ENGINE_AUTH_REFUSED", ErrorType.ENGINE, "Auth fail for methods publickey", null),
              0));
    }
    return new DeadLetterDetail(
        row,
        error,
        payload,
        null,
        null,
        "network_error",
        attempts,
        List.of(
            new DeadLetterDetail.Replay(
                71,
                BulkOperationItem.State.FAILED,
                "019ab0d4-7c1e-7f3a-9b52-00000000aa71",
                null,
                null,
                null,
                "SFTP login refused by sftp.partner-nord.example",
                "m.keller",
                row.failedAt())),
        List.of(
            new DeadLetterDetail.Comment(
                NOW.minusSeconds(900),
                "a.lindqvist",
                "The partner changes keys today, OPS-3318.")));
  }

  private void replay(BulkOperation.State state, @Nullable Instant finished) {
    List<DeadLetterRow> rows =
        dead.page(io.joborchestrator.domain.deadletter.DeadLetterFilter.ofGroup(1), 0, 500).rows();
    List<BulkOperationItem> items = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      DeadLetterRow row = rows.get(rows.size() - 1 - i);
      BulkOperationItem.State result =
          i >= 157
              ? BulkOperationItem.State.WAITING
              : i >= 155
                  ? BulkOperationItem.State.SUBMITTED
                  : i == 20 || i == 90
                      ? BulkOperationItem.State.FAILED
                      : BulkOperationItem.State.SUCCEEDED;
      items.add(
          new BulkOperationItem(
              i + 1,
              row.entryNo(),
              row.jobId(),
              row.jobName(),
              result,
              result == BulkOperationItem.State.WAITING
                  ? null
                  : row.jobId().replace("019a", "019b"),
              result == BulkOperationItem.State.FAILED ? "Connection reset by peer" : null,
              NOW.minusSeconds(200)));
      if (result == BulkOperationItem.State.WAITING
          || result == BulkOperationItem.State.SUBMITTED) {
        dead.add(
            new DeadLetterRow(
                row.entryNo(),
                row.jobId(),
                row.jobName(),
                row.jobType(),
                row.queue(),
                row.owner(),
                row.tags(),
                row.engine(),
                row.groupNo(),
                DeadLetterState.PENDING,
                row.reason(),
                row.errorCode(),
                row.errorType(),
                row.errorMessage(),
                row.retryCount(),
                row.crashCount(),
                row.manualRetries(),
                row.failures(),
                row.replays(),
                row.firstFailedAt(),
                row.failedAt(),
                REPLAY,
                row.assignee(),
                NOW,
                "m.keller",
                "New key is on the server"));
      }
    }
    dead.setOperation(
        new BulkOperation(
            REPLAY,
            BulkOperation.Kind.REPLAY,
            state,
            JsonNodeFactory.instance.objectNode(),
            ReplayOptions.AS_IT_WAS.withCanary(true).withPerSecond(1.0).withStopAfter(5),
            "New key sftp-partner-2026 is on the server, OPS-3318",
            "m.keller",
            NOW.minusSeconds(180),
            null,
            NOW.minusSeconds(180),
            null,
            412,
            255,
            2,
            153,
            2,
            0,
            finished),
        items);
  }
}
