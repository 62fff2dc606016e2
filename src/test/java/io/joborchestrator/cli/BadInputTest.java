package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input and output that no engine can work with, as a person meets them at the command line. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class BadInputTest {
  private static final int USER = 2;
  private static final int DATA = 3;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  private OrchestratorSession worker;
  private CliFixture cli;

  @BeforeEach
  void startAWorker() {
    OrchestratorLauncher launcher = CliDatabase.launcher(database, folder.resolve("home"));
    worker = launcher.launch(LaunchOptions.NONE, Purpose.WORKER);
    cli = new CliFixture(launcher, folder);
  }

  @AfterEach
  void stopTheWorker() throws Exception {
    worker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark"})
  void aFullDiskFailsTheJobLeavesNothingAndTheNextOneRuns(String engine) throws Exception {
    Path small = Files.createDirectory(folder.resolve("small"));
    assumeThat(done("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", small.toString()))
        .as("a small file system can only be made by root")
        .isTrue();
    try {
      rows(folder.resolve("rows.csv"), 300_000);
      int exitCode =
          cli.run("submit", "--input", "rows.csv", "--output", "small/out.csv", "--engine", engine);
      assertThat(exitCode).as(cli.err()).isZero();
      String id = cli.out().strip();
      // It would be tried again for minutes: space may be made meanwhile.
      Await.until("failed once", LIMIT, () -> status(id).contains("DISK_FULL"));
      assertThat(status(id)).contains("No space left on device", "\"type\" : \"resource\"");
      assertThat(files(small)).as("nothing half-written").isEmpty();
      assertThat(cli.run("cancel", id)).as(cli.err()).isZero();

      assertThat(submit("rows.csv", "out.csv", engine)).as(cli.err()).isZero();
      assertThat(folder.resolve("out.csv")).exists();
    } finally {
      assertThat(done("umount", small.toString())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark"})
  void aLineOfAGigabyteIsABadRowInBoundedMemoryAndTime(String engine) throws Exception {
    Path file = folder.resolve("long.csv");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      out.write("a,b\n1,x\n".getBytes(StandardCharsets.UTF_8));
      byte[] piece = new byte[1 << 20];
      Arrays.fill(piece, (byte) 'x');
      for (int i = 0; i < 1024; i++) {
        out.write(piece);
      }
      out.write("\n2,y\n".getBytes(StandardCharsets.UTF_8));
    }
    long begin = System.nanoTime();
    assertThat(submit("long.csv", "out.csv", engine)).as(cli.err()).isEqualTo(DATA);
    assertThat(cli.out() + cli.err()).contains("BAD_ROWS");
    assertThat(folder.resolve("out.csv")).doesNotExist();

    Files.writeString(
        folder.resolve("skip.json"),
        """
        {"name": "skip", "type": "etl", "engine": "%s", "config": {
          "inputs": {"t": {"format": "csv", "path": "long.csv", "badRows": "skip"}},
          "output": {"format": "csv", "path": "out.csv"}}}
        """
            .formatted(engine));
    assertThat(cli.run("submit", "skip.json", "--wait")).as(cli.err()).isZero();
    assertThat(folder.resolve("out.csv")).hasContent("a,b\n1,x\n2,y\n");
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).isLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "spark"})
  void anEmptyFileSaysThatItsColumnsMustBeDeclared(String engine) throws Exception {
    Files.createFile(folder.resolve("empty.csv"));
    assertThat(submit("empty.csv", "out.csv", engine)).isEqualTo(USER);
    assertThat(cli.err())
        .startsWith("Error INPUT_FORMAT at /inputs/input/path: ")
        .contains("empty", "declare them");
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo("0");
  }

  /** Root may write everywhere, so the command runs without what makes root do so. */
  @ParameterizedTest
  @ValueSource(strings = {"local", "spark"})
  void aFolderWithoutRightsIsNamedAndNothingIsLost(String engine) throws Exception {
    rows(folder.resolve("rows.csv"), 10);
    Path locked = Files.createDirectory(folder.resolve("locked"));
    Files.writeString(locked.resolve("keep.txt"), "as it was");
    setRights(locked, "---------");
    try {
      Ended ended =
          asAnybody(
              "submit",
              "--input",
              "rows.csv",
              "--output",
              "locked/out.csv",
              "--engine",
              engine,
              "--run");
      assertThat(ended.exitCode()).as(ended.text()).isEqualTo(USER);
      assertThat(ended.text()).contains("OUTPUT_NOT_WRITABLE", locked.toString());

      ended =
          asAnybody(
              "submit",
              "--input",
              "locked/rows.csv",
              "--output",
              "out.csv",
              "--engine",
              engine,
              "--run");
      assertThat(ended.exitCode()).as(ended.text()).isEqualTo(USER);
      assertThat(ended.text()).contains("INPUT_NO", locked.toString());
    } finally {
      setRights(locked, "rwxr-xr-x");
    }
    assertThat(files(locked)).containsExactly("keep.txt");
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  private record Ended(int exitCode, String text) {}

  private Ended asAnybody(String... words) throws Exception {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      assumeThat(done("setpriv", "--version")).as("setpriv of util-linux is needed").isTrue();
      String without = "-dac_override,-dac_read_search,-fowner";
      command.addAll(List.of("setpriv", "--bounding-set=" + without, "--inh-caps=" + without));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-cp", classPath()));
    command.add("io.joborchestrator.app.Main");
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(WorkerProcess.variables(database.config()));
    builder.environment().put("ORCHESTRATOR_ENGINES_SPARK_ENABLED", "true");
    builder.environment().put("ORCHESTRATOR_HOME", folder.resolve("anybody").toString());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  /** Absolute, as the command runs in another folder. */
  private static String classPath() {
    String path = System.getProperty("java.class.path");
    String known = System.getProperty("surefire.test.class.path", path);
    return Stream.of(known.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void setRights(Path folder, String rights) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
  }

  private String status(String id) {
    cli.run("status", id, "--json");
    return cli.out();
  }

  private int submit(String input, String output, String engine, String... more) {
    Stream<String> words =
        Stream.of("submit", "--input", input, "--output", output, "--engine", engine, "--wait");
    return cli.run(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
  }

  private static void rows(Path file, int count) throws IOException {
    try (var out = Files.newBufferedWriter(file)) {
      out.write("a,b\n");
      for (int i = 0; i < count; i++) {
        out.write(i + ",some words of text\n");
      }
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static boolean done(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }
}
