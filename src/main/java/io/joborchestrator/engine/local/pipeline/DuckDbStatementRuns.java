package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.engine.PartProgress;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the statements of a job one after the other. One per run. */
final class DuckDbStatementRuns {
  private static final int FIRST_ROWS = 100;

  private final DuckDbSession session;
  private final DuckDbStatements statements;
  private final Map<Integer, OutputPublisher> publishers = new LinkedHashMap<>();
  private final List<RunResult.OutputFile> written = new ArrayList<>();
  private List<DuckDbStatements.Ready> ready = List.of();
  private long rowsWritten;
  private List<Column> columns = List.of();
  private List<List<@Nullable String>> firstRows = List.of();

  /** Checks the places of all outputs before the work starts. */
  DuckDbStatementRuns(DuckDbSession session, AnalyticsSpec spec, OutputGroup outputs) {
    this.session = session;
    statements = new DuckDbStatements(session, spec);
    for (StatementAt statement : StatementAt.allOf(spec)) {
      OutputSpec output = statement.statement().output();
      if (output != null) {
        publishers.put(statement.index(), outputs.open(output));
      }
    }
  }

  /** Called when the inputs are relations; reads nothing. */
  void prepare() throws SQLException {
    ready = statements.prepare();
  }

  /**
   * @param bytes of all inputs
   */
  void execute(RunListener listener, long bytes) throws SQLException, IOException {
    List<DuckDbStatements.Ready> work =
        ready.stream().filter(each -> each.statement().view() == null).toList();
    for (int i = 0; i < work.size(); i++) {
      DuckDbStatements.Ready one = work.get(i);
      String phase = one.statement().name() + " of " + ready.size();
      listener.log("info", phase);
      PartProgress part = new PartProgress(listener, i, work.size(), phase);
      part.begin();
      try (ProgressWatch watch = new ProgressWatch(session, part, bytes)) {
        execute(one, listener);
      }
    }
  }

  private void execute(DuckDbStatements.Ready one, RunListener listener)
      throws SQLException, IOException {
    columns = one.columns();
    OutputSpec output = one.statement().statement().output();
    OutputPublisher publisher = publishers.get(one.statement().index());
    if (output == null || publisher == null) {
      firstRows = session.query(one.query() + " LIMIT " + FIRST_ROWS, DuckDbOutput::texts);
      return;
    }
    CompiledPipeline pipeline =
        new CompiledPipeline(Dialect.DUCKDB, List.of(), one.query(), columns, true, output);
    DuckDbOutput writer = new DuckDbOutput(session, pipeline, output);
    long rows = writer.write(publisher);
    rowsWritten += rows;
    firstRows = writer.firstRows(publisher.firstFile(), FIRST_ROWS);
    written.addAll(publisher.written(output.format(), rows));
    listener.log("info", "Wrote " + rows + " rows for " + publisher.target());
  }

  /** With the rows of the last statement that gives any. */
  RunResult result(
      @Nullable Long read, long bad, long millis, List<RunResult.OutputFile> quarantines) {
    List<RunResult.OutputFile> files = new ArrayList<>(written);
    files.addAll(quarantines);
    Long rows = publishers.isEmpty() ? null : Long.valueOf(rowsWritten);
    return new RunResult(files, read, rows, bad, columns, firstRows, millis, null);
  }
}
