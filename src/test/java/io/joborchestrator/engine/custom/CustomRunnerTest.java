package io.joborchestrator.engine.custom;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.custom.HandlerFailure;
import io.joborchestrator.custom.JobHandler;
import io.joborchestrator.custom.RunContext;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.Checkpoints;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.testing.MemoryCheckpoints;
import io.joborchestrator.testing.PluginJar;
import io.joborchestrator.testing.RecordingRunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers from plug-ins: how they are found, what they can do, how they fail. */
class CustomRunnerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.dir", ".")).resolve("packaging/examples/word-count");

  @TempDir Path dir;

  private final RecordingRunListener listener = new RecordingRunListener();
  private final List<ObjectNode> manifests = new ArrayList<>();
  private Checkpoints checkpoints = new MemoryCheckpoints();
  private @Nullable LocalEngine engine;

  @AfterEach
  void stop() {
    if (engine != null) {
      engine.stop(Duration.ofSeconds(2));
    }
  }

  @Test
  void compilesAndRunsTheExampleOfTheDocumentation() throws Exception {
    example();
    Path text = Files.writeString(dir.resolve("t.txt"), "Die Katze\ndie Maus\n");

    RunOutcome end = run(words(text, "out.csv"), 1);

    assertThat(end).isInstanceOf(RunOutcome.Completed.class);
    ObjectNode result = ((RunOutcome.Completed) end).result();
    assertThat(dir.resolve("out.csv")).hasContent("word,count\ndie,2\nkatze,1\nmaus,1\n");
    assertThat(result.path("rowsRead").asInt()).isEqualTo(2);
    assertThat(result.at("/outputs/0/bytes").asLong())
        .isEqualTo(Files.size(dir.resolve("out.csv")));
    assertThat(manifests.get(0).path("result")).isEqualTo(result);
    assertThat(listener.progress()).isNotEmpty();
  }

  @Test
  void theExampleGoesOnBehindItsCheckpointAfterADeathInTheMiddle() throws Exception {
    example();
    Path text = dir.resolve("t.txt");
    Files.writeString(text, "a b\n".repeat(95));
    MemoryCheckpoints kept = new MemoryCheckpoints().dieAfter(4);
    checkpoints = kept;
    assertThat(run(words(text, "out.csv"), 1)).isInstanceOf(RunOutcome.Failed.class);
    assertThat(dir.resolve("out.csv")).doesNotExist();

    RunOutcome end = run(words(text, "out.csv"), 2);

    ObjectNode result = ((RunOutcome.Completed) end).result();
    assertThat(result.path("resumedBehindLine").asInt()).isEqualTo(50);
    assertThat(dir.resolve("out.csv")).hasContent("word,count\na,95\nb,95\n");
    assertThat(kept.resumes).containsExactly("Goes on behind part 5");
    assertThat(kept.ended).isTrue();
    assertThat(listener.lines()).contains("info Goes on behind line 50");
  }

  @Test
  void checksAConfigurationByTheSchemaOfItsHandler() throws Exception {
    example();
    ObjectNode config = words(dir.resolve("t"), "o.csv");
    config.withObject("/config").put("linesPerCheckpont", 5).remove("input");
    List<Problem> problems = runner().check(config);
    assertThat(problems)
        .extracting(Problem::pointer)
        .containsExactlyInAnyOrder("/config", "/config/linesPerCheckpont");
    assertThat(problems).anyMatch(p -> "linesPerCheckpoint".equals(p.suggestion()));
    assertThat(error(run(config, 1)).type()).isEqualTo(ErrorType.USER);
    assertThat(pointers("{\"handler\":\"word-cont\"}")).containsExactly("/handler");
    assertThat(pointers("{\"handler\":3,\"confg\":{},\"config\":[]}"))
        .containsExactlyInAnyOrder("/handler", "/confg", "/config");
  }

  @Test
  void namesAHandlerThatIsNotThereAndWhatWasMeant() throws Exception {
    example();
    JobError error = error(run(JSON.createObjectNode().put("handler", "word-cout"), 1));
    assertThat(error.code()).isEqualTo("HANDLER_NOT_FOUND");
    assertThat(error.type()).isEqualTo(ErrorType.USER);
    assertThat(error.message())
        .contains("no handler 'word-cout'", "Did you mean 'word-count'?", plugins().toString());
  }

  @Test
  void aMachineWithoutPluginsSubmitsForOthers() throws Exception {
    assertThat(pointers("{\"handler\":\"whatever\",\"config\":{\"a\":1}}")).isEmpty();
  }

  @Test
  void aBrokenPluginIsNamedAndKeepsNoOtherOut() throws Exception {
    example();
    Files.writeString(plugins().resolve("a-broken.jar"), "no zip");
    PluginJar.compiled(plugins().resolve("second.jar"), EXAMPLE, dir.resolve("c1"));
    PluginJar.of(plugins().resolve("odd.jar"), OddName.class);

    HandlerCatalog catalog = HandlerCatalog.read(ClassLoader.getPlatformClassLoader(), plugins());

    assertThat(catalog.handlers())
        .extracting(HandlerCatalog.Listed::name)
        .containsExactly("word-count");
    assertThat(catalog.problems())
        .anyMatch(p -> p.startsWith("word-count.jar: has a handler 'word-count', which is there"))
        .anyMatch(p -> p.startsWith("a-broken.jar: cannot be read"))
        .anyMatch(p -> p.startsWith("odd.jar: names a handler 'Odd Name'"));
  }

  @Test
  void aHandlerForAnotherVersionIsRefusedByName() throws Exception {
    PluginJar.of(plugins().resolve("later.jar"), Later.class);
    JobError error = error(run(JSON.createObjectNode().put("handler", "later"), 1));
    assertThat(error.code()).isEqualTo("HANDLER_VERSION");
    assertThat(error.message()).contains("version 99", "this program has 1", "compile it anew");
  }

  @Test
  void aClassThatThePluginLacksIsNamed() throws Exception {
    PluginJar.of(plugins().resolve("lacks.jar"), Lacks.class);
    JobError error = error(run(JSON.createObjectNode().put("handler", "lacks"), 1));
    assertThat(error.code()).isEqualTo("HANDLER_NOT_FOUND");
    assertThat(error.message()).contains(Absent.class.getName(), "not in its plug-in");
  }

  @Test
  void pluginsSeeTheirOwnClassesAndNotThoseOfTheProgram() throws Exception {
    PluginJar.of(plugins().resolve("spy.jar"), Spy.class);
    RunOutcome end = run(JSON.createObjectNode().put("handler", "spy"), 1);
    ObjectNode result = ((RunOutcome.Completed) end).result();
    assertThat(result.path("jackson").asBoolean()).isFalse();
    assertThat(result.path("interface").asBoolean()).isTrue();
  }

  @Test
  void anExceptionIsShownWithTheHandlersOwnFramesOnly() throws Exception {
    PluginJar.of(plugins().resolve("throws.jar"), Throws.class);
    JobError error = error(run(JSON.createObjectNode().put("handler", "throws"), 1));
    assertThat(error.code()).isEqualTo("PROGRAM_FAILED");
    assertThat(error.type()).isEqualTo(ErrorType.USER);
    assertThat(error.message())
        .isEqualTo("The handler 'throws' failed: java.lang.IllegalStateException: deep");
    assertThat(error.detail())
        .contains("Throws.inner", "Caused by: java.io.IOException: deeper")
        .doesNotContain("CustomRunner.", "LocalEngineRun");
  }

  @Test
  void anErrorThatTheHandlerUnderstandsKeepsItsTypeAndCode() throws Exception {
    PluginJar.of(plugins().resolve("busy.jar"), Busy.class);
    JobError error = error(run(JSON.createObjectNode().put("handler", "busy"), 1));
    assertThat(error.code()).isEqualTo("RATE_LIMIT");
    assertThat(error.type()).isEqualTo(ErrorType.ENGINE);
    assertThat(error.message()).isEqualTo("The service asks for patience.");
  }

  @Test
  void aHandlerThatIgnoresItsCancelIsReportedAndKeepsItsSlot() throws Exception {
    PluginJar.of(plugins().resolve("deaf.jar"), Deaf.class);
    engine = engine(new LocalEngineSettings(1, Duration.ofMillis(50), Duration.ofMillis(100), 1));
    EngineRun run = engine.start(job(JSON.createObjectNode().put("handler", "deaf"), 1), listener);
    listener.await(line -> line.contains("up"));
    try {
      run.cancel("Enough.");
      RunOutcome end = run.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(end).isInstanceOf(RunOutcome.Cancelled.class);
      assertThat(((RunOutcome.Cancelled) end).confirmed()).isFalse();
      assertThat(run.released().toCompletableFuture()).isNotDone();
      assertThat(engine.resources().running()).isEqualTo(1);
      assertThat(engine.health().state()).isEqualTo(EngineHealth.State.UNAVAILABLE);
    } finally {
      Files.createFile(dir.resolve("w").resolve("stop"));
    }
    run.released().toCompletableFuture().get(20, TimeUnit.SECONDS);
    assertThat(engine.health().state()).isEqualTo(EngineHealth.State.READY);
  }

  @Test
  void manyOutputsAppearTogetherAndAreInOneManifest() throws Exception {
    PluginJar.of(plugins().resolve("two.jar"), Two.class);
    ObjectNode config = JSON.createObjectNode().put("handler", "two");
    config.putObject("config").put("folder", dir.toString());
    assertThat(run(config, 1)).isInstanceOf(RunOutcome.Completed.class);
    assertThat(dir.resolve("one.csv")).hasContent("1");
    assertThat(dir.resolve("many/part.txt")).hasContent("2");
    assertThat(manifests).singleElement();
    assertThat(manifests.get(0).path("also")).hasSize(1);
    assertThat(manifests.get(0).at("/result/outputs")).hasSize(2);
    assertThat(error(run(config, 2)).code()).isEqualTo("OUTPUT_EXISTS");
  }

  private void example() throws IOException {
    PluginJar.compiled(plugins().resolve("word-count.jar"), EXAMPLE, dir.resolve("classes"));
  }

  private ObjectNode words(Path text, String output) {
    ObjectNode job = JSON.createObjectNode().put("handler", "word-count");
    job.putObject("config")
        .put("input", text.toString())
        .put("output", dir.resolve(output).toString())
        .put("linesPerCheckpoint", 10);
    return job;
  }

  private Path plugins() throws IOException {
    return Files.createDirectories(dir.resolve("plugins"));
  }

  private CustomRunner runner() throws IOException {
    HandlerCatalog catalog = HandlerCatalog.read(ClassLoader.getPlatformClassLoader(), plugins());
    return new CustomRunner(catalog, dir.resolve("checkpoints"));
  }

  private LocalEngine engine(LocalEngineSettings settings) throws IOException {
    return new LocalEngine("custom", List.of(runner()), settings);
  }

  private List<String> pointers(String config) throws IOException {
    return runner().check((ObjectNode) JSON.readTree(config)).stream()
        .map(Problem::pointer)
        .toList();
  }

  private JobRun job(ObjectNode config, int epoch) {
    PublishGate gate = manifests::add;
    return new JobRun(
        7, "job-7", epoch, "n", "custom", config, null, dir.resolve("w"), gate, checkpoints);
  }

  private RunOutcome run(ObjectNode config, int epoch) throws Exception {
    LocalEngine own = engine(LocalEngineSettings.withSlots(1));
    try {
      return own.start(job(config, epoch), listener)
          .outcome()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS);
    } finally {
      own.stop(Duration.ofSeconds(2));
    }
  }

  private static JobError error(RunOutcome end) {
    assertThat(end).isInstanceOf(RunOutcome.Failed.class);
    return ((RunOutcome.Failed) end).error();
  }

  /** What all handlers here share; part of no plug-in, so each implements the interface itself. */
  public static final class OddName implements JobHandler {
    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public String name() {
      return "Odd Name";
    }

    @Override
    public Map<String, Object> run(RunContext run) {
      return Map.of();
    }
  }

  /** As if it were compiled against a later version. */
  public static final class Later implements JobHandler {
    @Override
    public int apiVersion() {
      return 99;
    }

    @Override
    public String name() {
      return "later";
    }

    @Override
    public Map<String, Object> run(RunContext run) {
      return Map.of();
    }
  }

  /** Left out of the plug-in that needs it. */
  public static final class Absent {
    static final AtomicInteger COUNT = new AtomicInteger();
  }

  public static final class Lacks implements JobHandler {
    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public String name() {
      return "lacks";
    }

    @Override
    public Map<String, Object> run(RunContext run) {
      return Map.of("count", Absent.COUNT.incrementAndGet());
    }
  }

  public static final class Spy implements JobHandler {
    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public String name() {
      return "spy";
    }

    @Override
    public Map<String, Object> run(RunContext run) {
      return Map.of(
          "jackson", sees("com.fasterxml.jackson.databind.ObjectMapper"),
          "interface", sees("io.joborchestrator.custom.SavedState"));
    }

    private static boolean sees(String name) {
      try {
        Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        return true;
      } catch (ClassNotFoundException e) {
        return false;
      }
    }
  }

  public static final class Throws implements JobHandler {
    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public String name() {
      return "throws";
    }

    @Override
    public Map<String, Object> run(RunContext run) {
      inner();
      return Map.of();
    }

    private static void inner() {
      throw new IllegalStateException("deep", new IOException("deeper"));
    }
  }

  public static final class Busy implements JobHandler {
    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public String name() {
      return "busy";
    }

    @Override
    public Map<String, Object> run(RunContext run) throws Exception {
      throw new HandlerFailure(
          HandlerFailure.Type.ENGINE, "RATE_LIMIT", "The service asks for patience.");
    }
  }

  /** Heeds neither a cancel nor an interrupt; ends when a file says so. */
  public static final class Deaf implements JobHandler {
    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public String name() {
      return "deaf";
    }

    @Override
    public Map<String, Object> run(RunContext run) {
      run.log("up");
      while (!Files.exists(run.workFolder().resolve("stop"))) {
        Thread.onSpinWait();
      }
      return Map.of();
    }
  }

  public static final class Two implements JobHandler {
    @Override
    public int apiVersion() {
      return API_VERSION;
    }

    @Override
    public String name() {
      return "two";
    }

    @Override
    public Map<String, Object> run(RunContext run) throws Exception {
      Path folder = Path.of(String.valueOf(run.config().get("folder")));
      Files.writeString(run.output(folder.resolve("one.csv")), "1");
      Path many = Files.createDirectories(run.output(folder.resolve("many")));
      Files.writeString(many.resolve("part.txt"), "2");
      return Map.of();
    }
  }
}
