package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.engine.spark.learning.ModelFiles;
import io.joborchestrator.engine.spark.learning.Predictions;
import io.joborchestrator.engine.spark.learning.Training;
import io.joborchestrator.learning.LearningDocument;
import io.joborchestrator.learning.LearningInput;
import io.joborchestrator.learning.ModelCard;
import io.joborchestrator.learning.PredictionColumns;
import io.joborchestrator.learning.TrainingCheck;
import io.joborchestrator.learning.TrainingSpec;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Trains models: reads, learns, measures, and publishes the model as one folder. */
final class TrainingRunner implements SparkRunner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double SAVE_FROM = 92;

  private final Connections connections;

  /**
   * @param connections databases whose tables may be inputs
   */
  TrainingRunner(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Set<String> jobTypes() {
    return Set.of(JobType.ML_TRAINING);
  }

  @Override
  public RunOutcome.Completed run(SparkRunContext context) throws Exception {
    context.progress().phase("preparing");
    TrainingSpec spec = LearningRun.read(LearningDocument.training(context.run().config()));
    List<Column> columns = spec.input().columns();
    if (columns == null) {
      throw new IllegalStateException("The columns of the input were not written down");
    }
    LearningRun.refuse(TrainingCheck.check(spec, columns));
    OutputSpec rows = spec.predictions();
    List<String> needed = rows == null ? spec.neededColumns() : null;
    try (var learning =
        new LearningRun(context, LearningInput.pipeline(spec.input(), needed), connections)) {
      return new One(context, spec, columns, learning).run();
    }
  }

  /** One training. */
  private static final class One {
    private final long begin = System.nanoTime();
    private final SparkRunContext context;
    private final TrainingSpec spec;
    private final List<Column> columns;
    private final LearningRun learning;
    private final OutputPublisher model;
    private final @Nullable OutputPublisher predictions;
    private List<List<@Nullable String>> firstRows = List.of();
    private List<Column> written = List.of();

    One(SparkRunContext context, TrainingSpec spec, List<Column> columns, LearningRun learning) {
      this.context = context;
      this.spec = spec;
      this.columns = columns;
      this.learning = learning;
      OutputSpec rows = spec.predictions();
      var folder =
          new OutputSpec(OutputPublisher.MODEL, spec.model().path(), spec.model().ifExists(), null);
      model = learning.outputs().open(folder);
      predictions = rows == null ? null : learning.outputs().open(rows);
    }

    RunOutcome.Completed run() throws Exception {
      try {
        Training training = new Training(spec, columns, learning);
        Training.Trained trained =
            training.run(learning.rows(), predictions == null ? null : this::writePredictions);
        context.checkCancelled();
        save(trained);
        return publish(trained);
      } finally {
        learning.outputs().discard();
        SparkPipelineRunner.emptyWorkDir(context.run().workDir());
      }
    }

    private void writePredictions(Dataset<Row> predicted, Training.Trained trained)
        throws IOException {
      OutputSpec output = spec.predictions();
      OutputPublisher place = predictions;
      if (output == null || place == null) {
        throw new IllegalStateException("Nobody wants the predictions");
      }
      learning.reached(SAVE_FROM - 2, "writing the predictions");
      var added =
          PredictionColumns.of(
              spec.task(),
              spec.algorithmName(),
              Training.label(spec, columns).orElse(null),
              trained.labelValues(),
              "prediction",
              true);
      written = new ArrayList<>(columns);
      written.addAll(added.all());
      Dataset<Row> rows = Predictions.select(predicted, columns, added);
      firstRows = write(context, learning.pipeline(), output, written, rows, place);
    }

    private void save(Training.Trained trained) throws IOException {
      learning.reached(SAVE_FROM, "saving the model");
      Path folder = model.staging();
      Files.createDirectories(folder);
      ModelFiles.save(trained.model(), context.session(), folder);
      List<String> used = spec.featureColumns();
      new ModelCard(
              spec.task(),
              spec.algorithmName(),
              trained.parameters(),
              columns.stream().filter(column -> used.contains(column.name())).toList(),
              Training.label(spec, columns).orElse(null),
              trained.labelValues(),
              context.run().config(),
              trained.result().path("metrics"),
              programs())
          .write(folder);
    }

    private Map<String, String> programs() {
      Map<String, String> programs = new LinkedHashMap<>();
      String own = TrainingRunner.class.getPackage().getImplementationVersion();
      programs.put("orchestrator", own == null ? "development" : own);
      programs.put("spark", context.session().version());
      return programs;
    }

    private RunOutcome.Completed publish(Training.Trained trained) throws IOException {
      Long read = learning.rowsRead();
      long bad = learning.badRows().collect(learning.pipeline().inputs());
      context.checkCancelled();
      List<RunResult.OutputFile> outputs = new ArrayList<>();
      outputs.add(
          new RunResult.OutputFile(
              model.target().toString(), "model", size(model.staging()), null));
      if (predictions != null && spec.predictions() != null) {
        outputs.addAll(predictions.written(spec.predictions().format(), null));
      }
      outputs.addAll(learning.badRows().files());
      long millis = (System.nanoTime() - begin) / 1_000_000;
      var result = new RunResult(outputs, read, null, bad, written, firstRows, millis, null);
      ObjectNode whole = JSON.valueToTree(result);
      whole.set("learning", trained.result());
      learning.outputs().publish(whole);
      context.progress().completed();
      return new RunOutcome.Completed(whole, read == null ? 0 : read);
    }
  }

  /** Writes rows where an output goes, and gives the first ones as text. */
  static List<List<@Nullable String>> write(
      SparkRunContext context,
      CompiledPipeline pipeline,
      OutputSpec output,
      List<Column> columns,
      Dataset<Row> rows,
      OutputPublisher place)
      throws IOException {
    var described =
        new CompiledPipeline(
            pipeline.dialect(), pipeline.inputs(), pipeline.query(), columns, false, output);
    var writer = new SparkOutput(context, described, output);
    writer.write(rows, place);
    return writer.firstRows();
  }

  private static long size(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(TrainingRunner::bytes).sum();
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
