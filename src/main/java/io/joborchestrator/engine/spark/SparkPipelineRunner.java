package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.load.TableLoad;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.TableRun;
import io.joborchestrator.engine.chunk.ChunkDecision;
import io.joborchestrator.engine.chunk.ChunkedRun;
import io.joborchestrator.engine.match.MatchRun;
import io.joborchestrator.engine.output.FileAccess;
import io.joborchestrator.engine.output.FileTrees;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.sql.PipelineCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Runs declarative pipelines: registers the inputs, runs the one query, writes, publishes. */
final class SparkPipelineRunner implements SparkRunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Longer chains of causes are circles. */
  private static final int DEEPEST = 50;

  private final PipelineSource pipelines;
  private final Connections connections;

  SparkPipelineRunner(PipelineSource pipelines, Connections connections) {
    this.pipelines = pipelines;
    this.connections = connections;
  }

  @Override
  public Set<String> jobTypes() {
    return Set.of("data_processing", "etl");
  }

  @Override
  public RunOutcome.Completed run(SparkRunContext context) throws Exception {
    context.progress().phase("preparing");
    Optional<PipelineSpec> whole = pipelines.spec(context.run());
    if (whole.isPresent()) {
      boolean kept = context.run().checkpoints().areKept();
      ChunkDecision chunks = ChunkDecision.of(whole.get(), CompiledPipeline.Dialect.SPARK, kept);
      if (chunks.reason() != null) {
        context.progress().say("info", chunks.reason());
      }
      if (chunks.pipeline() != null) {
        return inChunks(context, chunks);
      }
    }
    StagedPipeline pipeline =
        whole.isPresent()
            ? staged(context, whole.get())
            : StagedPipeline.of(pipelines.compile(context.run()));
    OutputSpec spec = pipeline.finish().output();
    if (spec == null) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION, "The pipeline has no output (/output).");
    }
    return spec.writesTable() ? load(context, pipeline) : publish(context, pipeline, spec);
  }

  private static StagedPipeline staged(SparkRunContext context, PipelineSpec spec) {
    Path folder = MatchRun.folder(context.run().workDir());
    return new PipelineCompiler().compileStaged(spec, CompiledPipeline.Dialect.SPARK, folder);
  }

  /** Bytes of the stages between are read as well: then the stages say how far the run is. */
  private static void expect(SparkRunContext context, StagedPipeline pipeline, List<Path> files) {
    if (pipeline.matches().isEmpty()) {
      context.progress().expectBytes(InputFiles.bytes(files));
    }
  }

  private RunOutcome.Completed publish(
      SparkRunContext context, StagedPipeline pipeline, OutputSpec spec) throws Exception {
    List<Path> files = SparkInputs.find(pipeline.inputs());
    var outputs = new OutputGroup(context.run(), files);
    var badRows = new SparkBadRows(context, outputs);
    try (var tables = new TableRun(connections, context.run())) {
      OutputPublisher publisher = outputs.open(spec);
      context.cancelled().thenRun(tables::cancel);
      badRows.open(pipeline.inputs());
      expect(context, pipeline, files);
      var inputs = inputs(context, tables);
      ObjectNode result = execute(context, pipeline, inputs, publisher, badRows);
      outputs.publish(result);
      return completed(context, result);
    } catch (OrchestratorException e) {
      throw e;
    } catch (Exception e) {
      throw fileFailure(e, files).orElseThrow(() -> e);
    } finally {
      outputs.discard();
      emptyWorkDir(context.run().workDir());
    }
  }

  private RunOutcome.Completed load(SparkRunContext context, StagedPipeline pipeline)
      throws Exception {
    List<Path> files = SparkInputs.find(pipeline.inputs());
    var beside = new OutputGroup(context.run(), files);
    var badRows = new SparkBadRows(context, beside);
    try (var tables = new TableRun(connections, context.run())) {
      context.cancelled().thenRun(tables::cancel);
      badRows.open(pipeline.inputs());
      expect(context, pipeline, files);
      TableLoad load = tables.load(pipeline.finish());
      try {
        var inputs = inputs(context, tables);
        var loading = new SparkLoad(context, pipeline, tables, load, beside);
        return completed(context, loading.execute(inputs, badRows));
      } finally {
        load.discard();
      }
    } catch (OrchestratorException e) {
      throw e;
    } catch (Exception e) {
      throw fileFailure(e, files).orElseThrow(() -> e);
    } finally {
      beside.discard();
      emptyWorkDir(context.run().workDir());
    }
  }

  private static SparkInputs inputs(SparkRunContext context, TableRun tables) {
    return new SparkInputs(context, new CsvSurveys(), new SparkTables(context, tables.sources()));
  }

  private static RunOutcome.Completed completed(SparkRunContext context, ObjectNode result) {
    context.progress().completed();
    return new RunOutcome.Completed(result, result.path("rowsRead").asLong());
  }

  /** Only here it is known which files are read, so that all others are written. */
  static Optional<OrchestratorException> fileFailure(Throwable failure, List<Path> inputs) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      Optional<OrchestratorException> found =
          cause instanceof IOException io ? FileAccess.failure(io, inputs) : Optional.empty();
      if (found.isPresent()) {
        return found;
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  private static RunOutcome.Completed inChunks(SparkRunContext context, ChunkDecision chunks)
      throws Exception {
    try (var engine = new SparkChunks(context)) {
      RunOutcome.Completed end =
          new ChunkedRun(context.run(), context.progress().heard(), chunks, engine).execute();
      context.progress().completed();
      return end;
    } finally {
      emptyWorkDir(context.run().workDir());
    }
  }

  private static ObjectNode execute(
      SparkRunContext context,
      StagedPipeline pipeline,
      SparkInputs inputs,
      OutputPublisher publisher,
      SparkBadRows badRows)
      throws Exception {
    long begin = System.nanoTime();
    OutputSpec spec = Objects.requireNonNull(pipeline.finish().output());
    new SparkStages(context, inputs).prepare(pipeline);
    context.progress().phase("running");
    long before = context.progress().rowsWritten();
    var output = new SparkOutput(context, pipeline.finish(), spec);
    output.write(context.session().sql(pipeline.finish().query()), publisher);
    context.drainEvents();
    long rowsWritten = context.progress().rowsWritten() - before;
    long bad = badRows.collect(pipeline.inputs());
    context.checkCancelled();
    long millis = (System.nanoTime() - begin - inputs.ownNanos()) / 1_000_000;
    List<RunResult.OutputFile> files =
        new ArrayList<>(publisher.written(spec.format(), rowsWritten));
    files.addAll(badRows.files());
    return JSON.valueToTree(
        new RunResult(
            files,
            inputs.rows(),
            rowsWritten,
            bad,
            pipeline.finish().columns(),
            output.firstRows(),
            millis,
            null));
  }

  /** Removes what runs keep between reading and writing. */
  static void emptyWorkDir(Path workDir) throws IOException {
    for (String name : List.of("parts", "clean", MatchRun.FOLDER)) {
      FileTrees.delete(workDir.resolve(name));
    }
  }
}
