package io.joborchestrator.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.joborchestrator.app.Wiring;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.TpchFiles;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What the orchestration adds to what an engine takes, and records per hour on both engines for the
 * same file: filter, derive, join, group by, sort, Parquet over TPC-H.
 *
 * <p>{@code PipelineBench <folder> <scale> <runs> [<engine>,…]}; scale 1 is 6 million rows of
 * {@code lineitem}. Ours is the time from the call of submit until the finished job is seen, less
 * the time the engine reports for its own work in the job's result.
 */
public final class PipelineBench {
  private static final String[] ENGINES = {"local", "spark"};
  private static final int SMALL_ROWS = 10_000;
  private static final int SMALL_RUNS = 30;

  private final ObjectMapper json = new ObjectMapper();
  private final PrintStream out;
  private final Path folder;

  private PipelineBench(PrintStream out, Path folder) {
    this.out = out;
    this.folder = folder;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]).toAbsolutePath();
    double scale = Double.parseDouble(arguments[1]);
    int runs = Integer.parseInt(arguments[2]);
    List<String> engines = List.of(arguments.length > 3 ? arguments[3].split(",") : ENGINES);
    new PipelineBench(System.out, folder).run(scale, runs, engines);
  }

  private void run(double scale, int runs, List<String> engines) throws Exception {
    Path large = folder.resolve("tpch-" + scale);
    if (!Files.exists(large.resolve("customer.csv"))) {
      TpchFiles.write(large, scale);
    }
    Path small = folder.resolve("tpch-small");
    TpchFiles.write(small, SMALL_ROWS / 6_000_000.0);
    try (OrchestratorSession session =
        new Wiring(System.getenv(), () -> false)
            .launch(LaunchOptions.inHome(folder.resolve("home")), Purpose.WORKER)) {
      Orchestrator orchestrator = session.orchestrator();
      for (String engine : engines) {
        measure(orchestrator, engine, small, 3);
        print(
            engine + ", " + SMALL_ROWS + " rows", measure(orchestrator, engine, small, SMALL_RUNS));
        print(engine + ", scale " + scale, measure(orchestrator, engine, large, runs));
      }
    }
  }

  private List<Run> measure(Orchestrator orchestrator, String engine, Path data, int runs)
      throws Exception {
    List<Run> measured = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      measured.add(runOnce(orchestrator, engine, data));
    }
    return measured;
  }

  private Run runOnce(Orchestrator orchestrator, String engine, Path data) throws Exception {
    JobSubmission submission =
        JobSubmission.of("bench on " + engine, JobType.DATA_PROCESSING, pipeline(engine, data))
            .withEngine(engine);
    Semaphore changed = new Semaphore(0);
    AutoCloseable subscription = orchestrator.onChange(changed::release);
    try {
      long cpu = cpuNanos();
      long start = System.nanoTime();
      String id = orchestrator.jobs().submit(submission);
      while (!isTerminal(orchestrator, id)) {
        changed.tryAcquire(10, TimeUnit.MILLISECONDS);
        changed.drainPermits();
      }
      long wall = System.nanoTime() - start;
      JobDetail detail = orchestrator.jobs().detail(id).orElseThrow();
      ObjectNode result = detail.result();
      if (detail.row().status() != JobStatus.COMPLETED || result == null) {
        throw new IllegalStateException("The job did not complete: " + detail.error());
      }
      return new Run(
          wall / 1e6,
          (cpuNanos() - cpu) / 1e6,
          result.path("engineMillis").asDouble(),
          result.path("rowsRead").asLong());
    } finally {
      subscription.close();
    }
  }

  /** Of this process, which is the fair number on a machine with other work. */
  private static long cpuNanos() {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system.getProcessCpuTime();
  }

  private static boolean isTerminal(Orchestrator orchestrator, String id) {
    return orchestrator.jobs().status(id).orElseThrow().status().isTerminal();
  }

  private ObjectNode pipeline(String engine, Path data) throws Exception {
    String document =
        """
        {
          "inputs": {
            "lineitem": {"format": "csv", "path": "%1$s/lineitem.csv"},
            "orders": {"format": "csv", "path": "%1$s/orders.csv"}
          },
          "from": "lineitem",
          "steps": [
            {"op": "filter", "where": "l_quantity > 5"},
            {"op": "derive", "columns": [
              {"name": "net", "expression": "l_extendedprice * (1 - l_discount)"}]},
            {"op": "join", "with": "orders", "on": [{"left": "l_orderkey", "right": "o_orderkey"}],
              "columns": ["o_orderpriority", "o_orderdate"]},
            {"op": "group_by", "keys": ["o_orderpriority", "l_shipmode"], "aggregates": [
              {"function": "sum", "expression": "net", "as": "revenue"},
              {"function": "count", "as": "lines"}]},
            {"op": "sort", "by": [{"column": "revenue", "direction": "desc"}]}
          ],
          "output": {"format": "parquet", "path": "%2$s", "ifExists": "replace"}
        }
        """
            .formatted(data, folder.resolve("out-" + engine + ".parquet"));
    return (ObjectNode) json.readTree(document);
  }

  private void print(String what, List<Run> runs) {
    double wall = percentile(runs.stream().map(Run::wallMillis).toList(), 50);
    double cpu = percentile(runs.stream().map(Run::cpuMillis).toList(), 50);
    double ours = percentile(runs.stream().map(Run::ours).toList(), 50);
    double oursTail = percentile(runs.stream().map(Run::ours).toList(), 95);
    long rows = runs.get(0).rows();
    out.printf(
        Locale.ROOT,
        "%-24s %,12d rows  wall %,9.0f ms  CPU %,9.0f ms  ours p50 %,6.0f ms  p95 %,6.0f ms  (%.2f %%)  %,.0f M"
            + " rows/h%n",
        what,
        rows,
        wall,
        cpu,
        ours,
        oursTail,
        100 * ours / wall,
        rows / (wall / 3.6e6) / 1e6);
  }

  private static double percentile(List<Double> values, int percent) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  private record Run(double wallMillis, double cpuMillis, double engineMillis, long rows) {
    double ours() {
      return wallMillis - engineMillis;
    }
  }
}
