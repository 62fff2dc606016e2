package io.joborchestrator.store.embedded;

import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server of its own for one test, which it may stop, start, kill and replace by a standby. Not
 * thread-safe.
 */
public final class ClusterControl implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String STANDBY = "standby";

  private final EmbeddedConfig config;
  private final EmbeddedPostgres server;
  private final Path bin;
  private final RootGuard guard;
  private final List<Path> standbys = new ArrayList<>();

  /**
   * @param home folder of the cluster
   * @param settings of the server beyond those of the program
   */
  public ClusterControl(Path home, Map<String, String> settings) throws IOException {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("shared_buffers", "16MB");
    config = EmbeddedConfig.at(home, TestDatabase.programs()).withSettings(all);
    server = EmbeddedPostgres.attach(config);
    bin = PostgresBinaries.unpack(config.cache()).resolve("bin");
    guard = RootGuard.detect();
  }

  public ConnectionConfig connection() {
    return server.connection();
  }

  /**
   * Stops and starts it on the same port.
   *
   * @param mode {@code fast} or {@code immediate}
   */
  public void restart(String mode) throws IOException {
    pgCtl(config.data(), "restart", "--mode=" + mode, "--log=" + config.log());
  }

  /** Stops it; {@link #start()} starts it again on the same port. */
  public void stop(String mode) throws IOException {
    pgCtl(config.data(), "stop", "--mode=" + mode);
  }

  public void start() throws IOException {
    pgCtl(
        config.data(),
        "start",
        "--log=" + config.log(),
        "--options=-p " + server.connection().port());
  }

  /** As {@code kill -9} of its main process; the others notice and end. */
  public void kill() throws IOException, InterruptedException {
    Postmaster postmaster = Postmaster.read(config.data()).orElseThrow();
    ProcessHandle process = ProcessHandle.of(postmaster.pid()).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    while (Postmaster.isFolderInUse(config.data())) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /**
   * Copies the running server as a backup program would, and starts the copy as a standby that the
   * server waits for at each commit.
   *
   * @return its connection
   */
  public ConnectionConfig startStandby(Path folder) throws Exception {
    ConnectionConfig primary = server.connection();
    try (Connection connection = connect(primary);
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('copy', true)");
      copy(config.data(), folder);
      try (ResultSet rows = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        rows.next();
        Files.writeString(folder.resolve("backup_label"), rows.getString(1));
      }
      Files.writeString(folder.resolve("standby.signal"), "");
      Files.writeString(
          folder.resolve("postgresql.auto.conf"),
          "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s application_name=%s'%n"
              .formatted(primary.port(), primary.user(), primary.password(), STANDBY));
      guard.own(folder, bin.getParent());
      int port = freePort();
      pgCtl(
          folder,
          "start",
          "--log=" + folder.resolveSibling(folder.getFileName() + ".log"),
          "--options=-p " + port);
      standbys.add(folder);
      statement.execute("ALTER SYSTEM SET synchronous_standby_names = '" + STANDBY + "'");
      statement.execute("ALTER SYSTEM SET synchronous_commit = 'remote_apply'");
      statement.execute("SELECT pg_reload_conf()");
      return ConnectionConfig.loopback(
          port, primary.database(), primary.user(), primary.password());
    }
  }

  /** Makes the standby the server. */
  public void promote(Path folder) throws Exception {
    pgCtl(folder, "promote");
  }

  @Override
  public void close() throws IOException {
    for (Path standby : standbys) {
      pgCtl(standby, "stop", "--mode=immediate");
    }
    server.close();
  }

  private void pgCtl(Path data, String command, String... options) throws IOException {
    List<String> words = new ArrayList<>(guard.prefix());
    words.addAll(
        List.of(
            bin.resolve("pg_ctl").toString(),
            command,
            "--wait",
            "--silent",
            "--timeout=60",
            "--pgdata=" + data));
    words.addAll(List.of(options));
    ServerPrograms.Outcome outcome = ServerPrograms.execute(LIMIT.plusSeconds(10), words);
    if (!outcome.succeeded()) {
      throw new IOException("pg_ctl " + command + " failed: " + outcome.output());
    }
  }

  private static Connection connect(ConnectionConfig config) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + config.port() + "/postgres",
        config.user(),
        config.password());
  }

  private static int freePort() throws IOException {
    try (java.net.ServerSocket socket =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Files come and go under a running server: those that went are not needed. */
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(folder));
            Files.createDirectories(target);
            Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(folder));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = file.getFileName().toString();
            if (!name.startsWith("postmaster.")) {
              Files.write(to.resolve(from.relativize(file)), Files.readAllBytes(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
