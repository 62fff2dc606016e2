package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.TableRun;
import io.joborchestrator.engine.chunk.ChunkDecision;
import io.joborchestrator.engine.chunk.ChunkedRun;
import io.joborchestrator.engine.local.LocalRunner;
import io.joborchestrator.engine.match.MatchRun;
import io.joborchestrator.engine.output.FileAccess;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.schema.PipelineDocument;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.sql.PipelineCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Runs declarative pipelines in the in-process columnar engine: one database in memory per run.
 * Thread-safe; the runs do not share anything.
 */
public final class PipelineRunner implements LocalRunner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_ROWS = 100;

  private final DuckDbSettings settings;
  private final DuckDbSessions sessions;
  private final PipelineWorkbench workbench;
  private final Connections connections;
  private final PipelineCompiler compiler = new PipelineCompiler();

  /** For pipelines that name no databases. */
  public PipelineRunner(DuckDbSettings settings, PipelineWorkbench workbench) {
    this(settings, workbench, Connections.NONE);
  }

  /**
   * @param workbench infers columns where the job does not declare them
   * @param connections databases that pipelines may name
   */
  public PipelineRunner(
      DuckDbSettings settings, PipelineWorkbench workbench, Connections connections) {
    this.connections = connections;
    this.settings = settings;
    this.sessions = new DuckDbSessions(settings);
    this.workbench = workbench;
  }

  @Override
  public Set<String> jobTypes() {
    return new HashSet<>(JobType.PIPELINES);
  }

  @Override
  public void close() {
    sessions.close();
  }

  @Override
  public RunOutcome run(JobRun run, RunListener listener, Cancellation cancellation)
      throws Exception {
    try {
      if (cancellation.isRequested()) {
        return new RunOutcome.Cancelled(true, cancellation.reason());
      }
      PipelineSpec spec = spec(run);
      ChunkDecision chunks = ChunkDecision.of(spec, Dialect.DUCKDB, run.checkpoints().areKept());
      if (chunks.reason() != null) {
        listener.log("info", chunks.reason());
      }
      Files.createDirectories(run.workDir());
      return chunks.pipeline() == null
          ? execute(run, staged(spec, run), listener, cancellation)
          : execute(run, chunks, chunks.pipeline(), listener, cancellation);
    } catch (CancellationException e) {
      return new RunOutcome.Cancelled(true, cancellation.reason());
    } catch (SQLException e) {
      if (cancellation.isRequested()) {
        return new RunOutcome.Cancelled(true, cancellation.reason());
      }
      return failed(DuckDbErrors.of(e));
    } catch (OrchestratorException e) {
      return failed(e);
    } catch (IOException e) {
      return failed(DuckDbErrors.of(new SQLException("IO Error: " + e, e)));
    }
  }

  static RunOutcome failed(OrchestratorException e) {
    Throwable cause = e.getCause();
    return new RunOutcome.Failed(
        new JobError(
            e.code().wire(),
            e.type(),
            String.valueOf(e.getMessage()),
            cause == null ? null : cause.getMessage()));
  }

  /** With the columns of all inputs. */
  private PipelineSpec spec(JobRun run) {
    PipelineDocument.Reading reading = PipelineDocument.read(run.config());
    PipelineSpec spec = reading.spec();
    if (spec == null || !reading.problems().isEmpty()) {
      Problem first = reading.problems().get(0);
      throw new OrchestratorException(first.code(), first.message() + " (" + first.pointer() + ")");
    }
    if (spec.output() == null) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION, "The pipeline has no output (/output)");
    }
    boolean inferred = spec.inputs().values().stream().anyMatch(i -> i.columns() == null);
    return inferred ? workbench.withSchemas(spec) : spec;
  }

  private StagedPipeline staged(PipelineSpec spec, JobRun run) {
    return compiler.compileStaged(spec, Dialect.DUCKDB, MatchRun.folder(run.workDir()));
  }

  /** In a session of its own: the inputs it keeps are none of the next run's business. */
  private RunOutcome execute(
      JobRun run,
      ChunkDecision chunks,
      ChunkedPipeline pipeline,
      RunListener listener,
      Cancellation cancellation)
      throws Exception {
    try (DuckDbSession session = sessions.take(run.workDir())) {
      cancellation.onRequest(session::interrupt);
      DuckDbChunks engine = new DuckDbChunks(session, settings, pipeline, run.workDir());
      return new ChunkedRun(run, listener, chunks, engine).execute();
    }
  }

  private RunOutcome execute(
      JobRun run, StagedPipeline pipeline, RunListener listener, Cancellation cancellation)
      throws Exception {
    DuckDbSession session = sessions.take(run.workDir());
    boolean completed = false;
    try (TableRun tables = new TableRun(connections, run)) {
      cancellation.onRequest(session::interrupt);
      cancellation.onRequest(tables::cancel);
      RunOutcome outcome = execute(run, pipeline, session, listener, tables);
      completed = true;
      return outcome;
    } catch (IOException e) {
      List<Path> files = new DuckDbInputs(session, run.workDir()).find(pipeline.inputs());
      throw FileAccess.failure(e, files).orElseThrow(() -> e);
    } finally {
      if (completed) {
        sessions.giveBack(session);
      } else {
        // Whoever cancelled is told that nothing of the run is left.
        session.close();
      }
      MatchRun.clear(run.workDir());
    }
  }

  /** What the engine stumbles over in a file that is not plain may still be right: look closer. */
  private RunOutcome execute(
      JobRun run,
      StagedPipeline pipeline,
      DuckDbSession session,
      RunListener listener,
      TableRun tables)
      throws Exception {
    DuckDbTables reader = new DuckDbTables(tables.sources(), run.workDir(), listener);
    OutputSpec output = Objects.requireNonNull(pipeline.finish().output());
    DuckDbLoad load =
        output.writesTable() ? new DuckDbLoad(run, pipeline, session, listener, tables) : null;
    try {
      DuckDbInputs inputs = new DuckDbInputs(session, run.workDir(), false, reader);
      return load == null
          ? execute(run, pipeline, session, listener, inputs)
          : load.execute(inputs);
    } catch (OddFileException odd) {
      listener.log("info", odd.getMessage() + "; the input is read again record by record");
      try {
        DuckDbInputs careful = new DuckDbInputs(session, run.workDir(), true, reader);
        return load == null
            ? execute(run, pipeline, session, listener, careful)
            : load.execute(careful);
      } catch (SQLException e) {
        throw odd.orRather(e);
      } catch (OddFileException again) {
        throw new IllegalStateException("All files were looked through", again);
      }
    }
  }

  private RunOutcome execute(
      JobRun run,
      StagedPipeline pipeline,
      DuckDbSession session,
      RunListener listener,
      DuckDbInputs inputs)
      throws Exception {
    OutputSpec output = Objects.requireNonNull(pipeline.finish().output());
    List<Path> files = inputs.find(pipeline.inputs());
    long bytes = InputFiles.bytes(files);
    OutputGroup outputs = new OutputGroup(run, files);
    try {
      OutputPublisher publisher = outputs.open(output);
      BadRows badRows = new BadRows(session, inputs, outputs);
      badRows.open(pipeline.inputs());
      if (!files.isEmpty()) {
        listener.log("info", reading(files.size(), bytes));
      }
      long start = System.nanoTime();
      DuckDbStages stages = new DuckDbStages(session, inputs, run.workDir());
      RunListener rest = stages.prepare(pipeline, listener);
      DuckDbOutput writer = new DuckDbOutput(session, pipeline.finish(), output);
      ProgressWatch progress = new ProgressWatch(session, rest, bytes);
      long rows = inputs.checked(progress, () -> writer.write(publisher));
      // What the query took out of the files is less where a limit let it end early.
      Long read = stages.finish(pipeline);
      long bad = badRows.collect(pipeline.inputs());
      long millis = (System.nanoTime() - start) / 1_000_000;
      List<RunResult.OutputFile> placed = new ArrayList<>(publisher.written(output.format(), rows));
      placed.addAll(badRows.files());
      ObjectNode result =
          JSON.valueToTree(
              new RunResult(
                  placed,
                  read,
                  rows,
                  bad,
                  pipeline.finish().columns(),
                  writer.firstRows(publisher.firstFile(), FIRST_ROWS),
                  millis,
                  null));
      outputs.publish(result);
      long records = read == null ? rows : read;
      listener.log("info", String.format(Locale.ENGLISH, "Wrote %,d rows in %,d ms", rows, millis));
      listener.progress(new RunProgress(100.0, records, records, bytes, "Published"));
      return new RunOutcome.Completed(result, records);
    } finally {
      outputs.discard();
    }
  }

  private static String reading(int files, long bytes) {
    String what = files == 1 ? "1 file" : files + " files";
    return String.format(Locale.ENGLISH, "Reading %s, %,d bytes", what, bytes);
  }
}
