package io.joborchestrator.connection.read;

import io.joborchestrator.connection.ConnectionErrors;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.connection.NamedConnection;
import io.joborchestrator.connection.TableCatalog;
import io.joborchestrator.connection.TableColumn;
import io.joborchestrator.connection.TableFacts;
import io.joborchestrator.connection.TableName;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What inputs that are tables look like, for checks and forms. Thread-safe; every call blocks. */
public final class TableSchemas {
  private static final String LABEL = "ejo look";

  private final Connections connections;

  public TableSchemas(Connections connections) {
    this.connections = connections;
  }

  /**
   * The table of an input.
   *
   * @throws OrchestratorException UNKNOWN_CONNECTION, INPUT_NOT_FOUND, NOT_ALLOWED,
   *     CONNECTION_FAILED and others, with what to do
   */
  public TableFacts table(InputSpec input) {
    TableName name = TableName.parse(Objects.requireNonNull(input.table()));
    NamedConnection database = connections.get(Objects.requireNonNull(input.connection()));
    try (DatabaseLink link = DatabaseLink.open(database, LABEL)) {
      return new TableCatalog(link).get(name, database.name());
    } catch (SQLException e) {
      throw ConnectionErrors.of(database, e);
    }
  }

  /**
   * The columns of a table as those of an input.
   *
   * @throws OrchestratorException INPUT_FORMAT if pipelines cannot hold one of them
   */
  public static List<Column> columns(TableFacts table) {
    List<Column> columns = new ArrayList<>();
    for (TableColumn column : table.columns()) {
      if (column.type() == null) {
        throw unreadable(table, column);
      }
      columns.add(new Column(column.name(), column.type()));
    }
    return columns;
  }

  static OrchestratorException unreadable(TableFacts table, TableColumn column) {
    return new OrchestratorException(
        ErrorCode.INPUT_FORMAT,
        "The column "
            + column.name()
            + " of "
            + table.name()
            + " is of the type "
            + column.sqlType()
            + ", which pipelines cannot hold: declare the columns to read without it.");
  }

  /**
   * The first rows of a table, each value as text.
   *
   * @param input with its columns
   */
  public List<List<@Nullable String>> firstRows(InputSpec input, int rows) {
    List<Column> columns = Objects.requireNonNull(input.columns());
    NamedConnection database = connections.get(Objects.requireNonNull(input.connection()));
    try (DatabaseLink link = DatabaseLink.open(database, LABEL)) {
      TableName name = TableName.parse(Objects.requireNonNull(input.table()));
      TableFacts table = new TableCatalog(link).get(name, database.name());
      String query = new ReadPlanner(link, table).query(columns) + " LIMIT " + rows;
      return link.list(
          query,
          row -> {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
              values.add(row.getString(i));
            }
            return values;
          });
    } catch (SQLException e) {
      throw ConnectionErrors.of(database, e);
    }
  }
}
