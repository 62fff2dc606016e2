package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What it costs to count a hundred thousand attempts, and to look again when there are none. */
@Tag("slow")
class StatisticsCostTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void aHundredThousandAttemptsAreCountedInSecondsAndAnIdleLookCostsNothing() {
    database.execute(
        """
        SET orchestrator.writer = 'hot';
        INSERT INTO jobs (job_name, job_type, status, lane_id, epoch, created_at, finished_at, result)
        SELECT 'job', 'etl', 'completed', 0, 1, now() - interval '1 hour', now(), '{"outputs": [{"bytes": 9}]}'
        FROM generate_series(1, 100000);
        INSERT INTO job_attempts (no, epoch, engine, started_at, ended_at, outcome, records)
        SELECT no, 1, CASE no % 3 WHEN 0 THEN 'spark' ELSE 'local' END,
               now() - interval '1 hour' + no * interval '20 ms',
               now() - interval '1 hour' + no * interval '20 ms' + (no % 977) * interval '3 ms',
               'completed', 10
        FROM jobs;
        ANALYZE jobs, job_attempts
        """);
    long start = System.nanoTime();
    int calls = 0;
    int counted = 0;
    int last;
    do {
      last = Integer.parseInt(database.ask("SELECT collect_statistics(20000)"));
      counted += last;
      calls++;
    } while (last >= 20000);
    Duration counting = Duration.ofNanos(System.nanoTime() - start);
    assertThat(counted).isEqualTo(100_000);
    assertThat(
            database.ask(
                "SELECT sum(completed) || ' ' || sum(bytes) FROM engine_statistics WHERE seconds = 3600"))
        .isEqualTo("100000 900000");

    database.ask("SELECT brin_summarize_new_values('job_attempts_ended_idx')");
    start = System.nanoTime();
    assertThat(database.ask("SELECT collect_statistics(20000)")).isEqualTo("0");
    Duration idle = Duration.ofNanos(System.nanoTime() - start);
    System.out.println(
        "100,000 attempts in "
            + calls
            + " calls: "
            + counting.toMillis()
            + " ms; none: "
            + idle.toMillis()
            + " ms");
    assertThat(counting).isLessThan(Duration.ofSeconds(30));
    assertThat(idle).isLessThan(Duration.ofSeconds(1));
  }
}
