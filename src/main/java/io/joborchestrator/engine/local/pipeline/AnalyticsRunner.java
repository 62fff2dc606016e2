package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.analytics.AnalyticsDocument;
import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.TableRun;
import io.joborchestrator.engine.local.LocalRunner;
import io.joborchestrator.engine.output.FileAccess;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.sql.InputCompiler;
import io.joborchestrator.pipeline.sql.InputCompiler.TypedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Runs SQL over registered inputs on the columnar engine, in a database in memory that ends with
 * the run and is closed to everything but the inputs and outputs of the job. Thread-safe.
 */
public final class AnalyticsRunner implements LocalRunner {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SqlText SQL = DuckDbSession.SQL;

  private final DuckDbSettings settings;
  private final Connections connections;

  /**
   * @param connections databases whose tables may be inputs
   */
  public AnalyticsRunner(DuckDbSettings settings, Connections connections) {
    this.settings = settings;
    this.connections = connections;
  }

  @Override
  public Set<String> jobTypes() {
    return Set.of(JobType.ANALYTICS);
  }

  @Override
  public RunOutcome run(JobRun run, RunListener listener, Cancellation cancellation)
      throws Exception {
    try {
      AnalyticsSpec spec = AnalyticsDocument.require(run.config());
      if (spec.sqlDialect() == SqlDialect.SPARK) {
        throw new OrchestratorException(
            ErrorCode.ENGINE_NOT_CAPABLE,
            "The SQL is written for Spark (dialect spark): the local engine would read it"
                + " differently.");
      }
      Files.createDirectories(run.workDir());
      try (DuckDbSession session = new DuckDbSession(settings, run.workDir());
          TableRun tables = new TableRun(connections, run)) {
        cancellation.onRequest(session::interrupt);
        cancellation.onRequest(tables::cancel);
        return execute(run, spec, session, listener, tables);
      }
    } catch (CancellationException e) {
      return new RunOutcome.Cancelled(true, cancellation.reason());
    } catch (SQLException e) {
      if (cancellation.isRequested()) {
        return new RunOutcome.Cancelled(true, cancellation.reason());
      }
      return PipelineRunner.failed(DuckDbErrors.of(e));
    } catch (OrchestratorException e) {
      return PipelineRunner.failed(e);
    } catch (IOException e) {
      return PipelineRunner.failed(DuckDbErrors.of(new SQLException("IO Error: " + e, e)));
    }
  }

  private static RunOutcome execute(
      JobRun run, AnalyticsSpec spec, DuckDbSession session, RunListener listener, TableRun tables)
      throws SQLException, IOException {
    List<TypedInput> typed = new InputCompiler().compile(spec.inputs(), Dialect.DUCKDB);
    CompiledPipeline pipeline = InputCompiler.asPipeline(typed, Dialect.DUCKDB);
    // Nobody knows how often a statement reads an input: files are looked through once, before.
    DuckDbTables reader = new DuckDbTables(tables.sources(), run.workDir(), listener);
    DuckDbInputs inputs = new DuckDbInputs(session, run.workDir(), true, reader);
    List<Path> files = inputs.find(pipeline.inputs());
    OutputGroup outputs = new OutputGroup(run, files);
    BadRows badRows = new BadRows(session, inputs, outputs);
    try {
      DuckDbStatementRuns statements = new DuckDbStatementRuns(session, spec, outputs);
      badRows.open(pipeline.inputs());
      long begin = System.nanoTime();
      for (TypedInput input : typed) {
        inputs.register(input.input(), -1);
        session.execute("CREATE VIEW " + SQL.name(input.input().name()) + " AS " + input.query());
      }
      // Their rows are here now: the databases need not hold the moment for the statements.
      tables.endReading();
      statements.prepare();
      lock(session, run, files, outputs);
      long bytes = InputFiles.bytes(files);
      statements.execute(listener, bytes);
      long bad = badRows.collect(pipeline.inputs());
      long millis = (System.nanoTime() - begin) / 1_000_000;
      Long read = inputs.rows();
      ObjectNode result = JSON.valueToTree(statements.result(read, bad, millis, badRows.files()));
      outputs.publish(result);
      long records = read == null ? 0 : read;
      listener.progress(new RunProgress(100.0, records, records, bytes, "Finished"));
      return new RunOutcome.Completed(result, records);
    } catch (IOException e) {
      throw FileAccess.failure(e, files).orElseThrow(() -> e);
    } finally {
      outputs.discard();
    }
  }

  /** What stages an output is a file or a folder. */
  private static void lock(
      DuckDbSession session, JobRun run, List<Path> inputs, OutputGroup outputs)
      throws SQLException {
    List<Path> files = new ArrayList<>(inputs);
    files.addAll(outputs.stagings());
    List<Path> folders = new ArrayList<>(outputs.stagings());
    folders.add(run.workDir().toAbsolutePath());
    session.lock(files, folders);
  }
}
