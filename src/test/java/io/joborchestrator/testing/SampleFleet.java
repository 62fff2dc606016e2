package io.joborchestrator.testing;

import static io.joborchestrator.testing.JobRowBuilder.NOW;
import static io.joborchestrator.testing.JobRowBuilder.aJob;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.worker.ExecutorFacts;
import io.joborchestrator.domain.worker.WorkerRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A team's day: jobs in every state and workers of every kind, for pages and screenshots. */
public final class SampleFleet {
  private SampleFleet() {}

  /** Newest last; numbers from 1. */
  public static List<JobRow> jobs() {
    List<JobRowBuilder> jobs =
        List.of(
            ended("price_history_merge", JobStatus.COMPLETED, 97, 31_000_000, 640, "spark"),
            ended("store_geo_enrich", JobStatus.COMPLETED, 0.31, 1_200, 600, "local"),
            ended("dq_daily_customers", JobStatus.COMPLETED, 64, 0, 520, "local"),
            aJob("finance_close_export")
                .in(JobStatus.PENDING)
                .submitted(Duration.ofSeconds(460))
                .because("Waits for ledger_reconcile"),
            ended("adhoc_margin_by_store", JobStatus.CANCELLED, 9.4, 1_100_000, 400, "local")
                .type("data_processing")
                .because("By a.lindqvist"),
            ended("sensor_downsample_1m", JobStatus.TIMEOUT, 60, 31_000_000, 350, "local")
                .because("Limit of 60 s reached"),
            ended("pos_sales_ingest_eu", JobStatus.COMPLETED, 161, 128_000_000, 300, "spark"),
            aJob("marketing_attribution")
                .in(JobStatus.PAUSED)
                .type("data_processing")
                .submitted(Duration.ofSeconds(280))
                .because("Paused by a.lindqvist"),
            running("customer_churn_train", 52, 211, 4_400_000, "spark"),
            running("orders_daily_rollup", 74, 116, 71_400_000, "spark")
                .recordsTotal(96_200_000)
                .priority(JobPriority.HIGH)
                .tags("nightly", "finance"),
            ended("ledger_reconcile_q4", JobStatus.FAILED, 72, 9_020_000, 160, "spark")
                .because("Data: decimal comma"),
            ended("invoice_lines_dedupe", JobStatus.COMPLETED, 1.2, 612_000, 100, "local")
                .type("data_processing"),
            ended("returns_fraud_score", JobStatus.COMPLETED, 48, 840_000, 96, "spark"),
            aJob("supplier_catalog_sync")
                .in(JobStatus.RETRYING)
                .engine("local")
                .on("etl-fra-02")
                .submitted(Duration.ofSeconds(70))
                .because("Try 3 of 4 at 14:32:31"),
            ended("inventory_snapshot", JobStatus.COMPLETED, 3.8, 2_310_000, 53, "local"),
            running("clickstream_sessionize", 12, 38, 18_900_000, "spark"),
            running("fx_rates_refresh", 38, 4, 0, "local").type("script"),
            aJob("gdpr_erasure_batch")
                .type("data_processing")
                .engine("local")
                .submitted(Duration.ofSeconds(16))
                .because("Waits for a slot"),
            aJob("web_logs_compact")
                .engine("spark")
                .submitted(Duration.ofSeconds(9))
                .because("Spark full, 2nd of 7"));
    List<JobRow> rows = new ArrayList<>();
    for (int i = 0; i < jobs.size(); i++) {
      rows.add(jobs.get(i).build(i + 1L));
    }
    return rows;
  }

  private static JobRowBuilder ended(
      String name, JobStatus how, double seconds, long records, long ago, String engine) {
    return aJob(name)
        .submitted(Duration.ofSeconds(ago))
        .ended(how, Duration.ofMillis((long) (seconds * 1000)))
        .records(records)
        .engine(engine)
        .on("etl-fra-01");
  }

  private static JobRowBuilder running(
      String name, double percent, long seconds, long records, String engine) {
    return aJob(name)
        .submitted(Duration.ofSeconds(seconds + 3))
        .running(percent, Duration.ofSeconds(seconds))
        .records(records)
        .engine(engine)
        .on("etl-fra-03");
  }

  /** A detail that fits a row: no result, no log, one attempt if it ever started. */
  public static JobDetail detail(JobRow row) {
    return new JobDetail(
        row,
        JsonNodeFactory.instance.objectNode(),
        null,
        null,
        row.startedAt() == null ? row.reason() : null,
        null,
        null,
        null,
        "default",
        3,
        null,
        List.of(),
        List.of(),
        null,
        row.status() == JobStatus.RUNNING ? 612_000.0 : null,
        null,
        null,
        null,
        List.of(),
        List.of());
  }

  /** Of every kind and state. */
  public static List<WorkerRow> workers() {
    return List.of(
        worker("etl-fra-01", "worker", "busy", 0.8, 3L, 16, 12, 61.0, 48.0),
        worker("etl-fra-02", "worker", "busy", 1.1, -1L, 16, 15, 88.0, 71.0),
        worker("etl-fra-04", "worker", "draining", 0.9, 0L, 16, 2, 12.0, 30.0),
        worker("gpu-fra-01", "worker", "busy", 0.7, 5L, 2, 2, 97.0, 83.0),
        worker("etl-fra-05", "worker", "lost", 94, null, 16, 0, null, null),
        worker("legacy-ora-02", "traditional", "paused", 2.2, 38L, 4, 0, 3.0, 22.0),
        executor("w-etl-fra-01", "etl-fra-01", 10, "busy", 4, null),
        executor("w-etl-fra-01", "etl-fra-01", 9, "online", 1, null),
        executor("w-etl-fra-01", "etl-fra-01", 2, "lost", 0, "Command exited with code 137"),
        worker("ws-muc-114", "console", "online", 0.3, 1L, 4, 2, 18.0, 41.0),
        worker("ws-ber-007", "console", "online", 1.4, 4_200L, 4, 0, 9.0, 35.0),
        worker("ws-muc-098", "console", "offline", 2_460, null, 4, 0, null, null));
  }

  private static WorkerRow executor(
      String process, String name, int id, String status, int active, @Nullable String loss) {
    return new WorkerRow(
        process + "/app-20261123-0000/" + id,
        "Executor " + id,
        "spark_executor",
        status,
        "node-" + id + ".example",
        "4.1.0",
        NOW.minusSeconds(1),
        Duration.ofSeconds(1),
        null,
        4,
        active,
        null,
        37.0,
        List.of(),
        "m.keller",
        new ExecutorFacts(
            name, "app-20261123-0000", "" + id, 2L << 30, 118, 3, NOW.minusSeconds(600), loss));
  }

  private static WorkerRow worker(
      String name,
      String kind,
      String status,
      double ageSeconds,
      @Nullable Long skewMillis,
      int slots,
      int running,
      @Nullable Double cpu,
      @Nullable Double memory) {
    Duration age = Duration.ofMillis((long) (ageSeconds * 1000));
    return new WorkerRow(
        "w-" + name,
        name,
        kind,
        status,
        name + ".example",
        "0.1.0",
        NOW.minus(age),
        age,
        skewMillis == null ? null : Duration.ofMillis(skewMillis),
        slots,
        running,
        cpu,
        memory,
        List.of("etl", "script"),
        "m.keller");
  }
}
