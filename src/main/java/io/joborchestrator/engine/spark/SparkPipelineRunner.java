package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.pipeline.CompiledPipeline;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs declarative pipelines: registers the inputs, runs the one query, writes, publishes. */
final class SparkPipelineRunner implements SparkRunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PipelineSource pipelines;

  SparkPipelineRunner(PipelineSource pipelines) {
    this.pipelines = pipelines;
  }

  @Override
  public Set<String> jobTypes() {
    return Set.of("data_processing", "etl");
  }

  @Override
  public RunOutcome.Completed run(SparkRunContext context) throws Exception {
    context.progress().phase("preparing");
    CompiledPipeline pipeline = pipelines.compile(context.run());
    long begin = System.nanoTime();
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      SparkInputs.register(context.session(), input);
      context.checkCancelled();
    }
    context.progress().phase("running");
    Dataset<Row> rows = context.session().sql(pipeline.query());
    var output = new SparkOutput(context, pipeline);
    try {
      output.stage(rows);
      context.checkCancelled();
      RunResult result = output.publish(begin);
      context.progress().completed();
      return new RunOutcome.Completed(JSON.<ObjectNode>valueToTree(result), 0);
    } finally {
      output.discard();
    }
  }
}
