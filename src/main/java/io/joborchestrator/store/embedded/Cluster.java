package io.joborchestrator.store.embedded;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server of one home: makes it, starts it, finds it, stops it. Call under the home lock. */
final class Cluster {
  static final String USER = "orchestrator";

  private static final Logger log = LoggerFactory.getLogger(Cluster.class);

  /** Backends notice the end of their postmaster at once, unless they are in a long computation. */
  private static final Duration ORPHANS_TIMEOUT = Duration.ofSeconds(10);

  private static final int START_TRIES = 3;
  private static final String SETTINGS_FILE = "orchestrator.conf";

  private final EmbeddedConfig config;
  private final ServerPrograms programs;
  private final RootGuard guard;
  private final Path binaries;
  private final Path data;

  private Cluster(EmbeddedConfig config, Path binaries, RootGuard guard) {
    this.config = config;
    this.binaries = binaries;
    this.guard = guard;
    this.programs = new ServerPrograms(binaries, guard);
    this.data = config.data();
  }

  static Cluster open(EmbeddedConfig config) throws IOException {
    return new Cluster(config, PostgresBinaries.unpack(config.cache()), RootGuard.detect());
  }

  String password() throws IOException {
    return Files.readString(passwordFile(), StandardCharsets.UTF_8).strip();
  }

  private Path passwordFile() {
    return config.home().resolve("password");
  }

  /** Returns the port of the server, started if need be. */
  int ensureRunning() throws IOException {
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      create();
    }
    Optional<Postmaster> found = Postmaster.read(data);
    if (found.isPresent() && found.get().isRunning()) {
      return awaitReady();
    }
    if (found.isPresent()) {
      clearStaleFile(found.get());
    }
    return start();
  }

  private void create() throws IOException {
    log.info("Making a database in {}", config.home());
    Path partial = config.home().resolve("data.new");
    PrivateFiles.deleteTree(partial);
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    PrivateFiles.write(passwordFile(), HexFormat.of().formatHex(secret) + "\n");
    guard.own(config.home(), binaries);
    ServerPrograms.Outcome outcome = programs.initdb(partial, USER, passwordFile());
    if (!outcome.succeeded()) {
      PrivateFiles.deleteTree(partial);
      throw StartProblem.of(config.home(), "could not be made", outcome.output());
    }
    Files.writeString(
        partial.resolve("postgresql.conf"),
        "\ninclude_if_exists = '" + SETTINGS_FILE + "'\n",
        StandardCharsets.UTF_8,
        java.nio.file.StandardOpenOption.APPEND);
    Files.move(partial, data);
  }

  /** The process id in the file is dead or belongs to something else, which is left alone. */
  private void clearStaleFile(Postmaster stale) throws IOException {
    long deadline = System.nanoTime() + ORPHANS_TIMEOUT.toNanos();
    while (Postmaster.isFolderInUse(data) && System.nanoTime() < deadline) {
      pause();
    }
    if (Postmaster.isFolderInUse(data)) {
      throw new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "The database in "
              + config.home()
              + " has lost its main process while others still work in it: try again in a minute");
    }
    log.info("Removing what a crashed server (process {}) left in {}", stale.pid(), data);
    Postmaster.removeFile(data);
  }

  private int start() throws IOException {
    writeSettings();
    guard.own(config.home(), binaries);
    String problem = "";
    for (int i = 0; i < START_TRIES; i++) {
      long logEnd = Files.exists(config.log()) ? Files.size(config.log()) : 0;
      ServerPrograms.Outcome outcome =
          programs.start(data, config.log(), freePort(), config.startTimeout());
      if (outcome.succeeded()) {
        return awaitReady();
      }
      problem = outcome.output() + "\n" + StartProblem.logSince(config.log(), logEnd);
      // Somebody may have taken the port between the look and the start.
      if (!problem.contains("Address already in use")) {
        break;
      }
    }
    throw StartProblem.of(config.home(), "did not start", problem);
  }

  private void writeSettings() throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("unix_socket_directories", "");
    settings.put("max_connections", "100");
    settings.put("shared_buffers", "128MB");
    settings.put("wal_compression", "on");
    settings.put("max_wal_size", "1GB");
    settings.put("log_timezone", "UTC");
    settings.put("fsync", "on");
    settings.putAll(config.settings());
    String text =
        settings.entrySet().stream()
            .map(entry -> entry.getKey() + " = '" + entry.getValue().replace("'", "''") + "'\n")
            .collect(Collectors.joining());
    Files.writeString(
        data.resolve(SETTINGS_FILE),
        "# Written at every start; changes here are lost.\n" + text,
        StandardCharsets.UTF_8);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  /** Waits while the server recovers from a crash. */
  private int awaitReady() throws IOException {
    long deadline = System.nanoTime() + config.startTimeout().toNanos();
    do {
      Optional<Postmaster> server = Postmaster.read(data);
      if (server.isPresent() && server.get().ready()) {
        return server.get().port();
      }
      if (server.isEmpty() || !server.get().isRunning()) {
        throw StartProblem.of(
            config.home(), "ended while it started", StartProblem.logSince(config.log(), 0));
      }
      pause();
    } while (System.nanoTime() < deadline);
    throw StartProblem.of(
        config.home(),
        "was not ready within " + config.startTimeout().toSeconds() + " s",
        StartProblem.logSince(config.log(), 0));
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE, "Interrupted while waiting for the database", e);
    }
  }

  void stop(Duration timeout) throws IOException {
    Optional<Postmaster> server = Postmaster.read(data);
    if (server.isEmpty() || !server.get().isRunning()) {
      return;
    }
    ServerPrograms.Outcome outcome = programs.stop(data, timeout);
    if (!outcome.succeeded()) {
      throw StartProblem.of(config.home(), "did not stop", outcome.output());
    }
  }
}
