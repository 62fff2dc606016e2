package io.joborchestrator.testing;

import io.joborchestrator.app.Wiring;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.store.postgres.ConnectionConfig;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A worker in a Java process of its own, as the command line would start it. It says READY, and
 * stops in order when its standard input ends.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final String READY = "READY";

  private final Process process;

  private WorkerProcess(Process process) {
    this.process = process;
  }

  public static void main(String[] args) throws IOException {
    OrchestratorSession session =
        new Wiring(System.getenv(), () -> false)
            .launch(LaunchOptions.inHome(Path.of(args[0])), Purpose.WORKER);
    System.out.println(READY);
    while (System.in.read() >= 0) {
      // Whatever is written means nothing: only the end counts.
    }
    session.stop(Duration.ofSeconds(10));
    System.exit(0);
  }

  /**
   * Settings of a process on this database, as variables; short leases, so that tests are quick.
   */
  public static Map<String, String> variables(ConnectionConfig database) {
    Map<String, String> variables = ProcessVariables.connection(database);
    variables.put("ORCHESTRATOR_EXECUTION_HEARTBEAT", "300ms");
    variables.put("ORCHESTRATOR_EXECUTION_LEASE", "2500ms");
    variables.put("ORCHESTRATOR_EXECUTION_SWEEP", "200ms");
    variables.put("ORCHESTRATOR_ENGINES_SPARK_ENABLED", "false");
    return variables;
  }

  /** Starts one and waits until it is ready. */
  public static WorkerProcess start(Path home, Map<String, String> variables) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(WorkerProcess.class.getName());
    command.add(home.toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    builder.redirectError(home.resolve("worker.log").toFile());
    Process process = builder.start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.equals(READY)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException(
          "The worker ended at once; see " + new File(home.toFile(), "worker.log"));
    }
    drain(output);
    return new WorkerProcess(process);
  }

  /** A full pipe would stop the worker. */
  private static void drain(BufferedReader output) {
    Thread thread =
        new Thread(
            () -> {
              try {
                output.transferTo(java.io.Writer.nullWriter());
              } catch (IOException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}: nothing in it runs any more. */
  public void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  /** Lets it stop in order. */
  @Override
  public void close() throws Exception {
    process.getOutputStream().close();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("The worker did not stop in order");
    }
  }
}
