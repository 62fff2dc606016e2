package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.engine.spark.learning.Predictions;
import io.joborchestrator.engine.spark.learning.Scoring;
import io.joborchestrator.learning.LearningDocument;
import io.joborchestrator.learning.LearningInput;
import io.joborchestrator.learning.ModelCard;
import io.joborchestrator.learning.PredictionColumns;
import io.joborchestrator.learning.ScoringCheck;
import io.joborchestrator.learning.ScoringSpec;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Applies models: reads rows, adds what a model says of each, writes them like a pipeline. */
final class ScoringRunner implements SparkRunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connections connections;

  /**
   * @param connections databases whose tables may be inputs
   */
  ScoringRunner(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Set<String> jobTypes() {
    return Set.of(JobType.ML_SCORING);
  }

  @Override
  public RunOutcome.Completed run(SparkRunContext context) throws Exception {
    long begin = System.nanoTime();
    context.progress().phase("preparing");
    ScoringSpec spec = LearningRun.read(LearningDocument.scoring(context.run().config()));
    ModelCard card = ModelCard.read(spec.model());
    List<Column> columns = spec.input().columns();
    if (columns == null) {
      throw new IllegalStateException("The columns of the input were not written down");
    }
    LearningRun.refuse(ScoringCheck.check(spec, card, columns));
    List<Column> kept = ScoringCheck.kept(spec, columns);
    try (var learning =
        new LearningRun(context, LearningInput.pipeline(spec.input(), null), connections)) {
      return score(context, spec, card, kept, learning, begin);
    }
  }

  private static RunOutcome.Completed score(
      SparkRunContext context,
      ScoringSpec spec,
      ModelCard card,
      List<Column> kept,
      LearningRun learning,
      long begin)
      throws IOException {
    OutputPublisher publisher = learning.outputs().open(spec.output());
    try {
      var added = ScoringCheck.added(spec, card);
      List<Column> written = new ArrayList<>(kept);
      written.addAll(added.all());
      learning.reached(5, "loading the model");
      var scoring = new Scoring(context.session(), ModelCard.folder(spec.model()), card);
      Dataset<Row> predicted = scoring.predict(learning.rows());
      learning.reached(20, "scoring");
      List<List<@Nullable String>> firstRows =
          TrainingRunner.write(
              context,
              learning.pipeline(),
              spec.output(),
              written,
              Predictions.select(predicted, kept, added),
              publisher);
      context.checkCancelled();
      learning.reached(90, "publishing");
      ObjectNode result = result(context, spec, learning, publisher, written, firstRows, begin);
      result.set("scoring", describe(spec, card, added));
      learning.outputs().publish(result);
      context.progress().completed();
      return new RunOutcome.Completed(result, result.path("rowsRead").asLong());
    } finally {
      learning.outputs().discard();
      SparkPipelineRunner.emptyWorkDir(context.run().workDir());
    }
  }

  private static ObjectNode result(
      SparkRunContext context,
      ScoringSpec spec,
      LearningRun learning,
      OutputPublisher publisher,
      List<Column> written,
      List<List<@Nullable String>> firstRows,
      long begin)
      throws IOException {
    Long read = learning.rowsRead();
    long rows = context.progress().rowsWritten();
    long bad = learning.badRows().collect(learning.pipeline().inputs());
    context.checkCancelled();
    List<RunResult.OutputFile> outputs =
        new ArrayList<>(publisher.written(spec.output().format(), rows));
    outputs.addAll(learning.badRows().files());
    long millis = (System.nanoTime() - begin) / 1_000_000;
    return JSON.valueToTree(
        new RunResult(outputs, read, rows, bad, written, firstRows, millis, null));
  }

  private static ObjectNode describe(ScoringSpec spec, ModelCard card, PredictionColumns added) {
    ObjectNode described = JSON.createObjectNode();
    described.put("model", ModelCard.folder(spec.model()).toString());
    described.put("task", card.task().wire()).put("algorithm", card.algorithm());
    described.put("prediction", added.prediction().name());
    described.set("metrics", card.metrics());
    return described;
  }
}
