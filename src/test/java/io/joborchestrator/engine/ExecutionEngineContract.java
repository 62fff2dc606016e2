package io.joborchestrator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.testing.RecordingRunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine owes the core; run against each of them. */
public abstract class ExecutionEngineContract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger NUMBERS = new AtomicInteger(1_000);

  @TempDir Path dir;

  private final RecordingRunListener listener = new RecordingRunListener();

  /** The engine under test, which may be shared by all tests. */
  protected abstract ExecutionEngine engine();

  /** An engine of the test's own that was never used. */
  protected abstract ExecutionEngine freshEngine() throws IOException;

  /** The kind of job the engine is tried with; configurations are made for it. */
  protected String jobType() {
    return "data_processing";
  }

  /** Whether the engine can put bad rows of an input aside. */
  protected boolean hasQuarantine() {
    return true;
  }

  /** The folder with the input, where outputs go. */
  protected final Path data() {
    return dir.resolve("data");
  }

  @BeforeEach
  void writeInput() throws IOException {
    Files.createDirectories(dir.resolve("data"));
    Files.writeString(dir.resolve("data/in.csv"), "a,b\n1,x\n2,y\n3,z\n");
  }

  @Test
  void completesAndPublishes() throws Exception {
    RunOutcome end = run(sorting("out.csv"));
    assertThat(end).isInstanceOf(RunOutcome.Completed.class);
    assertThat(dir.resolve("data/out.csv")).hasContent("a,b\n3,z\n2,y\n");
    RunResult result = result(end);
    assertThat(result.rowsWritten()).isEqualTo(2);
    assertThat(result.badRows()).isZero();
    assertThat(result.firstRows()).containsExactly(List.of("3", "z"), List.of("2", "y"));
    assertThat(result.outputs())
        .singleElement()
        .satisfies(file -> assertThat(file.path()).endsWith("out.csv"));
    assertThat(((RunOutcome.Completed) end).records()).isPositive();
    assertThat(names()).containsExactly("in.csv", "out.csv");
  }

  @Test
  void failedRunLeavesNothing() throws Exception {
    Files.writeString(dir.resolve("data/in.csv"), "a,b\n1,x\n0,y\n");
    RunOutcome end = run(pipeline("10 / a > 0", "out.parquet"));
    assertThat(error(end).code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO.wire());
    assertThat(error(end).type()).isEqualTo(ErrorType.DATA);
    assertThat(names()).containsExactly("in.csv");
  }

  @Test
  void errorOfTheUserIsTypedAndPlain() throws Exception {
    Files.delete(dir.resolve("data/in.csv"));
    JobError error = error(run(sorting("out.csv")));
    assertThat(error.code()).isEqualTo(ErrorCode.INPUT_NOT_FOUND.wire());
    assertThat(error.type()).isEqualTo(ErrorType.USER);
    assertThat(error.message()).contains("in.csv").doesNotContain("Exception");
  }

  @Test
  void wrongConfigurationIsAnErrorOfTheUser() throws Exception {
    assertThat(error(run(pipeline("nonsense > 1", "out.csv"))).code())
        .isEqualTo(ErrorCode.UNKNOWN_COLUMN.wire());
    ObjectNode broken = JSON.createObjectNode().put("steps", "none");
    assertThat(error(run(broken)).type()).isEqualTo(ErrorType.USER);
  }

  @Test
  void existingOutputIsNotTouched() throws Exception {
    Files.writeString(dir.resolve("data/out.csv"), "precious");
    assertThat(error(run(sorting("out.csv"))).code()).isEqualTo(ErrorCode.OUTPUT_EXISTS.wire());
    assertThat(dir.resolve("data/out.csv")).hasContent("precious");
  }

  @Test
  void manifestHoldsAllThatAnotherProcessNeedsToFinish() throws Exception {
    Assumptions.assumeTrue(hasQuarantine());
    assertThat(run(pipeline("a > 1", "mid.parquet"))).isInstanceOf(RunOutcome.Completed.class);
    ObjectNode config = sorting("out.csv");
    ObjectNode input = (ObjectNode) input("mid.parquet", "a integer", "b string");
    input.put("format", "parquet").put("badRows", "quarantine");
    input.put("quarantinePath", dir.resolve("data/bad.csv").toString());
    config.withObject("/inputs").set("t", input);
    List<ObjectNode> manifests = new ArrayList<>();
    assertThat(await(engine().start(job(config, manifests::add), listener)))
        .isInstanceOf(RunOutcome.Completed.class);
    assertThat(names()).containsExactly("bad.csv", "in.csv", "mid.parquet", "out.csv");
    assertThat(dir.resolve("data/bad.csv")).hasContent("a,b,reason\n");
    ObjectNode manifest = manifests.get(0);
    assertThat(manifest.path("also")).hasSize(1);
    for (JsonNode output : manifest.path("result").path("outputs")) {
      assertThat(Path.of(output.path("path").asText())).hasSize(output.path("bytes").asLong());
    }
    assertThat(manifest.path("result").path("outputs")).hasSize(2);
    assertThat(manifest.path("result").path("rowsWritten").asLong()).isEqualTo(2);
  }

  @Test
  void closedGateLeavesNothing() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    RunOutcome end =
        await(
            engine()
                .start(
                    job(
                        sorting("out.csv"),
                        manifest -> {
                          asked.incrementAndGet();
                          return false;
                        }),
                    listener));
    assertThat(asked).hasValue(1);
    assertThat(error(end).code()).isEqualTo(ErrorCode.FENCED.wire());
    assertThat(names()).containsExactly("in.csv");
  }

  @Test
  void nothingIsVisibleBeforeTheGate() throws Exception {
    List<String> seen = new ArrayList<>();
    PublishGate looking =
        manifest -> {
          seen.addAll(names());
          return true;
        };
    await(engine().start(job(sorting("out.csv"), looking), listener));
    assertThat(seen).contains("in.csv").doesNotContain("out.csv");
    assertThat(names()).containsExactly("in.csv", "out.csv");
  }

  @Test
  void cancelAtOnceEndsARunThatHardlyBegan() throws Exception {
    EngineRun run = engine().start(job(endless("out.csv"), PublishGate.OPEN), listener);
    run.cancel("changed my mind");
    assertThat(await(run))
        .isInstanceOfSatisfying(
            RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.confirmed()).isTrue());
    assertThat(names()).containsExactly("big.csv", "in.csv");
  }

  @Test
  void cancelEndsARunThatWorks() throws Exception {
    EngineRun run = startEndless("out.csv");
    run.cancel("enough");
    run.cancel("twice does no harm");
    assertThat(await(run))
        .isInstanceOfSatisfying(
            RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.confirmed()).isTrue());
    assertThat(names()).containsExactly("big.csv", "in.csv");
    assertThat(engine().resources().running()).isZero();
  }

  @Test
  void cancelAfterTheEndChangesNothing() throws Exception {
    EngineRun run = engine().start(job(sorting("out.csv"), PublishGate.OPEN), listener);
    RunOutcome end = await(run);
    run.cancel("too late");
    run.kill();
    assertThat(await(run)).isSameAs(end).isInstanceOf(RunOutcome.Completed.class);
    assertThat(names()).containsExactly("in.csv", "out.csv");
  }

  @Test
  void killEndsARunThatWorks() throws Exception {
    EngineRun run = startEndless("out.csv");
    run.kill();
    assertThat(await(run)).isInstanceOf(RunOutcome.Cancelled.class);
    assertThat(names()).containsExactly("big.csv", "in.csv");
  }

  @Test
  void cancelOfOneDoesNotHurtTheOther() throws Exception {
    EngineRun endless = startEndless("out1.csv");
    EngineRun other = engine().start(job(sorting("out2.csv"), PublishGate.OPEN), listener);
    endless.cancel("only this one");
    assertThat(await(other)).isInstanceOf(RunOutcome.Completed.class);
    assertThat(await(endless)).isInstanceOf(RunOutcome.Cancelled.class);
    assertThat(names()).containsExactly("big.csv", "in.csv", "out2.csv");
  }

  @Test
  void startReturnsAtOnceAndTellsTheOutcomeOnce() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger told = new AtomicInteger();
    PublishGate waiting =
        manifest -> {
          try {
            return gate.await(3, TimeUnit.MINUTES);
          } catch (InterruptedException interrupted) {
            return false;
          }
        };
    EngineRun run = engine().start(job(sorting("out.csv"), waiting), listener);
    var telling = run.outcome().thenAccept(end -> told.incrementAndGet()).toCompletableFuture();
    assertThat(telling).isNotDone();
    assertThat(run.engineRunId()).isNotBlank();
    gate.countDown();
    telling.get(3, TimeUnit.MINUTES);
    assertThat(told).hasValue(1);
  }

  @Test
  void progressNeverFallsAndEndsAtAHundred() throws Exception {
    run(sorting("out.csv"));
    List<RunProgress> progress = listener.progress();
    assertThat(progress).isNotEmpty();
    double percent = 0;
    long records = 0;
    for (RunProgress one : progress) {
      assertThat(one.records()).isGreaterThanOrEqualTo(records);
      records = one.records();
      Double next = one.percent();
      if (next != null) {
        assertThat(next).isBetween(percent, 100.0);
        percent = next;
      }
    }
    assertThat(percent).isEqualTo(100.0);
    assertThat(listener.lines()).isNotEmpty();
  }

  @Test
  void takesRunsAgainAndAgainUpToItsSlots() throws Exception {
    int slots = engine().capabilities().slots();
    List<EngineRun> runs = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      runs.add(engine().start(job(sorting("out" + i + ".csv"), PublishGate.OPEN), listener));
    }
    for (EngineRun run : runs) {
      assertThat(await(run)).isInstanceOf(RunOutcome.Completed.class);
    }
    assertThat(engine().resources().running()).isZero();
    assertThat(run(sorting("more.csv"))).isInstanceOf(RunOutcome.Completed.class);
  }

  @Test
  void refusesAKindItDoesNotRun() {
    JobRun known = job(sorting("out.csv"), PublishGate.OPEN);
    var unknown =
        new JobRun(
            known.no(),
            known.jobId(),
            1,
            "n",
            "no_such_kind",
            known.config(),
            null,
            known.workDir(),
            PublishGate.OPEN);
    assertThat(engine().capabilities().runs("no_such_kind")).isFalse();
    assertThatThrownBy(() -> engine().start(unknown, listener))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ENGINE_NOT_CAPABLE));
  }

  @Test
  void saysHowItIsWithoutStartingAnything() throws Exception {
    ExecutionEngine fresh = freshEngine();
    EngineHealth before = fresh.health();
    assertThat(before.takesWork()).isTrue();
    assertThat(before.message()).isNotBlank();
    assertThat(fresh.resources().running()).isZero();
    assertThat(fresh.resources().slots()).isEqualTo(fresh.capabilities().slots());
    assertThat(fresh.health().state()).isEqualTo(before.state());
    run(sorting("out.csv"));
    assertThat(engine().health().state()).isEqualTo(EngineHealth.State.READY);
  }

  @Test
  void stopIsIdempotentAndTakesNoMoreWork() throws Exception {
    ExecutionEngine fresh = freshEngine();
    fresh.stop(Duration.ofSeconds(5));
    fresh.stop(Duration.ofSeconds(5));
    assertThat(fresh.health().takesWork()).isFalse();
    assertThatThrownBy(() -> fresh.start(job(sorting("out.csv"), PublishGate.OPEN), listener))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE));
  }

  private EngineRun startEndless(String output) throws Exception {
    EngineRun run = engine().start(job(endless(output), PublishGate.OPEN), listener);
    listener.await(line -> line.startsWith("progress"));
    return run;
  }

  private RunOutcome run(ObjectNode config) throws Exception {
    return await(engine().start(job(config, PublishGate.OPEN), listener));
  }

  private static RunOutcome await(EngineRun run) throws Exception {
    return run.outcome().toCompletableFuture().get(3, TimeUnit.MINUTES);
  }

  private JobRun job(ObjectNode config, PublishGate gate) {
    int no = NUMBERS.incrementAndGet();
    return new JobRun(
        no, "job-" + no, 1, "contract", jobType(), config, null, dir.resolve("work-" + no), gate);
  }

  private static JobError error(RunOutcome end) {
    assertThat(end).isInstanceOf(RunOutcome.Failed.class);
    return ((RunOutcome.Failed) end).error();
  }

  private static RunResult result(RunOutcome end) throws IOException {
    return JSON.treeToValue(((RunOutcome.Completed) end).result(), RunResult.class);
  }

  /** Rows with a of more than one, the largest first. */
  protected ObjectNode sorting(String output) {
    ObjectNode config = pipeline("a > 1", output);
    config
        .withArray("steps")
        .addObject()
        .put("op", "sort")
        .putArray("by")
        .addObject()
        .put("column", "a")
        .put("direction", "desc");
    return config;
  }

  /** Rows for which the condition holds. */
  protected ObjectNode pipeline(String where, String output) {
    ObjectNode config = JSON.createObjectNode();
    config.putObject("inputs").set("t", input("in.csv", "a integer", "b string"));
    config.putArray("steps").addObject().put("op", "filter").put("where", where);
    config
        .putObject("output")
        .put("format", output.substring(output.lastIndexOf('.') + 1))
        .put("path", dir.resolve("data").resolve(output).toString());
    return config;
  }

  /** Every row meets every row: 10^11 pairs. Leaves a big.csv beside the input. */
  protected ObjectNode endless(String output) {
    writeBig();
    ObjectNode config = pipeline("v >= 0", output);
    ((ObjectNode) config.get("inputs")).removeAll();
    config.withObject("/inputs").set("t", input("big.csv", "k integer", "v integer"));
    config.withObject("/inputs").set("u", input("big.csv", "k integer", "v integer"));
    config.put("from", "t");
    ObjectNode join = config.withArray("steps").addObject().put("op", "join").put("with", "u");
    join.put("suffix", "_u").putArray("on").addObject().put("left", "k").put("right", "k");
    ObjectNode group = config.withArray("steps").addObject().put("op", "group_by");
    group.putArray("keys");
    group
        .putArray("aggregates")
        .addObject()
        .put("function", "sum")
        .put("expression", "(v % 7) * (v_u % 5)")
        .put("as", "s");
    return config;
  }

  private void writeBig() {
    var text = new StringBuilder("k,v\n");
    for (int i = 0; i < 400_000; i++) {
      text.append("1,").append(i).append('\n');
    }
    try {
      Files.writeString(dir.resolve("data/big.csv"), text);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private JsonNode input(String file, String... columns) {
    ObjectNode input = JSON.createObjectNode().put("format", "csv");
    input.put("path", dir.resolve("data").resolve(file).toString());
    for (String column : columns) {
      String[] words = column.split(" ");
      input.withArray("columns").addObject().put("name", words[0]).put("type", words[1]);
    }
    return input;
  }

  /** Visible and hidden files beside the input. */
  private List<String> names() {
    try (Stream<Path> files = Files.list(dir.resolve("data"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
