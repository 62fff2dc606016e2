package io.joborchestrator.testing.fault;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.engine.local.script.ScriptRunner;
import io.joborchestrator.engine.local.script.ScriptSettings;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.fault.FaultWorker.Settings;
import io.joborchestrator.testing.fault.FaultWorker.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FaultWorker} in a Java process of its own, which a test may kill, halt and wake. It runs
 * scripts as well. Its output is kept in a file. Not thread-safe.
 */
public final class FaultWorkerProcess implements AutoCloseable {
  private static final String PASSWORD = "PGPASSWORD";

  private final Process process;
  private final Path log;

  private FaultWorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * What a child is told.
   *
   * @param crash see {@link WorkHooks#crashing}, or null
   */
  public record Order(
      String name,
      ConnectionConfig database,
      Timing timing,
      int slots,
      String host,
      @Nullable String crash,
      int memoryMiB) {
    public static Order of(String name, ConnectionConfig database) {
      return new Order(name, database, Timing.QUICK, 4, "here", null, 96);
    }

    public Order withTiming(Timing value) {
      return new Order(name, database, value, slots, host, crash, memoryMiB);
    }

    public Order withSlots(int value, int mebibytes) {
      return new Order(name, database, timing, value, host, crash, mebibytes);
    }

    /** As if on another machine: nobody sees its process end. */
    public Order elsewhere() {
      return new Order(name, database, timing, slots, "elsewhere", crash, memoryMiB);
    }

    public Order crashingAt(String point) {
      return new Order(name, database, timing, slots, host, point, memoryMiB);
    }

    List<String> words() {
      return List.of(
          name,
          database.host(),
          Integer.toString(database.port()),
          database.database(),
          database.user(),
          database.schema(),
          Long.toString(timing.heartbeat().toMillis()),
          Long.toString(timing.lease().toMillis()),
          Long.toString(timing.sweep().toMillis()),
          Long.toString(timing.poll().toMillis()),
          Long.toString(timing.patience().toMillis()),
          Integer.toString(slots),
          host,
          crash == null ? "-" : crash);
    }
  }

  public static void main(String[] args) throws IOException {
    ConnectionConfig database =
        new ConnectionConfig(
            args[1],
            Integer.parseInt(args[2]),
            args[3],
            args[4],
            String.valueOf(System.getenv(PASSWORD)),
            args[5],
            "disable",
            args[0]);
    Settings settings =
        Settings.of(args[0], database)
            .inItsOwnProcess()
            .withTiming(
                new Timing(
                    millis(args[6]),
                    millis(args[7]),
                    millis(args[8]),
                    millis(args[9]),
                    millis(args[10])))
            .withSlots(Integer.parseInt(args[11]))
            .on(args[12])
            .withEngines(List.<ExecutionEngine>of(scripts()));
    String crash = args[13];
    try (FaultWorker worker =
        FaultWorker.start(
            crash.equals("-")
                ? settings
                : settings.withWork(work -> WorkHooks.crashing(work, crash)))) {
      while (System.in.read() >= 0) {
        // Until the parent closes its end.
      }
    }
    System.exit(0);
  }

  private static LocalEngine scripts() {
    return new LocalEngine(
        List.of(
            new ScriptRunner(
                System.getenv(),
                ScriptSettings.plain(
                    Path.of(System.getProperty("java.io.tmpdir"), "ejo-script-files"),
                    LocalEngineSettings.DEFAULT_GRACE))),
        LocalEngineSettings.withSlots(4));
  }

  private static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text));
  }

  /** Starts one and returns at once: wait for what it does in the database. */
  public static FaultWorkerProcess start(Order order, Path folder) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + order.memoryMiB() + "m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Dproject.dir=" + System.getProperty("project.dir", "."));
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(FaultWorkerProcess.class.getName());
    command.addAll(order.words());
    Path log = Files.createTempFile(folder, order.name() + "-", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of(PASSWORD, order.database().password()));
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    return new FaultWorkerProcess(builder.start(), log);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has logged. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Waits until it has died by itself. */
  public void awaitDeath(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("The worker lives, although it should have crashed");
    }
  }

  /** As {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** Holds it still, as a debugger or a sleeping machine does. */
  public void stopStill() throws Exception {
    signal("STOP");
  }

  public void goOn() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  /** Lets it stop in order. */
  public void stop() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      kill();
      throw new AssertionError("The worker did not stop in order: " + log());
    }
  }

  @Override
  public void close() throws Exception {
    kill();
  }
}
