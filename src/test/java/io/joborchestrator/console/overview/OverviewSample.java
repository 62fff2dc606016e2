package io.joborchestrator.console.overview;

import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.SampleStatistics;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A busy fleet with a history and some failures. */
final class OverviewSample {
  private OverviewSample() {}

  static FakeOrchestrator busy() {
    FakeOrchestrator fake = FakeOrchestrator.busy();
    fake.statistics().set(SampleStatistics::busy);
    fake.deadLetters()
        .add(
            entry(
                1,
                "ledger_reconcile_q4",
                "spark",
                ErrorType.DATA,
                "Column amount has a decimal comma, line 9,020,733",
                58));
    fake.deadLetters()
        .add(
            entry(
                2,
                "sensor_downsample_1m",
                "local",
                ErrorType.ENGINE,
                "The time limit of 60 s was reached at 83 %",
                240));
    fake.deadLetters()
        .add(
            entry(
                3,
                "partner_feed_import_of_the_whole_northern_region_with_a_long_name",
                "local",
                ErrorType.SYSTEM,
                "SFTP login refused by sftp.partner-nord.example after three attempts with the key"
                    + " that was replaced last week; ask the partner for the new fingerprint\nat X",
                7200));
    fake.deadLetters().add(entry(4, "dq_orders_freshness", null, null, null, 90_000));
    return fake;
  }

  private static DeadLetterRow entry(
      long no,
      String name,
      @Nullable String engine,
      @Nullable ErrorType type,
      @Nullable String message,
      long secondsAgo) {
    Instant at = JobRowBuilder.NOW.minusSeconds(secondsAgo);
    return new DeadLetterRow(
        no,
        JobRowBuilder.idOf(900 + no),
        name,
        "etl",
        "default",
        "ada",
        List.of(),
        engine,
        1,
        DeadLetterState.OPEN,
        no == 2 ? DeadLetterReason.TIMEOUT : DeadLetterReason.NON_RETRYABLE,
        "X",
        type,
        message,
        0,
        0,
        0,
        1,
        0,
        at,
        at,
        null,
        null,
        at,
        null,
        null);
  }
}
