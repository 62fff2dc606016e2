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
import io.joborchestrator.engine.output.FileAccess;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
    CompiledPipeline pipeline = pipelines.compile(context.run());
    OutputSpec spec = pipeline.output();
    if (spec == null) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION, "The pipeline has no output (/output).");
    }
    return spec.writesTable() ? load(context, pipeline) : publish(context, pipeline, spec);
  }

  private RunOutcome.Completed publish(
      SparkRunContext context, CompiledPipeline pipeline, OutputSpec spec) throws Exception {
    List<Path> files = SparkInputs.find(pipeline);
    OutputPublisher publisher = OutputPublisher.open(spec, context.run(), files);
    var badRows = new SparkBadRows(context);
    try (var tables = new TableRun(connections, context.run())) {
      context.cancelled().thenRun(tables::cancel);
      badRows.open(pipeline, files);
      context.progress().expectBytes(InputFiles.bytes(files));
      var inputs = inputs(context, tables);
      return completed(context, execute(context, pipeline, inputs, publisher, badRows));
    } catch (OrchestratorException e) {
      throw e;
    } catch (Exception e) {
      throw fileFailure(e, files).orElseThrow(() -> e);
    } finally {
      publisher.discard();
      badRows.discard();
      emptyWorkDir(context.run().workDir());
    }
  }

  private RunOutcome.Completed load(SparkRunContext context, CompiledPipeline pipeline)
      throws Exception {
    List<Path> files = SparkInputs.find(pipeline);
    var badRows = new SparkBadRows(context);
    try (var tables = new TableRun(connections, context.run())) {
      context.cancelled().thenRun(tables::cancel);
      badRows.open(pipeline, files);
      context.progress().expectBytes(InputFiles.bytes(files));
      TableLoad load = tables.load(pipeline, context.run());
      try {
        var inputs = inputs(context, tables);
        var loading = new SparkLoad(context, pipeline, tables, load);
        return completed(context, loading.execute(inputs, badRows));
      } finally {
        load.discard();
      }
    } catch (OrchestratorException e) {
      throw e;
    } catch (Exception e) {
      throw fileFailure(e, files).orElseThrow(() -> e);
    } finally {
      badRows.discard();
      emptyWorkDir(context.run().workDir());
    }
  }

  private static SparkInputs inputs(SparkRunContext context, TableRun tables) {
    return new SparkInputs(context, new CsvSurveys(), new SparkTables(context, tables.sources()));
  }

  private static RunOutcome.Completed completed(SparkRunContext context, RunResult result) {
    context.progress().completed();
    Long read = result.rowsRead();
    return new RunOutcome.Completed(JSON.<ObjectNode>valueToTree(result), read == null ? 0 : read);
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
    var engine = new SparkChunks(context);
    try {
      RunOutcome.Completed end =
          new ChunkedRun(context.run(), engine.listener(), chunks, engine).execute();
      context.progress().completed();
      return end;
    } finally {
      emptyWorkDir(context.run().workDir());
    }
  }

  private static RunResult execute(
      SparkRunContext context,
      CompiledPipeline pipeline,
      SparkInputs inputs,
      OutputPublisher publisher,
      SparkBadRows badRows)
      throws IOException {
    long begin = System.nanoTime();
    OutputSpec spec = Objects.requireNonNull(pipeline.output());
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      inputs.register(input);
      context.checkCancelled();
    }
    context.progress().phase("running");
    var output = new SparkOutput(context, pipeline, spec);
    output.write(context.session().sql(pipeline.query()), publisher);
    context.drainEvents();
    long rowsWritten = context.progress().rowsWritten();
    long bad = badRows.collect(pipeline);
    context.checkCancelled();
    long millis = (System.nanoTime() - begin - inputs.ownNanos()) / 1_000_000;
    List<RunResult.OutputFile> files =
        new ArrayList<>(staged(publisher, spec.format(), rowsWritten));
    files.addAll(badRows.files());
    RunResult result =
        new RunResult(
            files,
            inputs.rows(),
            rowsWritten,
            bad,
            pipeline.columns(),
            output.firstRows(),
            millis,
            null);
    publish(publisher, badRows, result);
    return result;
  }

  /** With all that another process needs to finish it, should this one die in between. */
  private static void publish(OutputPublisher publisher, SparkBadRows badRows, RunResult result)
      throws IOException {
    ObjectNode details = JSON.createObjectNode();
    details.set("result", JSON.valueToTree(result));
    details.set("also", badRows.manifests());
    publisher.publish(details);
    badRows.publish();
  }

  /** The files that are written, by the names they will have. */
  static List<RunResult.OutputFile> staged(
      OutputPublisher publisher, String format, @Nullable Long rows) throws IOException {
    if (!publisher.isFolder()) {
      long bytes = Files.size(publisher.staging());
      return List.of(new RunResult.OutputFile(publisher.target().toString(), format, bytes, rows));
    }
    List<Path> parts;
    try (Stream<Path> files = Files.list(publisher.staging())) {
      parts = files.sorted().toList();
    }
    List<RunResult.OutputFile> placed = new ArrayList<>();
    for (Path part : parts) {
      String path = publisher.target().resolve(part.getFileName().toString()).toString();
      Long counted = parts.size() == 1 ? rows : null;
      placed.add(new RunResult.OutputFile(path, format, Files.size(part), counted));
    }
    return placed;
  }

  /** Removes what runs keep between reading and writing. */
  static void emptyWorkDir(Path workDir) throws IOException {
    for (String name : List.of("parts", "clean")) {
      Path folder = workDir.resolve(name);
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
    }
  }
}
