package io.joborchestrator.engine.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.Checkpoints.Answer;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.local.LocalRunner.Cancellation;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.engine.local.pipeline.PipelineRunner;
import io.joborchestrator.testing.MemoryCheckpoints;
import io.joborchestrator.testing.MemoryCheckpoints.Death;
import io.joborchestrator.testing.RecordingRunListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts of one job, one after the other, in the local engine. */
class ChunkedRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path dir;

  private final MemoryCheckpoints kept = new MemoryCheckpoints();
  private final RecordingRunListener listener = new RecordingRunListener();
  private PipelineRunner runner;
  private int epoch;

  @BeforeEach
  void inputOfFourChunks() throws IOException {
    DuckDbSettings settings = new DuckDbSettings(2, 256);
    runner = new PipelineRunner(settings, new LocalPipelineWorkbench(settings));
    StringBuilder text = new StringBuilder("id,city,amount\n");
    for (int i = 0; i < 1000; i++) {
      text.append(i).append(",\"c\n").append(i % 7).append("\",").append(i % 100).append(".25\n");
    }
    Files.writeString(dir.resolve("t.csv"), text);
  }

  private static final String ROWS =
      "[{\"op\":\"derive\",\"columns\":[{\"name\":\"twice\",\"expression\":\"amount * 2\"}]}]";
  private static final String GROUPS =
      "[{\"op\":\"group_by\",\"keys\":[\"city\"],\"aggregates\":[{\"function\":\"sum\","
          + "\"expression\":\"amount\",\"as\":\"s\"},{\"function\":\"avg\",\"expression\":\"amount\","
          + "\"as\":\"a\"}]},{\"op\":\"sort\",\"by\":[{\"column\":\"city\"}]}]";
  private static final String SORTED =
      "[{\"op\":\"sort\",\"by\":[{\"column\":\"amount\"},{\"column\":\"id\"}]}]";

  private ObjectNode config(String steps) throws IOException {
    ObjectNode config = JSON.createObjectNode();
    ObjectNode input = config.putObject("inputs").putObject("t");
    input.put("format", "csv").put("path", dir.resolve("t.csv").toString());
    input.set(
        "columns",
        JSON.readTree(
            "[{\"name\":\"id\",\"type\":\"bigint\"},{\"name\":\"city\",\"type\":\"string\"},"
                + "{\"name\":\"amount\",\"type\":\"decimal(9,2)\"}]"));
    config.set("steps", JSON.readTree(steps));
    config
        .putObject("output")
        .put("format", "csv")
        .put("path", dir.resolve("out.csv").toString())
        .put("ifExists", "replace");
    long chunk = (Files.size(dir.resolve("t.csv")) + 3) / 4;
    config.putObject("checkpoint").put("enabled", "always").put("chunkBytes", chunk);
    return config;
  }

  private RunOutcome attempt(ObjectNode config) throws Exception {
    epoch++;
    JobRun run =
        new JobRun(
            9,
            "job-9",
            epoch,
            "t",
            "etl",
            config,
            null,
            dir.resolve("work-" + epoch),
            PublishGate.OPEN,
            kept);
    return runner.run(run, listener, new Never());
  }

  private String undisturbed(String steps) throws Exception {
    ObjectNode config = config(steps);
    assertThat(attempt(config)).isInstanceOf(RunOutcome.Completed.class);
    String text = Files.readString(dir.resolve("out.csv"));
    Files.delete(dir.resolve("out.csv"));
    kept.saved.clear();
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {ROWS, GROUPS, SORTED})
  void attemptThatDiesIsContinuedAndNothingIsDoneTwice(String steps) throws Exception {
    String expected = undisturbed(steps);
    kept.dieAfter(1);
    assertThatThrownBy(() -> attempt(config(steps))).isInstanceOf(Death.class);
    assertThat(kept.stored()).hasSize(2);
    assertThat(dir.resolve("out.csv")).doesNotExist();

    RunOutcome.Completed end = (RunOutcome.Completed) attempt(config(steps));
    assertThat(Files.readString(dir.resolve("out.csv"))).isEqualTo(expected);
    assertThat(kept.saved).containsExactly(0, 1, 2, 3);
    assertThat(kept.resumes).containsExactly("Resumed from checkpoint at chunk 3 of 5");
    assertThat(kept.ended).isTrue();
    assertThat(end.result().path("rowsRead").asLong()).isEqualTo(1000);
    assertThat(names()).containsExactly("out.csv", "t.csv", "work-1", "work-2", "work-3");
  }

  @Test
  void chunkThatWasNotStoredIsDoneAgain() throws Exception {
    String expected = undisturbed(ROWS);
    for (int chunk : new int[] {0, 2, 3}) {
      kept.dieBefore(chunk);
      assertThatThrownBy(() -> attempt(config(ROWS))).isInstanceOf(Death.class);
    }
    attempt(config(ROWS));
    assertThat(Files.readString(dir.resolve("out.csv"))).isEqualTo(expected);
    assertThat(kept.saved).containsExactly(0, 1, 2, 3);
  }

  @Test
  void changedInputStartsAgainAndSaysSo() throws Exception {
    kept.dieAfter(2);
    assertThatThrownBy(() -> attempt(config(ROWS))).isInstanceOf(Death.class);
    ObjectNode config = config(ROWS);
    Files.writeString(
        dir.resolve("t.csv"), "1000,x,1.00\n", java.nio.file.StandardOpenOption.APPEND);
    attempt(config);
    assertThat(kept.resumes)
        .containsExactly(
            "Started again: the inputs, the steps or the engine have changed since an earlier"
                + " attempt made 3 of 5 chunks");
    assertThat(kept.saved).containsExactly(0, 1, 2, 0, 1, 2, 3, 4);
    assertThat(Files.readAllLines(dir.resolve("out.csv"))).hasSize(2002);
  }

  @Test
  void lostFilesOfChunksAreMadeAgain() throws Exception {
    String expected = undisturbed(ROWS);
    kept.dieAfter(2);
    assertThatThrownBy(() -> attempt(config(ROWS))).isInstanceOf(Death.class);
    Path folder = Path.of(kept.stored().get(0).folder());
    Files.delete(folder.resolve("chunk-00001-e2.csv"));
    attempt(config(ROWS));
    assertThat(kept.resumes).containsExactly("Resumed from checkpoint at chunk 2 of 5");
    assertThat(Files.readString(dir.resolve("out.csv"))).isEqualTo(expected);

    kept.dieAfter(0);
    assertThatThrownBy(() -> attempt(config(ROWS))).isInstanceOf(Death.class);
    ChunkFolder.delete(folder);
    attempt(config(ROWS));
    assertThat(kept.resumes.get(1)).startsWith("Started again: the chunks of an earlier attempt");
    assertThat(Files.readString(dir.resolve("out.csv"))).isEqualTo(expected);
  }

  @Test
  void filesOfAnAttemptThatWasGivenUpAreNotTouchedNorUsed() throws Exception {
    kept.dieAfter(0);
    assertThatThrownBy(() -> attempt(config(ROWS))).isInstanceOf(Death.class);
    Path folder = Path.of(kept.stored().get(0).folder());
    // The zombie goes on writing after it was fenced.
    Files.writeString(folder.resolve("chunk-00001-e1.csv"), "rubbish");
    Files.writeString(folder.resolve("chunk-00001-e1.csv.tmp"), "rubbish");
    attempt(config(ROWS));
    assertThat(Files.readString(dir.resolve("out.csv"))).doesNotContain("rubbish");
    assertThat(folder).doesNotExist();
  }

  @Test
  void attemptThatLostItsLeaseEndsAtTheNextChunk() throws Exception {
    kept.answer(Answer.FENCED);
    RunOutcome.Failed end = (RunOutcome.Failed) attempt(config(ROWS));
    assertThat(end.error().code()).isEqualTo("FENCED");
    assertThat(dir.resolve("out.csv")).doesNotExist();
  }

  @Test
  void databaseThatDoesNotAnswerStopsNoChunk() throws Exception {
    kept.answer(Answer.UNKNOWN);
    assertThat(attempt(config(ROWS))).isInstanceOf(RunOutcome.Completed.class);
    assertThat(Files.readAllLines(dir.resolve("out.csv"))).hasSize(2001);
    assertThat(listener.lines()).anyMatch(line -> line.contains("together with the next one"));
  }

  @Test
  void wrongDataLeavesNothingAndNamesTheRealFile() throws Exception {
    Files.writeString(
        dir.resolve("t.csv"),
        "x,y,z,z,z\n",
        StandardCharsets.UTF_8,
        java.nio.file.StandardOpenOption.APPEND);
    RunOutcome.Failed end = (RunOutcome.Failed) attempt(config(ROWS));
    assertThat(end.error().code()).isEqualTo("BAD_ROWS");
    assertThat(end.error().message()).doesNotContain("slice");
    assertThat(names()).containsExactly("t.csv", "work-1");
  }

  @Test
  void quarantineFileHasItsNamesOnceAlsoBesideAFolder() throws Exception {
    ObjectNode config = config(ROWS);
    ((ObjectNode) config.at("/inputs/t"))
        .put("badRows", "quarantine")
        .put("quarantinePath", dir.resolve("bad.csv").toString());
    ((ObjectNode) config.get("output")).put("path", dir.resolve("out").toString());
    Files.writeString(
        dir.resolve("t.csv"), "x,y,1\nz,y,2\n", java.nio.file.StandardOpenOption.APPEND);
    RunOutcome.Completed end = (RunOutcome.Completed) attempt(config);
    assertThat(Files.readAllLines(dir.resolve("bad.csv"))).hasSize(3);
    assertThat(end.result().path("badRows").asLong()).isEqualTo(2);
    try (Stream<Path> parts = Files.list(dir.resolve("out"))) {
      assertThat(parts.toList()).hasSizeGreaterThan(3);
    }
  }

  @Test
  void progressCountsTheChunks() throws Exception {
    attempt(config(ROWS));
    assertThat(listener.progress())
        .extracting(progress -> progress.message())
        .contains("Chunk 1 of 5", "Chunk 4 of 5", "Putting the chunks together", "Published");
    assertThat(listener.progress())
        .extracting(progress -> progress.percent())
        .isSorted()
        .contains(20.0, 40.0, 60.0, 80.0, 100.0);
  }

  @Test
  void limitWithoutAnOrderIsRunAsAWholeWithTheReason() throws Exception {
    attempt(config("[{\"op\":\"limit\",\"rows\":3}]"));
    assertThat(kept.saved).isEmpty();
    assertThat(listener.lines()).anyMatch(line -> line.contains("Not cut into chunks"));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static final class Never implements Cancellation {
    @Override
    public boolean isRequested() {
      return false;
    }

    @Override
    public String reason() {
      return "";
    }

    @Override
    public boolean isForced() {
      return false;
    }

    @Override
    public void onRequest(Runnable hook) {}

    @Override
    public void onForce(Runnable hook) {}
  }
}
