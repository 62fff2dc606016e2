package io.joborchestrator.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.fault.FaultEngine;
import io.joborchestrator.testing.fault.FaultWorker.Timing;
import io.joborchestrator.testing.fault.FaultWorkerProcess;
import io.joborchestrator.testing.fault.FaultWorkerProcess.Order;
import io.joborchestrator.testing.fault.Fleet;
import io.joborchestrator.testing.fault.InvariantReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker dies with a thousand jobs in its hands; another one stands by; default settings. */
@Tag("slow")
class ThousandRunningTest {
  private static final int JOBS = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** When what happened to the jobs, for whoever wants it faster. */
  private static final String PHASES =
      """
      SELECT format('given back %s to %s, started %s to %s, completed %s to %s',
          round(min(s) FILTER (WHERE k = 'back'), 2), round(max(s) FILTER (WHERE k = 'back'), 2),
          round(min(s) FILTER (WHERE k = 'start'), 2), round(max(s) FILTER (WHERE k = 'start'), 2),
          round(min(s) FILTER (WHERE k = 'end'), 2), round(max(s) FILTER (WHERE k = 'end'), 2))
      FROM (SELECT k, extract(epoch FROM at - (SELECT last_heartbeat FROM worker_leases
                                               WHERE state = 'lost')) AS s
            FROM (SELECT 'back' AS k, ended_at AS at FROM job_attempts WHERE outcome = 'lost'
                  UNION ALL SELECT 'start', started_at FROM job_attempts WHERE outcome <> 'lost'
                  UNION ALL SELECT 'end', ended_at FROM job_attempts WHERE outcome <> 'lost') a) b
      """;

  @RegisterExtension final TestDatabase database = new TestDatabase();
  @TempDir Path folder;

  @Test
  void r01_aThousandRunningJobsOfAWorkerKilledOnThisMachineAreExecutedWithinFiveSeconds()
      throws Exception {
    assertThat(killed(order("first"))).isLessThanOrEqualTo(5);
  }

  /** Its death is noticed by its silence alone. */
  @Test
  void r01_aThousandRunningJobsOfAWorkerKilledElsewhereAreAllExecutedWithinTenSeconds()
      throws Exception {
    assertThat(killed(order("first").elsewhere())).isLessThanOrEqualTo(10);
  }

  /** Seconds from the kill to the end of the last job. */
  private double killed(Order order) throws Exception {
    try (Fleet fleet = new Fleet(database.config(), folder)) {
      FaultWorkerProcess first = fleet.process(order);
      fleet.awaitAlive(1, LIMIT);
      fleet.submit(jobs());
      fleet.awaitLeased(JOBS, LIMIT);
      FaultWorkerProcess second = fleet.process(order("second"));
      fleet.awaitAlive(2, LIMIT);
      assertThat(fleet.count("SELECT count(*) FROM job_runs WHERE epoch = 1")).isEqualTo(JOBS);

      first.kill();
      long killed = System.nanoTime();
      Await.until("moved", LIMIT, () -> fleet.count("SELECT count(*) FROM job_attempts") > 0);
      double noticed = seconds(killed);
      fleet.await(
          "all executed", LIMIT, "SELECT count(*) FROM jobs WHERE status = 'completed'", JOBS);
      double took = seconds(killed);
      InvariantReport report = fleet.finish("1,000 running jobs, worker killed");
      System.out.printf(
          "kill -9 %s with %d jobs running: noticed after %.1f s, all executed after %.1f s%n",
          order.host(), JOBS, noticed, took);
      System.out.println("  seconds after the last heartbeat: " + fleet.ask(PHASES));
      assertThat(report.crashed()).isEqualTo(JOBS);
      assertThat(second.isAlive()).isFalse();
      return took;
    }
  }

  private Order order(String name) {
    return Order.of(name, database.config()).withTiming(Timing.DEFAULTS).withSlots(JOBS, 256);
  }

  /** In the first worker they would run for minutes; in the second they are done at once. */
  private static List<JobSubmission> jobs() {
    List<JobSubmission> jobs = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      jobs.add(FaultEngine.slowAtFirst("job " + i, Duration.ofMinutes(5), Duration.ofMillis(50)));
    }
    return jobs;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
