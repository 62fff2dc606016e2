package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.learning.LearningInput;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.testing.RecordingRunListener;
import io.joborchestrator.testing.SparkForTests;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Runs trainings and scorings on the shared Spark, with the data sets of the tests. */
public final class LearningJobs {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicLong NUMBERS = new AtomicLong(5000);

  private final Path work;

  LearningJobs(Path work) {
    this.work = work;
  }

  /** A training on the flowers by logistic regression. */
  ObjectNode iris() throws IOException {
    return (ObjectNode)
        JSON.readTree(
            """
            {"input": %s, "task": "classification", "label": "species",
             "features": [{"columns":
               ["sepal_length", "sepal_width", "petal_length", "petal_width"]}],
             "algorithm": {"name": "logistic_regression"},
             "split": {"testShare": 0.3, "seed": 7},
             "model": {"path": "%s"}}
            """
                .formatted(input("iris.csv"), work.resolve("model")));
  }

  /** A training on tumours by logistic regression. */
  ObjectNode tumours() throws IOException {
    ObjectNode training = iris();
    training.set("input", JSON.readTree(input("breast_cancer.csv")));
    training.put("label", "diagnosis");
    var columns = training.withArray("features").removeAll().addObject().putArray("columns");
    for (JsonNode column : training.at("/input/columns")) {
      if (!column.path("name").asText().equals("diagnosis")) {
        columns.add(column.path("name").asText());
      }
    }
    return training;
  }

  /** A training on the consumption of cars by a forest, its depth chosen by cross-validation. */
  ObjectNode cars() throws IOException {
    return (ObjectNode)
        JSON.readTree(
            """
            {"input": %s, "task": "regression", "label": "miles_per_gallon",
             "features": [
               {"columns": ["cylinders", "displacement", "horsepower", "weight", "acceleration"]},
               {"columns": ["origin"]},
               {"columns": ["year"], "parts": ["year"]}],
             "algorithm": {"name": "random_forest", "trees": 5},
             "split": {"testShare": 0.25, "seed": 7},
             "crossValidation": {"folds": 2, "grid": {"maxDepth": [2, 5]}},
             "model": {"path": "%s"}}
            """
                .formatted(input("cars.csv"), work.resolve("model")));
  }

  /** One of the figures. */
  static double metric(JsonNode learned, String name) {
    for (JsonNode metric : learned.path("metrics")) {
      if (metric.path("name").asText().equals(name)) {
        return metric.path("value").asDouble();
      }
    }
    throw new AssertionError("Not measured: " + name + " in " + learned.path("metrics"));
  }

  /** Runs a document to its end in a JVM of its own. */
  static void inAnotherProcess(String type, Path document, Path folder) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LearningJobs.class.getName());
    command.addAll(List.of(type, document.toString(), folder.toString()));
    Path said = Files.createTempFile("learning", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(4, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError("The other process failed: " + Files.readString(said));
    }
    Files.delete(said);
  }

  /** What the other process does: kind of job, document, a folder to work in. */
  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[2]);
    Files.createDirectories(folder);
    RunOutcome outcome =
        new LearningJobs(folder)
            .run(arguments[0], (ObjectNode) JSON.readTree(Path.of(arguments[1]).toFile()));
    Runtime.getRuntime().exit(outcome instanceof RunOutcome.Completed ? 0 : 1);
  }

  /** An input over a data set of the tests, with its columns written down. */
  String input(String name) throws IOException {
    Path file = work.resolve(name);
    if (!Files.exists(file)) {
      try (InputStream data = LearningJobs.class.getResourceAsStream("/learning/" + name)) {
        Files.copy(Objects.requireNonNull(data, name), file);
      }
    }
    return input(file);
  }

  /** An input over a CSV file, with its columns written down. */
  static String input(Path file) {
    var workbench = new LocalPipelineWorkbench(new DuckDbSettings(1, 256));
    PipelineSpec bare = LearningInput.pipeline(InputSpec.of("csv", file.toString()), null);
    InputSpec known = LearningInput.of(workbench.withSchemas(bare).inputs());
    return JSON.valueToTree(known).toString();
  }

  ObjectNode trained(ObjectNode document) throws Exception {
    return completed(run(JobType.ML_TRAINING, document));
  }

  ObjectNode scored(String document) throws Exception {
    return completed(run(JobType.ML_SCORING, (ObjectNode) JSON.readTree(document)));
  }

  JobError refused(String type, ObjectNode document) throws Exception {
    RunOutcome outcome = run(type, document);
    if (outcome instanceof RunOutcome.Failed failed) {
      return failed.error();
    }
    throw new AssertionError("It was not refused: " + outcome);
  }

  private static ObjectNode completed(RunOutcome outcome) {
    if (outcome instanceof RunOutcome.Completed completed) {
      return completed.result();
    }
    throw new AssertionError("It did not complete: " + outcome);
  }

  RunOutcome run(String type, ObjectNode document) throws Exception {
    return SparkForTests.engine()
        .start(job(type, document), new RecordingRunListener())
        .outcome()
        .toCompletableFuture()
        .get(5, TimeUnit.MINUTES);
  }

  JobRun job(String type, ObjectNode document) {
    long no = NUMBERS.incrementAndGet();
    return new JobRun(
        no,
        "job-" + no,
        1,
        "learning",
        type,
        document,
        Duration.ofMinutes(5),
        work.resolve("work"),
        PublishGate.OPEN);
  }
}
