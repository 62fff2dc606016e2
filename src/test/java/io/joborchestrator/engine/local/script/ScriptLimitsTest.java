package io.joborchestrator.engine.local.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.testing.RecordingRunListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a script may see and use, and what becomes of its files. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class ScriptLimitsTest {
  private static final Duration GRACE = Duration.ofMillis(400);
  private static final String SPIN = "while :; do :; done";

  @TempDir Path folder;

  private final ObjectMapper json =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
  private final RecordingRunListener listener = new RecordingRunListener();
  private final List<ObjectNode> manifests = new ArrayList<>();
  private PublishGate gate = manifests::add;
  private ScriptLimits ceiling = ScriptLimits.NONE;
  private String path = System.getenv("PATH");

  @Test
  @EnabledOnOs(OS.LINUX)
  void endsAScriptAtItsMemoryLimitAndNamesIt() throws Exception {
    JobError error =
        failure(
            "{'argv':['sh','-c','head -c 400000000 /dev/zero | tail -c 390000000 | tail >"
                + " /dev/null'],'memoryLimitBytes':33554432}");

    assertThat(error.code()).isEqualTo("OUT_OF_MEMORY");
    assertThat(error.type()).isEqualTo(ErrorType.RESOURCE);
    assertThat(error.message()).startsWith("The script was ended at its limit of 32 MiB of memory");
  }

  @Test
  void endsAScriptAtItsLimitOfProcessorTimeAlsoWithChildren() throws Exception {
    String two = "sh -c \\\"" + SPIN + "\\\" & sh -c \\\"" + SPIN + "\\\" & wait";
    JobError error = failure("{'argv':['sh','-c','" + two + "'],'cpuLimitSeconds':1}");

    assertThat(error.code()).isEqualTo("RESOURCE_LIMIT");
    assertThat(error.message())
        .isEqualTo("The script was ended at its limit of 1 s of processor time.");
  }

  @Test
  void endsAScriptThatWritesALargerFileThanItMay() throws Exception {
    String write = "{'argv':['dd','if=/dev/zero','of=big','bs=1024','count=100']";

    JobError error = failure(write + ",'fileSizeLimitBytes':10240}");

    assertThat(error.type()).isEqualTo(ErrorType.RESOURCE);
    assertThat(error.message())
        .isEqualTo("The script was ended at its limit of 10,240 bytes a file.");
    assertThat(run(write + ",'fileSizeLimitBytes':1048576}"))
        .isInstanceOf(RunOutcome.Completed.class);
  }

  @Test
  void keepsLimitsByTheShellWhereTheSystemHasNothingElse() throws Exception {
    ScriptRunner shell = new ScriptRunner(Map.of("PATH", path), settings(), HardLimits.byShell());
    String write = "{'argv':['dd','if=/dev/zero','of=a b','bs=1024','count=100']";

    RunOutcome.Failed failed =
        (RunOutcome.Failed) run(shell, write + ",'fileSizeLimitBytes':10240}");

    assertThat(failed.error().message()).contains("limit of 10,240 bytes a file");
    assertThat(run(shell, "{'argv':['printf','%s','$(x); y'],'fileSizeLimitBytes':10240}"))
        .isInstanceOf(RunOutcome.Completed.class);
    assertThat(listener.lines()).anyMatch(line -> line.contains("$(x); y"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void endsAScriptThatStartsTooManyProcesses() throws Exception {
    JobError error =
        failure(
            "{'argv':['sh','-c','for i in 1 2 3 4 5 6; do sleep 60 & done; wait'],'processLimit':4}");

    assertThat(error.code()).isEqualTo("RESOURCE_LIMIT");
    assertThat(error.message())
        .isEqualTo("The script was ended at its limit of 4 processes (it had 7).");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aJobMayAskForLessThanThisMachineAllowsButNotForMore() throws Exception {
    ceiling = new ScriptLimits(0, Duration.ofSeconds(1), 0, 3);

    assertThat(failure("{'argv':['sh','-c','" + SPIN + "'],'cpuLimitSeconds':900}").message())
        .contains("limit of 1 s of processor time");
    assertThat(
            failure("{'argv':['sh','-c','sleep 60 & sleep 61 & wait'],'processLimit':2}").message())
        .contains("limit of 2 processes");
  }

  @Test
  void saysWhichLimitsThisSystemCannotKeep() {
    Map<String, String> support = new ScriptRunner(Map.of(), settings()).facts();
    assertThat(support)
        .containsOnlyKeys("memory limit", "process limit", "CPU limit", "file size limit");
    assertThat(HardLimits.ofThisSystem().missing(ScriptLimits.NONE)).isEmpty();
    assumeThat(UsageMeter.isAvailable()).isTrue();
    assertThat(support).containsEntry("memory limit", "watched");
  }

  @Test
  void passesOnOnlyVariablesThatTheJobAsksForAndTheMachineAllows() throws Exception {
    ok("{'argv':['env'],'inherit':['TEAM','ABSENT_1']}");
    assertThat(listener.lines())
        .anyMatch(line -> line.endsWith("TEAM=blue"))
        .noneMatch(line -> line.contains("s3cret") || line.contains("ABSENT"));

    assertThat(failure("{'argv':['env'],'inherit':['SECRET']}").code()).isEqualTo("NOT_ALLOWED");
    List<Problem> problems = runner().check(object("{'argv':['env'],'inherit':['TEAM','SECRET']}"));
    assertThat(problems).singleElement().extracting(Problem::pointer).isEqualTo("/inherit/1");
    assertThat(problems.get(0).message()).contains("scripts.environment");
  }

  @Test
  void searchesProgramsOnlyInWholePathsOfThePolicy() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.writeString(bin.resolve("hello"), "#!/bin/sh\necho $PATH\n");
    assertThat(bin.resolve("hello").toFile().setExecutable(true)).isTrue();
    path = ".:bin::" + bin;

    ok("{'argv':['hello']}");

    assertThat(listener.lines()).anyMatch(line -> line.endsWith("stdout " + bin));
    assertThat(failure("{'argv':['sh']}").code()).isEqualTo("PROGRAM_NOT_FOUND");
  }

  @Test
  void keepsAndListsTheFilesThatAScriptLeaves() throws Exception {
    ObjectNode result =
        ok(
            "{'argv':['sh','-c','echo 12345 > a.txt; mkdir d; echo 1 > d/b; ln -s /etc/passwd l;"
                + " echo x >> changed'],'files':{'given':'as it was','changed':'y'}}");

    assertThat(result.at("/files/count").asInt()).isEqualTo(3);
    assertThat(result.at("/files/bytes").asInt()).isEqualTo(11);
    Path kept = Path.of(result.at("/files/folder").asText());
    assertThat(kept).startsWith(folder.resolve("kept"));
    assertThat(names(result)).containsExactly("a.txt", "changed", "b");
    for (JsonNode output : result.path("outputs")) {
      assertThat(Path.of(output.path("path").asText())).hasSize(output.path("bytes").asLong());
    }
    assertThat(manifests)
        .singleElement()
        .satisfies(m -> assertThat(m.get("result")).isEqualTo(result));
    assertThat(kept.resolve("l")).doesNotExist();
  }

  @Test
  void namesButRemovesFilesThatNobodyWants() throws Exception {
    ObjectNode result = ok("{'argv':['sh','-c','echo 12345 > a.txt'],'keep':'none'}");

    assertThat(result.at("/files/kept").asBoolean()).isFalse();
    assertThat(result.at("/files/names/0/name").asText()).isEqualTo("a.txt");
    assertThat(result.at("/files/names/0/bytes").asInt()).isEqualTo(6);
    assertThat(folder.resolve("kept")).doesNotExist();
    assertThat(manifests).isEmpty();
  }

  @Test
  void namesNoMoreFilesThanAPersonCanRead() throws Exception {
    ObjectNode result = ok("{'argv':['sh','-c','seq 1 1000 | split -l 1 -a 4']}");

    assertThat(result.at("/files/count").asInt()).isEqualTo(1000);
    assertThat(result.path("outputs")).hasSize(ProducedFiles.MOST_NAMED);
    try (Stream<Path> kept = Files.list(Path.of(result.at("/files/folder").asText()))) {
      assertThat(kept).hasSize(1000);
    }
  }

  @Test
  void keepsTheFilesOfAFailureOnlyWhereAllAreAskedFor() throws Exception {
    String config = "{'argv':['sh','-c','echo 1 > a; exit 3'],'files':{'given':'g'},'keep':'";
    failure(config + "outputs'}");
    assertThat(folder.resolve("kept")).doesNotExist();

    failure(config + "all'}");

    String line =
        listener.lines().stream()
            .filter(l -> l.contains("Its files are kept in"))
            .findFirst()
            .orElseThrow();
    Path kept = Path.of(line.substring(line.indexOf("kept in ") + 8));
    assertThat(kept.resolve("a")).hasContent("1");
    assertThat(kept.resolve("given")).hasContent("g");
  }

  @Test
  void anAttemptThatIsNoLongerTheCurrentOneKeepsNothing() throws Exception {
    gate = manifest -> false;

    assertThat(failure("{'argv':['sh','-c','echo 1 > a']}").code()).isEqualTo("FENCED");

    try (Stream<Path> kept = Files.list(folder.resolve("kept"))) {
      assertThat(kept).isEmpty();
    }
  }

  @Test
  void findsMistakesInTheNewFieldsAtTheirPlace() throws Exception {
    assertThat(pointers("{'argv':['ls'],'keep':'sme','inherit':['A B'],'processLimit':0}"))
        .containsExactlyInAnyOrder("/keep", "/inherit/0", "/processLimit");
    assertThat(pointers("{'argv':['ls'],'inherit':'PATH','memoryLimitBytes':5}"))
        .containsExactlyInAnyOrder("/inherit", "/memoryLimitBytes");
    assertThat(runner().check(object("{'argv':['ls'],'memoryLimitByte':9}")).get(0).message())
        .contains("Did you mean 'memoryLimitBytes'?");
  }

  private List<String> pointers(String config) throws Exception {
    return runner().check(object(config)).stream().map(Problem::pointer).toList();
  }

  private static List<String> names(ObjectNode result) {
    List<String> names = new ArrayList<>();
    result
        .path("outputs")
        .forEach(o -> names.add(Path.of(o.path("path").asText()).getFileName().toString()));
    return names;
  }

  private ScriptSettings settings() {
    return new ScriptSettings(
        List.of("TEAM", "ABSENT_*"), null, folder.resolve("kept"), ceiling, GRACE);
  }

  private ScriptRunner runner() {
    return new ScriptRunner(Map.of("PATH", path, "TEAM", "blue", "SECRET", "s3cret"), settings());
  }

  private JobError failure(String config) throws Exception {
    return ((RunOutcome.Failed) run(config)).error();
  }

  private ObjectNode ok(String config) throws Exception {
    RunOutcome end = run(config);
    assertThat(end).isInstanceOf(RunOutcome.Completed.class);
    return ((RunOutcome.Completed) end).result();
  }

  private RunOutcome run(String config) throws Exception {
    return run(runner(), config);
  }

  private RunOutcome run(ScriptRunner runner, String config) throws Exception {
    LocalEngine engine =
        new LocalEngine(
            List.of(runner),
            new LocalEngineSettings(1, GRACE, LocalEngineSettings.DEFAULT_FORCE_LIMIT, 1 << 20));
    try {
      String id = folder.getFileName().toString();
      JobRun run =
          new JobRun(1, id, 1, "job", "script", object(config), null, folder.resolve("w"), gate);
      return engine.start(run, listener).outcome().toCompletableFuture().get(30, TimeUnit.SECONDS);
    } finally {
      engine.stop(Duration.ofSeconds(5));
    }
  }

  private ObjectNode object(String text) throws Exception {
    return (ObjectNode) json.readTree(text);
  }
}
