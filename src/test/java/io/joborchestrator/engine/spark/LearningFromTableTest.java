package io.joborchestrator.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.orchestrator.submit.AllowedPaths;
import io.joborchestrator.orchestrator.submit.KindRules;
import io.joborchestrator.orchestrator.submit.ScoringRules;
import io.joborchestrator.orchestrator.submit.TrainingRules;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.testing.ConnectionsForTests;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Trainings and scorings over tables of a real database, as they are submitted and run. */
class LearningFromTableTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final PipelineWorkbench WORKBENCH =
      new LocalPipelineWorkbench(new DuckDbSettings(1, 256), ConnectionsForTests.all());
  private static final AllowedPaths ANYWHERE = new AllowedPaths(List.of());

  @TempDir Path work;
  private LearningJobs jobs;

  @BeforeAll
  static void connect() {
    ConnectionsForTests.all().put(ConnectionsForTests.of("garden", DATABASE.config()));
  }

  @AfterAll
  static void forget() {
    ConnectionsForTests.all().remove("garden");
  }

  @BeforeEach
  void fill() throws Exception {
    jobs = new LearningJobs(work);
    jobs.input("iris.csv");
    List<String> lines = Files.readAllLines(work.resolve("iris.csv"));
    StringBuilder rows = new StringBuilder();
    for (String line : lines.subList(1, lines.size())) {
      int last = line.lastIndexOf(',');
      rows.append(rows.isEmpty() ? "" : ",")
          .append("(" + line.substring(0, last) + ",'" + line.substring(last + 1) + "')");
    }
    DATABASE.execute(
        """
        DROP SCHEMA IF EXISTS garden CASCADE;
        CREATE SCHEMA garden;
        CREATE TABLE garden.flowers (sepal_length float8, sepal_width float8, petal_length float8,
            petal_width float8, species text);
        """);
    DATABASE.execute("INSERT INTO garden.flowers VALUES " + rows);
  }

  private static ObjectNode table(String name) {
    return LearningJobs.JSON
        .createObjectNode()
        .put("format", "jdbc")
        .put("connection", "garden")
        .put("table", name);
  }

  private static ObjectNode accepted(KindRules rules, ObjectNode document) {
    KindRules.Examined examined = rules.examine(document);
    assertThat(examined.problems()).isEmpty();
    return examined.config();
  }

  @Test
  @Tag("slow")
  void learnsAndScoresAsFromAFileWithTheSameRows() throws Exception {
    JsonNode ofFile = jobs.trained(jobs.iris()).path("learning");
    String input = jobs.input("iris.csv");
    jobs.scored(scoring(input, "file.csv").toString());

    ObjectNode training = jobs.iris();
    training.set("input", table("garden.flowers"));
    ((ObjectNode) training.path("model")).put("ifExists", "replace");
    var trainings = new TrainingRules(WORKBENCH, ANYWHERE, LearningJobs.JSON);
    JsonNode result = jobs.trained(accepted(trainings, training));
    assertThat(result.path("rowsRead").asInt()).isEqualTo(150);
    assertThat(result.path("learning").path("metrics")).isEqualTo(ofFile.path("metrics"));
    assertThat(LearningJobs.metric(ofFile, "accuracy")).isBetween(0.9, 1.0);

    var scorings = new ScoringRules(WORKBENCH, ANYWHERE, LearningJobs.JSON);
    ObjectNode scoring = scoring(table("garden.flowers").toString(), "table.csv");
    jobs.scored(accepted(scorings, scoring).toString());
    assertThat(Files.readAllLines(work.resolve("table.csv")))
        .hasSize(151)
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(work.resolve("file.csv")));
  }

  private ObjectNode scoring(String input, String output) throws Exception {
    return (ObjectNode)
        LearningJobs.JSON.readTree(
            """
            {"model": "%s", "input": %s, "output": {"format": "csv", "path": "%s"}}
            """
                .formatted(work.resolve("model"), input, work.resolve(output)));
  }

  @Test
  void mistakesAreToldAtTheFieldWhenSubmitted() throws Exception {
    var rules = new TrainingRules(WORKBENCH, ANYWHERE, LearningJobs.JSON);
    ObjectNode training = jobs.iris();
    training.set("input", table("garden.flower"));
    Problem missing = rules.examine(training).problems().get(0);
    assertThat(missing.code()).isEqualTo(ErrorCode.INPUT_NOT_FOUND);
    assertThat(missing.pointer()).isEqualTo("/input/table");
    assertThat(missing.message()).contains("garden.flowers");
    training.set("input", table("orchestrator.jobs"));
    Problem ours = rules.examine(training).problems().get(0);
    assertThat(ours.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
    training.set("input", table("garden.flowers").put("connection", "gardn"));
    Problem unknown = rules.examine(training).problems().get(0);
    assertThat(unknown.pointer()).isEqualTo("/input/connection");
    assertThat(unknown.suggestion()).isEqualTo("garden");
  }
}
