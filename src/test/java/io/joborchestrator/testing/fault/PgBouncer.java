package io.joborchestrator.testing.fault;

import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real PgBouncer before a database, on this machine only: each transaction gets whatever session
 * is free. Its defaults are left alone, so that it refuses parameters it does not know.
 */
public final class PgBouncer implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final ConnectionConfig config;

  private PgBouncer(Process process, ConnectionConfig config) {
    this.process = process;
    this.config = config;
  }

  /** The program, if this machine has it. */
  public static Optional<Path> program() {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/usr/local/sbin";
    return Stream.of(path.split(":"))
        .map(folder -> Path.of(folder, "pgbouncer"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @param folder of its own, for its settings and its log
   * @param sessions how many it keeps to the database: fewer than its clients want
   */
  public static PgBouncer start(Path program, ConnectionConfig database, Path folder, int sessions)
      throws IOException {
    int port = freePort();
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(settings, settings(database, port, sessions));
    // It gives up the rights of root.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));
    List<String> command = new ArrayList<>(List.of(program.toString()));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "nobody"));
    }
    command.add(settings.toString());
    Path log = folder.resolve("pgbouncer.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Await.until(
        "PgBouncer answers", LIMIT, () -> !process.isAlive() || answers(port), () -> read(log));
    if (!process.isAlive()) {
      throw new IOException("PgBouncer ended at once: " + read(log));
    }
    return new PgBouncer(
        process,
        new ConnectionConfig(
            "127.0.0.1",
            port,
            database.database(),
            database.user(),
            database.password(),
            database.schema(),
            "disable",
            "orchestrator"));
  }

  private static String settings(ConnectionConfig database, int port, int sessions) {
    return "[databases]\n"
        + (database.database() + " = host=127.0.0.1 port=" + database.port())
        + (" dbname=" + database.database() + " user=" + database.user())
        + (" password=" + database.password() + "\n")
        + "[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        + ("listen_port = " + port + "\n")
        // The test is not about passwords: whoever reaches this machine's port may come in.
        + "unix_socket_dir =\nauth_type = any\npool_mode = transaction\nmax_client_conn = 500\n"
        + ("default_pool_size = " + sessions + "\n");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** How to connect through it. */
  public ConnectionConfig config() {
    return config;
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
