package io.joborchestrator.store.embedded;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code initdb} and {@code pg_ctl}, as root through {@link RootGuard}. */
final class ServerPrograms {
  private final Path bin;
  private final RootGuard guard;

  ServerPrograms(Path binaries, RootGuard guard) {
    this.bin = binaries.resolve("bin");
    this.guard = guard;
  }

  /**
   * @param output both streams, mixed
   */
  record Outcome(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  Outcome initdb(Path data, String user, Path passwordFile) throws IOException {
    return run(
        Duration.ofMinutes(2),
        List.of(
            program("initdb"),
            "--pgdata=" + data,
            "--username=" + user,
            "--pwfile=" + passwordFile,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            // Needs no locale of the operating system and still knows all letters.
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions"));
  }

  /** pg_ctl puts the server into a session of its own: it outlives this process and its group. */
  Outcome start(Path data, Path log, int port, Duration timeout) throws IOException {
    return run(
        timeout.plusSeconds(10),
        List.of(
            program("pg_ctl"),
            "start",
            "--wait",
            "--timeout=" + timeout.toSeconds(),
            "--silent",
            "--pgdata=" + data,
            "--log=" + log,
            "--options=-p " + port));
  }

  /** Call only after the process was checked to be the server of this cluster. */
  Outcome stop(Path data, Duration timeout) throws IOException {
    return run(
        timeout.plusSeconds(10),
        List.of(
            program("pg_ctl"),
            "stop",
            "--wait",
            "--timeout=" + timeout.toSeconds(),
            "--silent",
            "--mode=fast",
            "--pgdata=" + data));
  }

  private String program(String name) {
    return bin.resolve(name).toString();
  }

  private Outcome run(Duration timeout, List<String> command) throws IOException {
    List<String> guarded = new ArrayList<>(guard.prefix());
    guarded.addAll(command);
    return execute(timeout, guarded);
  }

  static Outcome execute(Duration timeout, List<String> command) throws IOException {
    // A file and not a pipe: a server that inherits a pipe would keep its reader waiting.
    Path output = Files.createTempFile("orchestrator-", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      prepare(builder.environment());
      Process process = builder.start();
      process.getOutputStream().close();
      if (!await(process, timeout)) {
        process.destroyForcibly();
        return new Outcome(-1, "no answer within " + timeout.toSeconds() + " s");
      }
      return new Outcome(process.exitValue(), read(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static String read(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
  }

  private static void prepare(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("PG"));
    environment.put("LC_ALL", "C");
  }

  private static boolean await(Process process, Duration timeout) throws IOException {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("Interrupted").initCause(e);
    }
  }
}
