package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
    OutputSpec spec = pipeline.output();
    if (spec == null) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION, "The pipeline has no output: say where it goes.");
    }
    Path target = Path.of(spec.path()).toAbsolutePath();
    if (Files.exists(target) && spec.ifExists() == null) {
      throw new OrchestratorException(ErrorCode.OUTPUT_EXISTS, target + " exists.");
    }
    long begin = System.nanoTime();
    var inputs = new SparkInputs(context);
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      inputs.register(input);
      context.checkCancelled();
    }
    context.progress().expectBytes(inputs.bytes());
    context.progress().phase("running");
    Dataset<Row> rows = context.session().sql(pipeline.query());
    long bad = 0;
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      bad += SparkBadRows.handle(context, input);
    }
    var output = new SparkOutput(context, pipeline, spec);
    Path staging = target.resolveSibling("." + target.getFileName() + "." + context.run().tag());
    try {
      Files.createDirectories(staging);
      Path file = staging.resolve("file");
      boolean single = target.getFileName().toString().matches("(?i).*[.](csv|json|parquet)");
      SparkOutput.Written written =
          single
              ? output.writeFile(rows, file, staging.resolve("parts"))
              : output.writeFolder(rows, file);
      context.drainEvents();
      context.checkCancelled();
      long millis = (System.nanoTime() - begin) / 1_000_000;
      var manifest = JsonNodeFactory.instance.objectNode();
      manifest.put("from", file.toString()).put("to", target.toString());
      if (!context.run().gate().tryEnter(manifest)) {
        throw new OrchestratorException(
            ErrorCode.FENCED, "Another attempt is the current one; nothing was published.");
      }
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
      long rowsWritten = context.progress().rowsWritten();
      var result =
          new RunResult(
              List.of(
                  new RunResult.OutputFile(
                      target.toString(), spec.format(), Files.size(target), rowsWritten)),
              inputs.rows(),
              rowsWritten,
              bad,
              pipeline.columns(),
              written.firstRows(),
              millis,
              null);
      context.progress().completed();
      return new RunOutcome.Completed(JSON.<ObjectNode>valueToTree(result), inputs.rows());
    } finally {
      discard(staging);
    }
  }

  private static void discard(Path staging) throws IOException {
    if (!Files.exists(staging)) {
      return;
    }
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
