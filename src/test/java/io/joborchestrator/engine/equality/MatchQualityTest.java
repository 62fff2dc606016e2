package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.testing.EnginesForTests;
import io.joborchestrator.testing.MatchQuality;
import io.joborchestrator.testing.Persons;
import io.joborchestrator.testing.RecordingRunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of matching persons, over records of which it is known who they are. */
class MatchQualityTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.dir", "."), "packaging/examples/match-persons");
  private static final int RECORDS = 30_000;

  @TempDir Path dir;

  private final RecordingRunListener listener = new RecordingRunListener();

  @Test
  void findsPersonsAgainAndTellsOthersApart() throws Exception {
    List<List<String>> rows = matched(EnginesForTests.local(), generated());

    MatchQuality quality = MatchQuality.of(rows);
    assertThat(rows).hasSize(RECORDS);
    assertThat(quality.precision()).as(quality.toString()).isGreaterThan(0.99);
    assertThat(quality.recall()).as(quality.toString()).isGreaterThan(0.90);
    assertThat(listener.lines()).anyMatch(line -> line.startsWith("info Matched 30,000 records: "));
  }

  @Test
  @Tag("slow")
  void findsTheSameOnBothEngines() throws Exception {
    Path persons = generated();
    assertThat(matched(EnginesForTests.spark(), persons))
        .containsExactlyInAnyOrderElementsOf(matched(EnginesForTests.local(), persons));
  }

  @Test
  void theExampleTakesNobodyOfItsOwnFileForAnother() throws Exception {
    MatchQuality quality =
        MatchQuality.of(matched(EnginesForTests.local(), EXAMPLE.resolve("persons.csv")));
    assertThat(quality.precision()).isEqualTo(1);
    assertThat(quality.recall()).isGreaterThanOrEqualTo(0.8);
  }

  @Test
  void aCancelWhileRecordsAreComparedLeavesNothing() throws Exception {
    Path all = Files.writeString(dir.resolve("all.csv"), alike(4_000));
    ObjectNode config = example(all);
    ((ObjectNode) config.at("/steps/0")).put("largestBlock", 1_000_000);
    var run = EnginesForTests.local().start(run(config), listener);
    listener.await(said -> said.startsWith("progress Matching: comparing"));

    run.cancel("enough");

    assertThat(run.outcome().toCompletableFuture().get(30, TimeUnit.SECONDS))
        .isEqualTo(new RunOutcome.Cancelled(true, "enough"));
    assertThat(Files.exists(dir.resolve("out.csv"))).isFalse();
    assertThat(Files.exists(dir.resolve("work").resolve("match"))).isFalse();
  }

  /** Many of one birthday and place: as many comparisons as can be. */
  private static String alike(int records) {
    StringBuilder text = new StringBuilder(Persons.HEADER + "\n");
    for (int i = 0; i < records; i++) {
      text.append(i).append(",Anna Maria Margarete,Wolkersdorfer").append(i * 31 % 997);
      text.append(",1980-01-01,Lange Gasse der Pioniere ").append(i).append(",1010,Wien,0\n");
    }
    return text.toString();
  }

  private Path generated() throws IOException {
    Path file = dir.resolve("persons.csv");
    new Persons(42).write(file, RECORDS);
    return file;
  }

  private ObjectNode example(Path persons) throws IOException {
    Path job = EXAMPLE.resolve("match-persons.json");
    ObjectNode config = (ObjectNode) PipelineCase.JSON.readTree(job.toFile()).get("config");
    ((ObjectNode) config.at("/inputs/persons")).put("path", persons.toString());
    ((ObjectNode) config.get("output")).put("path", dir.resolve("out.csv").toString());
    return config;
  }

  private JobRun run(ObjectNode config) {
    return new JobRun(
        1,
        "job",
        1,
        "match",
        "data_processing",
        config,
        null,
        dir.resolve("work"),
        PublishGate.OPEN);
  }

  /** Cluster and person of each record. */
  private List<List<String>> matched(ExecutionEngine engine, Path persons) throws Exception {
    RunOutcome end =
        engine
            .start(run(example(persons)), listener)
            .outcome()
            .toCompletableFuture()
            .get(3, TimeUnit.MINUTES);
    assertThat(end).isInstanceOf(RunOutcome.Completed.class);
    return Files.readAllLines(dir.resolve("out.csv")).stream()
        .skip(1)
        .map(line -> line.split(","))
        .map(fields -> List.of(fields[8], fields[7]))
        .toList();
  }
}
