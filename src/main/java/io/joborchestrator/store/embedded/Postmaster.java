package io.joborchestrator.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says. The file outlives a crash, and its process id may meanwhile
 * belong to anything: {@link #isRunning()} looks at the process itself before it is believed.
 *
 * @param data the cluster the file lies in
 * @param port 0 while the server has not got that far
 * @param ready the server accepts connections
 */
record Postmaster(Path data, long pid, Instant startedAt, int port, boolean ready) {
  private static final String FILE = "postmaster.pid";
  private static final Duration START_TOLERANCE = Duration.ofMinutes(2);
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  static Optional<Postmaster> read(Path data) throws IOException {
    try {
      return parse(data, Files.readAllLines(data.resolve(FILE), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  static void removeFile(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }

  private static Optional<Postmaster> parse(Path data, List<String> lines) {
    try {
      return Optional.of(
          new Postmaster(
              data,
              Math.abs(Long.parseLong(lines.get(0).strip())),
              Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip())),
              lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0,
              lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready")));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      // Cut off by a full disk or a crash: as good as no file, but somebody must remove it.
      return Optional.of(new Postmaster(data, -1, Instant.EPOCH, 0, false));
    }
  }

  /** True if the process of this id is a server, and the server of this very cluster. */
  boolean isRunning() {
    return pid > 0
        && ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .map(ProcessHandle::info)
            .filter(this::isServerOfThisCluster)
            .isPresent();
  }

  private boolean isServerOfThisCluster(ProcessHandle.Info process) {
    boolean server =
        process
            .command()
            .map(command -> Path.of(command.replace(" (deleted)", "")).getFileName().toString())
            .filter(name -> name.equals("postgres") || name.equals("postgres.exe"))
            .isPresent();
    if (!server) {
      return false;
    }
    // Windows does not tell arguments; there the time of the start must do.
    return process
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(data.toString()))
        .orElseGet(() -> process.startInstant().map(this::isNearStart).orElse(false));
  }

  private boolean isNearStart(Instant start) {
    return Duration.between(start, startedAt).abs().compareTo(START_TOLERANCE) < 0;
  }

  /**
   * True if some process still works inside the cluster's folder, for example a backend whose
   * postmaster was killed. Known on Linux only; elsewhere the server's own check must do.
   */
  static boolean isFolderInUse(Path data) throws IOException {
    Path processes = Path.of("/proc");
    if (!Files.isDirectory(processes.resolve("self"))) {
      return false;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(processes, "[0-9]*")) {
      for (Path process : all) {
        if (worksIn(process, data)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean worksIn(Path process, Path data) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
    } catch (IOException | SecurityException e) {
      // It ended just now, or belongs to another user and so cannot be ours.
      return false;
    }
  }
}
