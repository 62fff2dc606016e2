package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.connection.ConnectionErrors;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.connection.NamedConnection;
import io.joborchestrator.connection.TableCatalog;
import io.joborchestrator.connection.TableFacts;
import io.joborchestrator.connection.load.TableLoad;
import io.joborchestrator.connection.read.TableSchemas;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.sql.SQLException;
import java.util.List;

/** Looks at inputs that are tables of databases. Thread-safe; blocks. */
final class TableInspector {
  private final Connections connections;
  private final TableSchemas schemas;

  TableInspector(Connections connections) {
    this.connections = connections;
    this.schemas = new TableSchemas(connections);
  }

  FileInspection inspect(InputSpec wanted, int rows) {
    TableFacts table = schemas.table(wanted);
    InputSpec input = complete(wanted, table);
    List<Column> columns = input.columns() == null ? List.of() : input.columns();
    return new FileInspection(
        input,
        columns,
        rows == 0 ? List.of() : schemas.firstRows(input, rows),
        Math.max(0, table.bytes()),
        0,
        table.rows(),
        List.of());
  }

  /** Names of tables and views that hold a text. */
  List<String> names(String connection, String part, int most) {
    NamedConnection database = connections.get(connection);
    try (DatabaseLink link = DatabaseLink.open(database, "ejo look")) {
      return new TableCatalog(link).names(part, most);
    } catch (SQLException e) {
      throw ConnectionErrors.of(database, e);
    }
  }

  /** With the columns of the table, if none are declared; those that are must be there. */
  InputSpec complete(InputSpec input) {
    return complete(input, schemas.table(input));
  }

  private static InputSpec complete(InputSpec input, TableFacts table) {
    List<Column> declared = input.columns();
    if (declared == null) {
      return input.withColumns(TableSchemas.columns(table));
    }
    for (Column column : declared) {
      if (table.column(column.name()).isEmpty()) {
        throw new OrchestratorException(
            ErrorCode.UNKNOWN_COLUMN,
            table.name()
                + " has no column '"
                + column.name()
                + "'."
                + NearNames.hint(column.name(), table.columnNames()));
      }
    }
    return input;
  }

  /** Bytes on the disk of the server, 0 if nobody knows. */
  long bytes(InputSpec input) {
    return Math.max(0, schemas.table(input).bytes());
  }

  /** What was thrown while an input was looked at, at its place. */
  Problem problem(OrchestratorException e, InputSpec input, String at) {
    String message = String.valueOf(e.getMessage());
    return switch (e.code()) {
      case UNKNOWN_CONNECTION -> unknown(e, String.valueOf(input.connection()), at);
      case CONNECTION_FAILED, INVALID_CONFIGURATION ->
          Problem.at(e.code(), at + "/connection", message);
      case UNKNOWN_COLUMN -> Problem.at(e.code(), at + "/columns", message);
      default -> Problem.at(e.code(), at + "/table", message);
    };
  }

  /** Checks that a result can be loaded. */
  void output(OutputSpec output, List<Column> columns, List<Problem> problems) {
    try {
      TableLoad.check(connections, output, columns);
    } catch (OrchestratorException e) {
      String message = String.valueOf(e.getMessage());
      problems.add(
          switch (e.code()) {
            case UNKNOWN_CONNECTION -> unknown(e, String.valueOf(output.connection()), "/output");
            case CONNECTION_FAILED, INVALID_CONFIGURATION ->
                Problem.at(e.code(), "/output/connection", message);
            case OUTPUT_EXISTS -> Problem.at(e.code(), "/output/mode", message);
            default -> Problem.at(e.code(), "/output/table", message);
          });
    }
  }

  private Problem unknown(OrchestratorException e, String name, String at) {
    String near = NearNames.nearest(name, connections.names()).orElse(null);
    return new Problem(e.code(), at + "/connection", -1, -1, String.valueOf(e.getMessage()), near);
  }
}
