package io.joborchestrator.testing;

import static io.joborchestrator.testing.JobRowBuilder.aJob;

import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.engine.EngineHealth;
import java.time.Duration;
import java.util.List;

/** Far too much of everything: long names in several scripts, large numbers, many rows. */
public final class CrowdedFleet {
  private static final int JOBS = 600;
  private static final int WORKERS = 80;
  private static final List<String> NAMES =
      List.of(
          "reconcile_general_ledger_against_subledgers_of_all_legal_entities_and_closing_periods",
          "Übergrößenträger Größenänderungsmaßnahmenverwaltungsschnittstelle für Österreich",
          "注文データの日次集計と在庫引当の再計算および請求書の発行処理",
          "תזרים מזומנים יומי לפי סניף",
          "a",
          "job with  two  blanks\tand a tab");

  private CrowdedFleet() {}

  /** Adds it all to what is there. */
  public static FakeOrchestrator fill(FakeOrchestrator fake) {
    JobStatus[] states = JobStatus.values();
    for (int i = 0; i < JOBS; i++) {
      fake.job(job(i, states[i % states.length]));
    }
    for (int i = 0; i < WORKERS; i++) {
      fake.worker(worker(i));
    }
    fake.engine(
        "spark",
        EngineHealth.State.UNAVAILABLE,
        "spark://spark-master-01.warehouse-eu.internal.example.com:7077 does not answer: connection"
            + " refused after 3 tries in 30 s; the master may be restarting, or a firewall stands"
            + " between. Jobs wait until it answers.",
        64,
        64);
    return fake;
  }

  private static io.joborchestrator.domain.job.JobRow job(int i, JobStatus status) {
    JobRowBuilder job =
        aJob(NAMES.get(i % NAMES.size()) + "_" + i)
            .type(i % 2 == 0 ? "data_processing" : "com.example.handlers.NightlyHandler")
            .owner("maximiliane.von-und-zu-hohenlohe@warehouse-eu.example.com")
            .priority(JobPriority.values()[i % JobPriority.values().length])
            .engine(i % 3 == 0 ? "local" : "spark")
            .tags("nightly", "finance", "quarter-end-closing", "priority-customers", "audit")
            .on("etl-worker-number-" + i + ".rack-17.fra.warehouse-eu.internal.example.com")
            .submitted(Duration.ofDays(400).minusMinutes(i))
            .records(9_223_372_036_854L * (i + 1))
            .because(
                "Needs pool gpu-a100-80gb: its 2 workers are full; 1,862 jobs of a higher"
                    + " priority are before it in the queue");
    if (status == JobStatus.RUNNING) {
      return job.recordsTotal(Long.MAX_VALUE).running(0.999, Duration.ofDays(34)).build(10_000 + i);
    }
    return status.isTerminal()
        ? job.ended(status, Duration.ofDays(12)).build(10_000 + i)
        : job.in(status).build(10_000 + i);
  }

  private static WorkerRow worker(int i) {
    return new WorkerRow(
        "w-crowd-" + i,
        "etl-worker-number-" + i + ".rack-17.fra.warehouse-eu.internal.example.com",
        i % 5 == 0 ? "console" : "worker",
        i % 7 == 0 ? "lost" : "busy",
        "etl-worker-number-" + i + ".rack-17.fra.warehouse-eu.internal.example.com",
        "10.12.104-SNAPSHOT",
        JobRowBuilder.NOW.minusSeconds(i * 700L),
        Duration.ofSeconds(i * 700L),
        Duration.ofSeconds(i * 91L),
        1_024,
        1_000 + i,
        100.0,
        99.9,
        List.of("etl", "script", "data_processing", "analytics", "ml_training", "gpu-a100-80gb"),
        "maximiliane.von-und-zu-hohenlohe@warehouse-eu.example.com");
  }
}
