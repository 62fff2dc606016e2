package io.joborchestrator.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.testing.RecordingRunListener;
import io.joborchestrator.testing.SparkForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models on public data, with the figures that others have published for them.
 *
 * <ul>
 *   <li>Breast Cancer Wisconsin: Street, Wolberg and Mangasarian, "Nuclear feature extraction for
 *       breast tumor diagnosis" (1993), estimate 97.5 % accuracy by cross-validation; the UCI page
 *       of the data set gives 92 to 97 % for common algorithms.
 *   <li>Auto MPG: James, Witten, Hastie and Tibshirani, "An Introduction to Statistical Learning",
 *       chapter 3, exercise 9, has R² 0.82 and a residual error of 3.3 for a linear regression over
 *       all numbers and the origin.
 *   <li>Iris: scikit-learn's user guide, "Clustering performance evaluation", and Rousseeuw (1987)
 *       have a silhouette of 0.55 for three groups of k-means by Euclidean distance; MLlib's
 *       measure takes squared distances, for which it is higher: 0.68 to 0.78.
 * </ul>
 */
@Tag("slow")
class LearningSlowTest {
  @TempDir Path work;
  private LearningJobs jobs;

  @BeforeEach
  void jobs() {
    jobs = new LearningJobs(work);
  }

  @Test
  void tumoursAreToldApartAsWellAsPublishedAndScoredAlikeInAnotherProcess() throws Exception {
    ObjectNode training = jobs.tumours();
    JsonNode learned = jobs.trained(training).path("learning");
    assertThat(LearningJobs.metric(learned, "accuracy")).isBetween(0.93, 1.0);
    assertThat(LearningJobs.metric(learned, "auc")).isBetween(0.97, 1.0);
    assertThat(learned.path("positive").asText()).isEqualTo("malignant");
    assertThat(learned.path("roc").size()).isBetween(5, 402);

    Path here = work.resolve("here.csv");
    Path there = work.resolve("there.csv");
    jobs.scored(scoring(here));
    Path document = work.resolve("scoring.json");
    Files.writeString(document, scoring(there));
    LearningJobs.inAnotherProcess(JobType.ML_SCORING, document, work.resolve("other"));
    assertThat(Files.readString(there)).isEqualTo(Files.readString(here));
    assertThat(Files.readAllLines(there)).hasSize(570);
  }

  private String scoring(Path output) throws Exception {
    return """
        {"model": "%s", "input": %s, "output": {"format": "csv", "path": "%s"}}
        """
        .formatted(work.resolve("model"), jobs.input("breast_cancer.csv"), output);
  }

  @Test
  void theSameSeedGivesTheSameForestAndAnotherAnother() throws Exception {
    ObjectNode training = jobs.cars();
    JsonNode first = jobs.trained(training).path("learning");
    ((ObjectNode) training.path("model")).put("ifExists", "replace");
    JsonNode second = jobs.trained(training).path("learning");
    assertThat(second).isEqualTo(first);
    assertThat(first.at("/crossValidation/models")).hasSize(2);
    assertThat(first.at("/importances/0/value").asDouble()).isGreaterThan(0.1);
    ((ObjectNode) training.path("split")).put("seed", 8);
    assertThat(jobs.trained(training).path("learning").path("metrics"))
        .isNotEqualTo(first.path("metrics"));
  }

  @Test
  void linearRegressionDescribesCarsAsWellAsPublished() throws Exception {
    ObjectNode training = jobs.cars();
    training.remove("crossValidation");
    training.putObject("algorithm").put("name", "linear_regression");
    JsonNode learned = jobs.trained(training).path("learning");
    assertThat(LearningJobs.metric(learned, "r2")).isBetween(0.72, 0.92);
    assertThat(LearningJobs.metric(learned, "rmse")).isBetween(2.3, 4.3);
    assertThat(learned.at("/rows/withoutLabel").asInt()).as("cars without a figure").isEqualTo(8);
    assertThat(learned.path("coefficients").findValuesAsText("feature"))
        .contains("(intercept)", "weight", "origin = Japan", "year year");
    assertThat(learned.path("residuals")).hasSize(7);
    assertThat(learned.path("points").size()).isEqualTo(learned.at("/rows/holdOut").asInt());
  }

  @Test
  void threeKindsOfFlowersAreFoundWithoutTheirNames() throws Exception {
    for (String algorithm : List.of("k_means", "bisecting_k_means", "gaussian_mixture")) {
      ObjectNode training = jobs.iris();
      training.put("task", "clustering").remove("label");
      training.remove("split");
      training.putObject("algorithm").put("name", algorithm).put("clusters", 3);
      ((ObjectNode) training.path("model")).put("ifExists", "replace");
      JsonNode learned = jobs.trained(training).path("learning");
      assertThat(LearningJobs.metric(learned, "silhouette")).as(algorithm).isBetween(0.6, 0.8);
      assertThat(learned.path("clusters")).hasSize(3);
      int rows = 0;
      for (JsonNode cluster : learned.path("clusters")) {
        rows += cluster.path("rows").asInt();
        assertThat(cluster.at("/centre/petal_length").asDouble()).isBetween(1.0, 7.0);
      }
      assertThat(rows).isEqualTo(150);
    }
  }

  @Test
  void everyOtherAlgorithmLearnsSavesAndScores() throws Exception {
    for (String name :
        List.of("naive_bayes", "decision_tree", "random_forest", "gradient_boosted_trees")) {
      ObjectNode training = jobs.tumours();
      training.putObject("algorithm").put("name", name);
      if (name.equals("random_forest")) {
        training.withObject("/algorithm").put("trees", 8).put("maxDepth", 4);
      }
      if (name.equals("gradient_boosted_trees")) {
        training.withObject("/algorithm").put("iterations", 4).put("maxDepth", 3);
      }
      ((ObjectNode) training.path("model")).put("ifExists", "replace");
      JsonNode learned = jobs.trained(training).path("learning");
      assertThat(LearningJobs.metric(learned, "accuracy")).as(name).isBetween(0.88, 1.0);
      Path scored = work.resolve(name + ".csv");
      jobs.scored(scoring(scored));
      assertThat(Files.readAllLines(scored)).hasSize(570);
    }
  }

  @Test
  void everyKindOfFeatureIsLearnedAndScored() throws Exception {
    ObjectNode training = jobs.cars();
    training.remove("crossValidation");
    training.putObject("algorithm").put("name", "generalized_linear_regression");
    training.set(
        "features",
        LearningJobs.JSON.readTree(
            """
            [{"columns": ["horsepower"], "missing": "median", "buckets": 4},
             {"columns": ["weight"], "scale": "range"},
             {"columns": ["displacement", "acceleration"], "scale": "standard"},
             {"columns": ["origin"], "unknown": "fail"},
             {"columns": ["cylinders"], "as": "category", "encoding": "index"},
             {"columns": ["year"], "parts": ["year"], "missing": "mode"},
             {"columns": ["name"], "as": "text", "words": 16}]
            """));
    JsonNode learned = jobs.trained(training).path("learning");
    assertThat(LearningJobs.metric(learned, "r2")).isBetween(0.7, 0.95);
    assertThat(learned.path("coefficients").findValuesAsText("feature"))
        .contains("weight", "origin = Europe", "year year", "name words #3")
        .anyMatch(name -> name.startsWith("horsepower <"));

    Path moon = work.resolve("moon.csv");
    Files.writeString(
        moon,
        "name,cylinders,displacement,horsepower,weight,acceleration,year,origin\n"
            + "rover,4,100.5,,900,1.5,1970-01-01,Moon\n"
            + "beetle,4,97.0,46,1835,20.5,1970-01-01,Europe\n");
    String scoring =
        """
        {"model": "%s", "input": %s, "keep": ["name"],
         "output": {"format": "csv", "path": "%s"}}
        """;
    String document =
        scoring.formatted(
            work.resolve("model"), LearningJobs.input(moon), work.resolve("moon-out.csv"));
    JobError error =
        jobs.refused(JobType.ML_SCORING, (ObjectNode) LearningJobs.JSON.readTree(document));
    assertThat(error.message())
        .contains("'origin' has values that the model has not seen")
        .contains("'Moon'");
    assertThat(error.type()).isIn(ErrorType.USER, ErrorType.DATA);
    assertThat(work.resolve("moon-out.csv")).doesNotExist();
  }

  @Test
  void aCancelledTrainingIsGoneFromSparkAndLeavesNothing() throws Exception {
    ObjectNode training = jobs.tumours();
    training
        .putObject("algorithm")
        .put("name", "random_forest")
        .put("trees", 1000)
        .put("maxDepth", 25);
    var listener = new RecordingRunListener();
    EngineRun run = SparkForTests.engine().start(jobs.job(JobType.ML_TRAINING, training), listener);
    listener.await(said -> said.startsWith("progress training"));
    long begin = System.nanoTime();
    run.cancel("enough");
    RunOutcome end = run.outcome().toCompletableFuture().get(1, TimeUnit.MINUTES);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
    assertThat(((RunOutcome.Cancelled) end).confirmed()).isTrue();
    try (Stream<Path> files = Files.list(work)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.startsWith("model") || name.startsWith(".model"));
    }
  }
}
