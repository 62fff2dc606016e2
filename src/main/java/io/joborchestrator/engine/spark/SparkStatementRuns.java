package io.joborchestrator.engine.spark;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** Runs the statements of a job one after the other. One per run. */
final class SparkStatementRuns {
  private static final SqlText SQL = new SqlText(Dialect.SPARK);

  private final SparkRunContext context;
  private final AnalyticsSpec spec;
  private final List<StatementAt> statements;
  private final Map<StatementAt, OutputPublisher> publishers = new LinkedHashMap<>();
  private final List<RunResult.OutputFile> written = new ArrayList<>();
  private long rowsWritten;
  private List<Column> columns = List.of();
  private List<List<@Nullable String>> firstRows = List.of();

  /** Checks the places of all outputs before the work starts. */
  SparkStatementRuns(SparkRunContext context, AnalyticsSpec spec, OutputGroup outputs) {
    this.context = context;
    this.spec = spec;
    statements = StatementAt.allOf(spec);
    for (StatementAt statement : statements) {
      OutputSpec output = statement.statement().output();
      if (output != null) {
        publishers.put(statement, outputs.open(output));
      }
    }
  }

  /**
   * @param inputBytes of all inputs; each statement that is carried out may read them again
   */
  void run(long inputBytes) throws IOException {
    long carriedOut = statements.stream().filter(each -> each.view() == null).count();
    context.progress().expectBytes(inputBytes * carriedOut);
    int done = 0;
    for (StatementAt statement : statements) {
      String phase = statement.name() + " of " + statements.size();
      context.progress().reached(90.0 * done / Math.max(1, carriedOut), phase);
      context.progress().say("info", phase);
      run(statement);
      context.checkCancelled();
      done += statement.view() == null ? 1 : 0;
    }
  }

  private void run(StatementAt statement) throws IOException {
    Dataset<Row> rows = rows(statement);
    String view = statement.view();
    if (view != null) {
      rows.createOrReplaceTempView(view);
      return;
    }
    columns = SparkResultTypes.columns(rows.schema(), statement);
    Dataset<Row> typed = typed(rows);
    OutputSpec output = statement.statement().output();
    OutputPublisher publisher = publishers.get(statement);
    if (output == null || publisher == null) {
      firstRows =
          typed.takeAsList(SparkFirstRows.COUNT).stream()
              .map(row -> SparkFirstRows.texts(row, columns))
              .toList();
    } else {
      write(typed, output, publisher);
    }
  }

  private Dataset<Row> rows(StatementAt statement) {
    var session = (org.apache.spark.sql.classic.SparkSession) context.session();
    try {
      return org.apache.spark.sql.classic.Dataset.ofRows(
          session, SparkStatements.bound(spec, SparkStatements.plan(spec, statement)));
    } catch (Exception e) {
      // Scala declares nothing; javac does not know that this may come.
      if (e instanceof AnalysisException wrong) {
        throw SparkStatementErrors.of(wrong, statement);
      }
      throw e;
    }
  }

  private Dataset<Row> typed(Dataset<Row> rows) {
    return rows.selectExpr(
        columns.stream()
            .map(
                column -> {
                  String name = SQL.name(column.name());
                  return "CAST(" + name + " AS " + SQL.type(column.type()) + ") AS " + name;
                })
            .toArray(String[]::new));
  }

  private void write(Dataset<Row> rows, OutputSpec output, OutputPublisher publisher)
      throws IOException {
    long before = context.progress().rowsWritten();
    var pipeline = new CompiledPipeline(Dialect.SPARK, List.of(), "", columns, true, output);
    var writer = new SparkOutput(context, pipeline, output);
    writer.write(rows, publisher);
    context.drainEvents();
    firstRows = writer.firstRows();
    long count = context.progress().rowsWritten() - before;
    rowsWritten += count;
    written.addAll(publisher.written(output.format(), count));
    context.progress().say("info", "wrote " + count + " rows for " + publisher.target());
  }

  /** With the rows of the last statement that gives any. */
  RunResult result(long read, long bad, long millis, List<RunResult.OutputFile> quarantines) {
    List<RunResult.OutputFile> files = new ArrayList<>(written);
    files.addAll(quarantines);
    Long rows = publishers.isEmpty() ? null : rowsWritten;
    return new RunResult(files, read, rows, bad, columns, firstRows, millis, null);
  }
}
