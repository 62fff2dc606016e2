package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.StatementAnalyzer;
import io.joborchestrator.analytics.StatementRefusedException;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks statements with the columnar engine's own parser and binder, over tables that have columns
 * and no rows: no file is read. Thread-safe.
 */
public final class DuckDbStatementAnalyzer implements StatementAnalyzer {
  private static final SqlText SQL = DuckDbSession.SQL;

  private final DuckDbSettings settings;

  public DuckDbStatementAnalyzer(DuckDbSettings settings) {
    this.settings = settings;
  }

  @Override
  public Analysis analyze(AnalyticsSpec spec) {
    try (DuckDbSession session = new DuckDbSession(settings, null)) {
      for (Map.Entry<String, InputSpec> input : spec.inputs().entrySet()) {
        session.execute(table(input.getKey(), input.getValue()));
      }
      List<List<Column>> columns =
          new DuckDbStatements(session, spec)
              .prepare().stream().map(DuckDbStatements.Ready::columns).toList();
      return new Analysis(List.of(), columns);
    } catch (StatementRefusedException refused) {
      return new Analysis(List.of(refused.problem()), List.of());
    } catch (SQLException e) {
      throw DuckDbErrors.of(e);
    }
  }

  private static String table(String name, InputSpec input) {
    List<String> columns = new ArrayList<>();
    List<Column> known = input.columns() == null ? List.of() : input.columns();
    for (Column column : known) {
      columns.add(SQL.name(column.name()) + " " + SQL.type(column.type()));
    }
    return "CREATE TABLE " + SQL.name(name) + " (" + String.join(", ", columns) + ")";
  }
}
