package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.match.MatchRun;
import io.joborchestrator.engine.match.StageEngine;
import io.joborchestrator.pipeline.CanonicalText;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run in its session. What the pipeline itself reads is registered once, whichever
 * stages read it. The files between the stages are in the run's folder, so executors on other
 * machines must see that folder. One per run.
 */
final class SparkStages implements StageEngine {
  private final SparkRunContext context;
  private final SparkInputs inputs;
  private final SparkInputs staged;
  private final Set<String> registered = new HashSet<>();

  SparkStages(SparkRunContext context, SparkInputs inputs) {
    this.context = context;
    this.inputs = inputs;
    this.staged = new SparkInputs(context);
  }

  /** Does everything that comes before the last stage, and makes that one ready; blocks. */
  void prepare(StagedPipeline pipeline) throws Exception {
    MatchRun matches = new MatchRun(pipeline, this, context.progress().heard());
    matches.execute();
    if (!pipeline.matches().isEmpty()) {
      matches.rest().progress(new RunProgress(0.0, 0, 0, 0, "running"));
    }
    register(pipeline.finish());
  }

  private void register(CompiledPipeline stage) throws IOException {
    for (CompiledPipeline.Input input : stage.inputs()) {
      if (StagedPipeline.isStaged(input)) {
        staged.register(input, List.of(Path.of(input.spec().path())));
      } else if (registered.add(input.name())) {
        inputs.register(input);
      }
      context.checkCancelled();
    }
  }

  @Override
  public long write(CompiledPipeline stage, RunListener listener) throws IOException {
    register(stage);
    context.drainEvents();
    long before = context.progress().rowsWritten();
    OutputSpec output = Objects.requireNonNull(stage.output());
    new SparkOutput(context, stage, output)
        .writeFile(context.session().sql(stage.query()), Path.of(output.path()), false);
    context.checkCancelled();
    context.drainEvents();
    return context.progress().rowsWritten() - before;
  }

  @Override
  public List<List<@Nullable String>> rows(CompiledPipeline stage) throws IOException {
    register(stage);
    List<List<@Nullable String>> texts = new ArrayList<>();
    for (Row row : context.session().sql(stage.query()).collectAsList()) {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(CanonicalText.of(row.get(i)));
      }
      texts.add(values);
    }
    return texts;
  }

  @Override
  public void checkCancelled() {
    context.checkCancelled();
  }
}
