package io.joborchestrator.console.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobEvent;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.domain.job.RoutingDecision.Candidate;
import io.joborchestrator.domain.job.RoutingDecision.Reason;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A team's day with everything a detail can show. */
final class JobsSample {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JobsSample() {}

  static FakeOrchestrator fleet() {
    FakeOrchestrator fake = FakeOrchestrator.busy();
    running(fake);
    failed(fake);
    completed(fake);
    return fake;
  }

  static JobRow row(FakeOrchestrator fake, String name) {
    return fake.jobs().list(JobFilter.ALL, 1000).stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Opens the detail of the job with this name. */
  static void open(JobsFixture fixture, String name) {
    JobRow row = row(fixture.orchestrator, name);
    fixture.viewModel().setCurrent(row);
    fixture.viewModel().openDetail();
  }

  private static void running(FakeOrchestrator fake) {
    JobRow row = row(fake, "orders_daily_rollup");
    Instant started = JobRowBuilder.NOW.minusSeconds(116);
    JobError lost =
        new JobError(
            "WORKER_LOST", ErrorType.SYSTEM, "Executor lost on spark-exec-17 after 42 s", null);
    List<Attempt> attempts =
        List.of(
            new Attempt(
                1,
                "etl-fra-01",
                "spark",
                "app-20261123-0007",
                started.plusMillis(700),
                started.plusSeconds(42),
                "lost",
                lost,
                31_000_000),
            new Attempt(
                2,
                "etl-fra-03",
                "spark",
                "app-20261123-0007",
                started.plusSeconds(45),
                null,
                "running",
                null,
                71_400_000));
    fake.jobs().setDetail(detail(withEpoch(row, 2), null, null, attempts, 612_000.0));
    fake.jobs().setEvents(row.jobId(), events(row));
    fake.jobs().setLog(row.jobId(), log(2_114));
  }

  private static void failed(FakeOrchestrator fake) {
    JobRow row = row(fake, "ledger_reconcile_q4");
    JobError error =
        new JobError(
            "VALUE_ERROR",
            ErrorType.DATA,
            "Column amount has a decimal comma in line 9,020,733 of part-0071.csv",
            "VALUE_ERROR column amount, line 9,020,733: '1.204,50'\n  expected decimal(18,2) with point, found comma");
    List<Attempt> attempts =
        List.of(
            new Attempt(
                1,
                "etl-fra-01",
                "spark",
                "app-20261123-0009",
                JobRowBuilder.NOW.minusSeconds(159),
                JobRowBuilder.NOW.minusSeconds(87),
                "failed",
                error,
                9_020_000));
    fake.jobs().setDetail(detail(row, null, error, attempts, null));
    fake.jobs().setLog(row.jobId(), log(2_114));
    fake.jobs().setEvents(row.jobId(), events(row));
  }

  private static void completed(FakeOrchestrator fake) {
    JobRow row = row(fake, "pos_sales_ingest_eu");
    List<Attempt> attempts =
        List.of(
            new Attempt(
                1,
                "etl-fra-01",
                "spark",
                null,
                JobRowBuilder.NOW.minusSeconds(299),
                JobRowBuilder.NOW.minusSeconds(138),
                "completed",
                null,
                128_000_000));
    fake.jobs().setDetail(detail(row, RESULT, null, attempts, null));
    fake.jobs().setLog(row.jobId(), log(40));
    fake.jobs().setEvents(row.jobId(), events(row));
  }

  private static final String RESULT =
      """
      {"outputs":[{"path":"/lake/marts/pos_sales/part-0.parquet","format":"parquet","bytes":1717986918,"rows":128000000},
                  {"path":"/lake/marts/pos_sales/_rejected.csv","format":"csv","bytes":41231,"rows":312}],
       "rowsRead":128000312,"rowsWritten":128000000,"badRows":312,"engineMillis":158200,
       "columns":[{"name":"order_id","type":"bigint"},{"name":"country","type":"string"},{"name":"order_day","type":"date"},{"name":"amount","type":"decimal(18,2)"}],
       "firstRows":[["1001","DE","2026-11-22","19.90"],["1002","FR","2026-11-22","204.00"],["1003",null,"2026-11-22","7.45"],["1004","ÉÜ","2026-11-22","1204.50"]]}
      """;

  private static final String CONFIG =
      """
      {"input":{"path":"/lake/orders/2026-11-22/*.parquet","format":"parquet"},
       "steps":[{"filter":"status <> 'void'"},{"derive":{"net":"amount / 1.19"}},{"groupBy":{"keys":["country","order_day"],"aggregates":{"revenue":"sum(net)"}}}],
       "output":{"path":"/lake/marts/orders_daily","format":"parquet","whenExists":"replace"}}
      """;

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JobDetail detail(
      JobRow row,
      @Nullable String result,
      @Nullable JobError error,
      List<Attempt> attempts,
      @Nullable Double rate) {
    RoutingDecision routing =
        new RoutingDecision(
            "spark",
            List.of(
                new Candidate(
                    "spark",
                    true,
                    true,
                    List.of(
                        new Reason("for", "Input is 38.4 GB, above the local limit of 4 GB"),
                        new Reason("for", "Spark is healthy, 23 of 24 executors"))),
                new Candidate(
                    "local",
                    true,
                    false,
                    List.of(
                        new Reason(
                            "neutral", "could run it as well, about 19 m by its history")))));
    List<Duration> lastRuns =
        IntStream.range(0, 19).mapToObj(i -> Duration.ofSeconds(150 + (i * 37 % 23))).toList();
    return new JobDetail(
        row,
        json(CONFIG),
        result == null ? null : json(result),
        routing,
        null,
        error,
        null,
        Duration.ofMinutes(30),
        "network_error",
        3,
        null,
        List.of(),
        List.of(),
        "Stage 3 of 5",
        rate,
        null,
        null,
        null,
        attempts,
        lastRuns);
  }

  private static JobRow withEpoch(JobRow row, int epoch) {
    return new JobRow(
        row.no(),
        row.jobId(),
        row.name(),
        row.type(),
        row.status(),
        row.priority(),
        row.queue(),
        row.engine(),
        row.owner(),
        row.submittedAt(),
        row.runAt(),
        row.startedAt(),
        row.finishedAt(),
        row.percent(),
        row.recordsProcessed(),
        row.recordsTotal(),
        row.ran(),
        epoch,
        epoch - 1,
        row.cancelRequested(),
        row.reason(),
        row.worker(),
        row.tags(),
        row.updatedAt());
  }

  private static List<JobEvent> events(JobRow row) {
    ObjectNode none = JSON.createObjectNode();
    Instant at = row.submittedAt();
    return List.of(
        new JobEvent(at, "submitted", 0, "m.keller", null, none),
        new JobEvent(
            at.plusMillis(20),
            "routed",
            0,
            "etl-fra-01",
            "Input is 38.4 GB, above the local limit of 4 GB",
            none),
        new JobEvent(at.plusSeconds(3), "started", 1, "etl-fra-01", null, none),
        new JobEvent(
            at.plusSeconds(45), "worker_lost", 1, "etl-fra-03", "No heartbeat for 12 s", none),
        new JobEvent(at.plusSeconds(48), "started", 2, "etl-fra-03", null, none));
  }

  static List<LogLine> log(int lines) {
    List<LogLine> log = new ArrayList<>();
    Instant at = JobRowBuilder.NOW.minusSeconds(160);
    for (int i = 1; i <= lines; i++) {
      String level = i % 67 == 0 ? "warn" : i == lines - 12 ? "error" : "info";
      String text =
          switch (level) {
            case "warn" -> "Line " + (9_020_000 + i) + ": 19 columns, header has 18";
            case "error" -> "VALUE_ERROR column amount, line 9,020,733: '1.204,50'";
            default -> "Task " + i + "/384 finished, 1,204,118 rows in 2.1 s";
          };
      log.add(new LogLine(1, i, at.plusMillis(i * 34L), level, text));
    }
    return log;
  }
}
