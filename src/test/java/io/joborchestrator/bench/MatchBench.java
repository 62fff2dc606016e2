package io.joborchestrator.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.OperatingSystemMXBean;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.engine.local.pipeline.PipelineRunner;
import io.joborchestrator.testing.Persons;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * Records per hour on the local engine for identity records of which it is known who they are: an
 * aggregation, a dedupe by columns with an aggregation, and the match of the example with an
 * aggregation, its precision and recall.
 *
 * <p>{@code MatchBench <folder> <records> <job>…} with the jobs {@code aggregate}, {@code dedupe}
 * and {@code match}. The columnar engine may use 2 GiB beside the heap. Records are generated once
 * and kept in the folder, about 40 bytes each; the match needs about five times that for its files.
 */
public final class MatchBench {
  private static final Path EXAMPLE = Path.of("packaging/examples/match-persons");
  private static final long PART = 5_000_000;
  private static final long MEMORY_MIB = 2048;
  private static final int BLOCKS = 5;
  private static final int LARGEST_BLOCK = 20_000;

  private final ObjectMapper json = new ObjectMapper();
  private final PrintStream out = System.out;
  private final Path folder;
  private final long records;

  private MatchBench(Path folder, long records) {
    this.folder = folder;
    this.records = records;
  }

  public static void main(String[] arguments) throws Exception {
    long records = Long.parseLong(arguments[1].replace("_", ""));
    MatchBench bench = new MatchBench(Path.of(arguments[0]).toAbsolutePath(), records);
    bench.generate();
    for (String job : List.of(arguments).subList(2, arguments.length)) {
      bench.measure(job);
    }
    System.exit(0);
  }

  private Path persons() {
    return folder.resolve("persons-" + records);
  }

  private void generate() throws IOException, SQLException {
    if (Files.exists(persons())) {
      return;
    }
    Path making = Files.createDirectories(folder.resolve("making"));
    Path text = folder.resolve("part.csv");
    Persons persons = new Persons(42);
    for (long done = 0; done < records; done += PART) {
      persons.write(text, Math.min(PART, records - done));
      sql(
          "COPY (SELECT * FROM read_csv('%s', types = {'zip': 'VARCHAR'})) TO '%s/%05d.parquet'"
              .formatted(text, making, done / PART));
    }
    Files.delete(text);
    Files.move(making, persons());
  }

  private void measure(String job) throws Exception {
    var settings = new DuckDbSettings(Runtime.getRuntime().availableProcessors(), MEMORY_MIB);
    var runner = new PipelineRunner(settings, new LocalPipelineWorkbench(settings));
    var engine = new LocalEngine(List.of(runner), LocalEngineSettings.withSlots(1));
    Path output = folder.resolve(job + ".parquet");
    JobRun run =
        new JobRun(
            1,
            job,
            1,
            job,
            "data_processing",
            config(job, output),
            null,
            folder.resolve("work"),
            PublishGate.OPEN);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    forgetPeak();
    long cpu = cpuNanos();
    long start = System.nanoTime();
    RunOutcome end = engine.start(run, new Printed(out)).outcome().toCompletableFuture().get();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!(end instanceof RunOutcome.Completed)) {
      throw new IllegalStateException(job + " did not complete: " + end);
    }
    out.printf(
        Locale.ROOT,
        "%s: %,d records in %,.0f s, CPU %,.0f s: %,.0f M records/h; peak RSS %s; load before %.1f, after"
            + " %.1f%n",
        job,
        records,
        seconds,
        (cpuNanos() - cpu) / 1e9,
        records / seconds * 3600 / 1e6,
        peak(),
        load,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    if (job.equals("match")) {
      quality(output);
    }
  }

  private ObjectNode config(String job, Path output) throws IOException {
    ObjectNode config =
        (ObjectNode) json.readTree(EXAMPLE.resolve("match-persons.json").toFile()).get("config");
    ObjectNode input = (ObjectNode) config.at("/inputs/persons");
    input.put("format", "parquet").put("path", persons().toString());
    ArrayNode steps = (ArrayNode) config.get("steps");
    ObjectNode match = (ObjectNode) steps.get(0);
    ArrayNode blocks = (ArrayNode) match.get("blocks");
    while (blocks.size() > BLOCKS) {
      blocks.remove(blocks.size() - 1);
    }
    match.put("largestBlock", LARGEST_BLOCK);
    steps.removeAll();
    String count = "\"aggregates\": [{\"function\": \"count\", \"as\": \"n\"}]}";
    switch (job) {
      case "match" -> {
        steps.add(match);
        steps.add(
            json.readTree("{\"op\": \"group_by\", \"keys\": [\"cluster\", \"person\"], " + count));
      }
      case "dedupe" -> {
        steps.add(
            json.readTree(
                "{\"op\": \"dedupe\", \"keys\": [\"first\", \"last\", \"born\", \"zip\"],"
                    + " \"keep\": [{\"column\": \"id\"}]}"));
        steps.add(json.readTree("{\"op\": \"group_by\", \"keys\": [\"zip\"], " + count));
      }
      case "aggregate" ->
          steps.add(
              json.readTree(
                  "{\"op\": \"group_by\", \"keys\": [\"first\", \"last\", \"born\"], " + count));
      default -> throw new IllegalArgumentException("No such job: " + job);
    }
    ObjectNode to = config.putObject("output");
    to.put("format", "parquet").put("path", output.toString()).put("ifExists", "replace");
    config.putObject("checkpoint").put("enabled", "never");
    return config;
  }

  /** Of all pairs of records: of those in one cluster, and of those of one person. */
  private void quality(Path clusters) throws SQLException {
    String from = " FROM read_parquet('" + clusters + "')";
    double right = sql("SELECT sum(n * (n - 1) / 2)" + from);
    double found = sql(pairs("cluster", from));
    double true_ = sql(pairs("person", from));
    out.printf(Locale.ROOT, "match: precision %.4f, recall %.4f%n", right / found, right / true_);
  }

  private static String pairs(String by, String from) {
    return "SELECT sum(c * (c - 1) / 2) FROM (SELECT sum(n) AS c" + from + " GROUP BY " + by + ")";
  }

  private double sql(String statement) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement sql = connection.createStatement()) {
      sql.execute("SET memory_limit = '" + MEMORY_MIB + "MiB'");
      sql.execute("SET temp_directory = '" + folder.resolve("spill") + "'");
      if (!sql.execute(statement)) {
        return 0;
      }
      try (ResultSet rows = sql.getResultSet()) {
        return rows.next() ? rows.getDouble(1) : 0;
      }
    }
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Where the system can do it; else the peak is that of all jobs so far. */
  private static void forgetPeak() throws IOException {
    Path reset = Path.of("/proc/self/clear_refs");
    if (Files.isWritable(reset)) {
      Files.writeString(reset, "5");
    }
  }

  private static String peak() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .map(line -> line.substring(6).strip())
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }

  /** What the run says, with the time. */
  private record Printed(PrintStream out) implements RunListener {
    @Override
    public void progress(RunProgress progress) {}

    @Override
    public void log(String level, String line) {
      out.printf("  %tT %s%n", System.currentTimeMillis(), line);
    }
  }
}
