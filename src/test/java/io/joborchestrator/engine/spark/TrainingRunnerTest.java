package io.joborchestrator.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class TrainingRunnerTest {
  @TempDir Path work;
  private LearningJobs jobs;

  @BeforeEach
  void jobs() {
    jobs = new LearningJobs(work);
  }

  @Test
  void learnsFlowersAndScoresAFileWithTheSavedModel() throws Exception {
    ObjectNode training = jobs.iris();
    training
        .putObject("predictions")
        .put("format", "csv")
        .put("path", work.resolve("held-out.csv").toString());
    JsonNode learned = jobs.trained(training).path("learning");
    assertThat(LearningJobs.metric(learned, "accuracy")).isBetween(0.9, 1.0);
    assertThat(learned.at("/rows/training").asInt() + learned.at("/rows/holdOut").asInt())
        .isEqualTo(150);
    assertThat(learned.at("/confusion/labels"))
        .extracting(JsonNode::asText)
        .containsExactly("setosa", "versicolor", "virginica");
    assertThat(learned.path("coefficients")).hasSize(15);
    JsonNode card = LearningJobs.JSON.readTree(work.resolve("model/model.json").toFile());
    assertThat(card.path("metrics")).isEqualTo(learned.path("metrics"));
    assertThat(card.at("/columns/0/type").asText()).isEqualTo("double");

    JsonNode scored = jobs.scored(scoring("iris.csv"));
    assertThat(scored.path("rowsWritten").asInt()).isEqualTo(150);
    List<String> lines = Files.readAllLines(work.resolve("scored.csv"));
    assertThat(lines.get(0))
        .endsWith(
            "species,prediction,probability,probability_setosa,probability_versicolor,"
                + "probability_virginica");
    List<String> heldOut = Files.readAllLines(work.resolve("held-out.csv"));
    assertThat(heldOut).hasSize(1 + learned.at("/rows/holdOut").asInt());
    assertThat(lines).as("the saved model says of each row what it said").containsAll(heldOut);
  }

  private String scoring(String file) throws Exception {
    return """
        {"model": "%s", "input": %s, "output": {"format": "csv", "path": "%s"}}
        """
        .formatted(work.resolve("model"), jobs.input(file), work.resolve("scored.csv"));
  }

  @Test
  @Tag("slow")
  void dataNothingCanBeLearnedFromIsTheUsersToMendAndLeavesNothing() throws Exception {
    refusal("a,b,c\n" + "1,1,x\n2,2,x\n".repeat(6), "'c' is 'x' in every row", "/label");
    String halves = "1,,x\n".repeat(6) + "2,,y\n".repeat(6);
    refusal("a,b,c\n" + halves, "'b' has no value in any row", "/features/0/columns/1");
    refusal("a,b,c\n1,1,x\n2,2,y\n", "There are 2 rows to learn from", "/input/path");
    refusal(
        "a,b,c\n" + "1,2,x\n".repeat(6) + "2,1,y\n".repeat(5) + "3,3,z\n",
        "Only one row has the label 'z'",
        "/label");
  }

  private void refusal(String csv, String sentence, String pointer) throws Exception {
    Path file = work.resolve("bad.csv");
    Files.writeString(file, csv);
    ObjectNode training = jobs.iris();
    training.set("input", LearningJobs.JSON.readTree(LearningJobs.input(file)));
    training.put("label", "c");
    training.withArray("features").removeAll().addObject().putArray("columns").add("a").add("b");
    ((ObjectNode) training.at("/input/columns/1")).put("type", "double");
    JobError error = jobs.refused(JobType.ML_TRAINING, training);
    assertThat(error.message()).contains(sentence).contains(pointer);
    assertThat(error.type()).isEqualTo(ErrorType.USER);
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void foldsAreAtMostTheRows() throws Exception {
    Path file = work.resolve("few.csv");
    Files.writeString(file, "a,c\n" + "1,x\n2,y\n".repeat(6));
    ObjectNode training = jobs.iris();
    training.set("input", LearningJobs.JSON.readTree(LearningJobs.input(file)));
    training.put("label", "c");
    training.withArray("features").removeAll().addObject().putArray("columns").add("a");
    training
        .putObject("crossValidation")
        .put("folds", 20)
        .putObject("grid")
        .putArray("elasticNet")
        .add(0);
    JobError error = jobs.refused(JobType.ML_TRAINING, training);
    assertThat(error.message()).contains("12 rows for 20 folds").contains("/crossValidation/folds");
  }

  @Test
  void aFolderThatIsNoModelIsNotReplaced() throws Exception {
    ObjectNode training = jobs.iris();
    ((ObjectNode) training.path("model")).put("ifExists", "replace");
    Files.createDirectories(work.resolve("model"));
    Files.writeString(work.resolve("model/thesis.txt"), "years of work");
    assertThat(jobs.refused(JobType.ML_TRAINING, training).code())
        .isEqualTo(ErrorCode.OUTPUT_NOT_WRITABLE.wire());
    assertThat(work.resolve("model/thesis.txt")).hasContent("years of work");
  }

  private List<String> leftovers() throws Exception {
    try (Stream<Path> files = Files.list(work)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(".") || name.startsWith("model"))
          .toList();
    }
  }
}
