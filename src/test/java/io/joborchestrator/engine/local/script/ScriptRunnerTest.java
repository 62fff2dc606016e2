package io.joborchestrator.engine.local.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.pipeline.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs({OS.LINUX, OS.MAC})
class ScriptRunnerTest {
  private static final Duration GRACE = Duration.ofMillis(400);

  @TempDir Path folder;

  private final ObjectMapper json =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
  private final Recorder recorder = new Recorder();
  private final ScriptRunner runner =
      new ScriptRunner(
          Map.of("PATH", System.getenv("PATH"), "LANG", "C.UTF-8", "SECRET", "s3cret"),
          ScriptSettings.plain(Path.of("never-used"), GRACE));
  private final LocalEngine engine =
      new LocalEngine(
          List.of(runner),
          new LocalEngineSettings(2, GRACE, LocalEngineSettings.DEFAULT_FORCE_LIMIT, 1 << 20));

  @AfterEach
  void stop() {
    engine.stop(Duration.ofSeconds(5));
  }

  @Test
  void keepsWhatAProgramSaysAndItsExitCode() throws Exception {
    RunOutcome outcome = run("{'argv':['sh','-c','echo out; echo err >&2']}");

    assertThat(outcome).isInstanceOf(RunOutcome.Completed.class);
    assertThat(((RunOutcome.Completed) outcome).result().get("exitCode").asInt()).isZero();
    assertThat(recorder.lines("stdout")).containsExactly("out");
    assertThat(recorder.lines("stderr")).containsExactly("err");
  }

  @Test
  void givesArgumentsToTheProgramAsTheyAreWritten() throws Exception {
    run("{'argv':['printf','%s\\n','$HOME; rm -rf *','a b','|','']}");

    assertThat(recorder.lines("stdout")).containsExactly("$HOME; rm -rf *", "a b", "|", "");
  }

  @Test
  void showsAProgramOnlyAllowedVariablesAndItsOwn() throws Exception {
    run("{'argv':['env'],'env':{'MINE':'1'}}");

    assertThat(recorder.lines("stdout"))
        .contains("MINE=1", "LANG=C.UTF-8", "EJO_JOB_ID=" + jobId(), "EJO_EPOCH=1")
        .noneMatch(line -> line.contains("s3cret"));
  }

  @Test
  void runsAScriptThatTravelsWithItsJob() throws Exception {
    run("{'argv':['./hello.sh','x'],'files':{'hello.sh':'#!/bin/sh\\necho hello $1 in $PWD'}}");

    assertThat(recorder.lines("stdout")).containsExactly("hello x in " + folder.toRealPath());
  }

  @Test
  void failsWithTheLastLineOfTheProgramsErrors() throws Exception {
    RunOutcome.Failed failed =
        (RunOutcome.Failed) run("{'argv':['sh','-c','echo one >&2; echo two >&2; exit 3']}");

    assertThat(failed.error().code()).isEqualTo("PROGRAM_FAILED");
    assertThat(failed.error().message()).isEqualTo("The program ended with exit code 3: two");
    assertThat(failed.error().detail()).isEqualTo("one\ntwo");
  }

  @Test
  void saysThatAProgramEndedItselfBySignal() throws Exception {
    RunOutcome.Failed failed = (RunOutcome.Failed) run("{'argv':['sh','-c','kill -SEGV $$']}");

    assertThat(failed.error().message()).isEqualTo("The program was ended by signal 11.");
  }

  @Test
  void namesAProgramThatDoesNotExist() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain.sh"), "echo x");

    assertThat(failure("{'argv':['no-such-program']}"))
        .startsWith("PROGRAM_NOT_FOUND The program 'no-such-program' was not found");
    assertThat(failure("{'argv':['/no/such/program']}"))
        .startsWith("PROGRAM_NOT_FOUND The program '/no/such/program' does not exist");
    assertThat(failure("{'argv':['" + plain + "']}")).contains("is not executable. Run chmod +x");
    assertThat(failure("{'argv':['" + folder + "']}")).contains("is a folder");
    assertThat(failure("{'argv':['ls -l /']}")).contains("words of their own in 'argv'");
    assertThat(failure("{'argv':['./x'],'files':{'x':'#!/no/such/interpreter\\n'}}"))
        .startsWith("PROGRAM_NOT_FOUND");
  }

  @Test
  void refusesAWorkingDirectoryThatDoesNotExist() throws Exception {
    assertThat(failure("{'argv':['ls'],'workingDirectory':'/no/such/folder'}"))
        .isEqualTo(
            "INPUT_NOT_FOUND The working directory '/no/such/folder' does not exist on this"
                + " machine.");
  }

  @Test
  void findsEveryMistakeOfAConfigurationAtItsPlace() throws Exception {
    assertThat(pointers("{}")).containsExactly("/argv");
    assertThat(pointers("{'argv':'ls'}")).containsExactly("/argv");
    assertThat(pointers("{'argv':['ls',{}],'colour':1,'env':{'A=B':'1','EJO_X':'2'}}"))
        .containsExactlyInAnyOrder("/argv/1", "/colour", "/env/A=B", "/env/EJO_X");
    assertThat(pointers("{'argv':['ls'],'files':{'../x':'','/y':'','a/b':''}}"))
        .containsExactlyInAnyOrder("/files/..~1x", "/files/~1y");
    assertThat(pointers("{'argv':['no-such-program']}")).containsExactly("/argv/0");
    assertThat(pointers("{'argv':['ls'],'workingDirectory':'relative'}"))
        .containsExactly("/workingDirectory");
    assertThat(pointers("{'argv':['ls'],'outputLimitBytes':-1}"))
        .containsExactly("/outputLimitBytes");
    assertThat(pointers("{'argv':['ls']}")).isEmpty();
  }

  @Test
  void cutsAFloodOfOutputAndKeepsItsEnd() throws Exception {
    run("{'argv':['seq','1','300000'],'outputLimitBytes':10000}");

    List<String> lines = recorder.lines("stdout");
    assertThat(lines).hasSizeLessThan(2600).startsWith("1", "2").endsWith("299999", "300000");
    assertThat(recorder.lines("warn")).anyMatch(line -> line.contains("were left out of the log"));
  }

  @Test
  void makesHarmlessWhatIsNotText() throws Exception {
    run(
        "{'argv':['printf','\\\\377\\\\376x\\\\000y\\\\033[31mred\\\\033[0m\\\\tz\\\\nDONE\\\\r50%%"
            + "\\\\r100%%\\\\n\\\\342\\\\200\\\\256gnp\\\\r\\\\nend']}");

    assertThat(recorder.lines("stdout"))
        .containsExactly("\ufffd\ufffdx\u2400yred\tz", "DONE", "50%", "100%", "\ufffdgnp", "end");
  }

  @Test
  void cutsAVeryLongLine() throws Exception {
    run("{'argv':['sh','-c','head -c 3000000 /dev/zero | tr \\\\\\\\0 a; echo; echo after']}");

    assertThat(recorder.lines("stdout").get(0))
        .hasSizeLessThan(17_000)
        .endsWith("(line of 3,000,000 characters cut)");
    assertThat(recorder.lines("stdout")).endsWith("after");
  }

  @Test
  void r30_endsATreeThatIgnoresTermForksAndLeavesItsSession() throws Exception {
    EngineRun run =
        start(
            "{'argv':['sh','-c','trap \"\" TERM; sleep 300 & (setsid sleep 301 &) ; "
                + "(sh -c \"trap : TERM; while :; do sleep 302; done\" &); echo up; "
                + "while :; do sleep 303; done']}");
    assertThat(recorder.sawLine("up")).isTrue();

    run.cancel("Enough.");

    assertThat(outcome(run)).isEqualTo(new RunOutcome.Cancelled(true, "Enough."));
    assertThat(ownProcesses()).isEmpty();
  }

  @Test
  void letsAProgramTidyUpWithinItsGrace() throws Exception {
    EngineRun run =
        start("{'argv':['sh','-c','trap \"echo tidy; exit 0\" TERM; echo up; sleep 60 & wait']}");
    assertThat(recorder.sawLine("up")).isTrue();

    run.cancel("Enough.");

    assertThat(outcome(run)).isEqualTo(new RunOutcome.Cancelled(true, "Enough."));
    assertThat(recorder.lines("stdout")).contains("tidy");
  }

  @Test
  void killsAtOnceWhenForced() throws Exception {
    EngineRun run = start("{'argv':['sh','-c','trap \"\" TERM; echo up; while :; do :; done']}");
    assertThat(recorder.sawLine("up")).isTrue();

    run.kill();

    assertThat(((RunOutcome.Cancelled) outcome(run)).confirmed()).isTrue();
  }

  @Test
  void endsWhatAProgramLeavesRunningAndSaysSo() throws Exception {
    // Until it has become another program, the child is a shell as well.
    RunOutcome outcome =
        run(
            "{'argv':['sh','-c',"
                + "'sleep 300 & until ps -o comm= -p $! | grep -q sleep; do :; done; echo started']}");

    assertThat(outcome).isInstanceOf(RunOutcome.Completed.class);
    assertThat(recorder.lines("warn"))
        .anyMatch(line -> line.contains("left processes running") && line.contains("sleep"));
    assertThat(ownProcesses()).isEmpty();
  }

  @Test
  void endsWhatAnEarlierAttemptLeftOnThisMachine() throws Exception {
    Process orphan = earlierAttempt();
    try {
      RunOutcome outcome = outcome(engine.start(attempt("{'argv':['true']}", 2), recorder));

      assertThat(outcome).isInstanceOf(RunOutcome.Completed.class);
      assertThat(orphan.waitFor(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      orphan.destroyForcibly();
    }
  }

  private Process earlierAttempt() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sleep", "300");
    builder.environment().put("EJO_JOB_ID", jobId());
    builder.environment().put("EJO_EPOCH", "1");
    return builder.start();
  }

  private List<ProcessHandle> ownProcesses() {
    return ProcessTree.marked(
        variables -> jobId().equals(variables.get("EJO_JOB_ID")), Set.of("EJO_JOB_ID"));
  }

  private String failure(String config) throws Exception {
    RunOutcome.Failed failed = (RunOutcome.Failed) run(config);
    return failed.error().code() + " " + failed.error().message();
  }

  private List<String> pointers(String config) throws Exception {
    return runner.check(object(config)).stream().map(Problem::pointer).toList();
  }

  private RunOutcome run(String config) throws Exception {
    return outcome(start(config));
  }

  private EngineRun start(String config) throws Exception {
    return engine.start(attempt(config, 1), recorder);
  }

  private JobRun attempt(String config, int epoch) throws Exception {
    return new JobRun(
        1, jobId(), epoch, "job", "script", object(config), null, folder, PublishGate.OPEN);
  }

  /** Unique for the test, so that its processes can be told from others on the machine. */
  private String jobId() {
    return folder.getFileName().toString();
  }

  private ObjectNode object(String text) throws Exception {
    return (ObjectNode) json.readTree(text);
  }

  private static RunOutcome outcome(EngineRun run) throws Exception {
    return run.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static final class Recorder implements RunListener {
    private final List<String[]> lines = new ArrayList<>();
    private final CountDownLatch up = new CountDownLatch(1);

    @Override
    public void progress(RunProgress progress) {}

    @Override
    public synchronized void log(String level, String line) {
      lines.add(new String[] {level, line});
      if (line.equals("up")) {
        up.countDown();
      }
    }

    boolean sawLine(String expected) throws InterruptedException {
      assertThat(expected).isEqualTo("up");
      return up.await(10, TimeUnit.SECONDS);
    }

    synchronized List<String> lines(String level) {
      return lines.stream().filter(line -> line[0].equals(level)).map(line -> line[1]).toList();
    }
  }
}
