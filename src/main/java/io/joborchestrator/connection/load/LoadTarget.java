package io.joborchestrator.connection.load;

import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.connection.NamedConnection;
import io.joborchestrator.connection.PostgresTypes;
import io.joborchestrator.connection.TableCatalog;
import io.joborchestrator.connection.TableColumn;
import io.joborchestrator.connection.TableFacts;
import io.joborchestrator.connection.TableName;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * The table an output goes to, checked: it takes the columns, has the key, and the user may do it.
 *
 * @param name with its real schema
 * @param exists false: it will be created
 * @param types of the loaded columns as the server writes them, in the order of the result
 * @param stagingSchema where the staging table is made
 */
record LoadTarget(
    TableName name, boolean exists, LoadPlan.Mode mode, List<String> types, String stagingSchema) {

  /**
   * @throws OrchestratorException if the result cannot be loaded; what is wrong and what to do
   */
  static LoadTarget check(
      DatabaseLink link, NamedConnection database, OutputSpec output, List<Column> columns)
      throws SQLException {
    if (database.readOnly()) {
      throw new OrchestratorException(
          ErrorCode.NOT_ALLOWED,
          "Jobs may not write to '" + database.name() + "': it is configured as read-only.");
    }
    TableName wanted = TableName.parse(Objects.requireNonNull(output.table()));
    TableCatalog catalog = new TableCatalog(link);
    LoadPlan.Mode mode = LoadPlan.Mode.parse(output.mode() == null ? "refuse" : output.mode());
    TableFacts found = catalog.find(wanted).orElse(null);
    LoadTarget target =
        found == null
            ? missing(link, catalog, wanted, mode, output, columns)
            : existing(link, found, mode, output, columns);
    return target.withStaging(link, database);
  }

  private static LoadTarget missing(
      DatabaseLink link,
      TableCatalog catalog,
      TableName wanted,
      LoadPlan.Mode mode,
      OutputSpec output,
      List<Column> columns)
      throws SQLException {
    if (!Boolean.TRUE.equals(output.create())) {
      throw error(
          ErrorCode.OUTPUT_NOT_WRITABLE,
          "There is no table "
              + wanted
              + ", or you may not see it: choose create to make it."
              + NearNames.hint(wanted.toString(), catalog.names(wanted.table(), 200)));
    }
    String schema =
        wanted.schema() == null ? link.text("SELECT current_schema()") : wanted.schema();
    if (schema == null || link.text("SELECT to_regnamespace(quote_ident(?))", schema) == null) {
      throw error(ErrorCode.OUTPUT_NOT_WRITABLE, "There is no schema for " + wanted + ".");
    }
    refuseOurs(link, schema);
    requireCreate(link, schema, "make the table " + wanted);
    List<String> types = columns.stream().map(c -> PostgresTypes.sql(c.type())).toList();
    return new LoadTarget(new TableName(schema, wanted.table()), false, mode, types, schema);
  }

  private static void refuseOurs(DatabaseLink link, String schema) throws SQLException {
    if (link.text(
            "SELECT p.oid FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
                + " WHERE n.nspname = ? AND p.proname = 'claim_jobs' LIMIT 1",
            schema)
        != null) {
      throw error(
          ErrorCode.NOT_ALLOWED, "The schema " + schema + " belongs to this program: use another.");
    }
  }

  private static LoadTarget existing(
      DatabaseLink link,
      TableFacts found,
      LoadPlan.Mode mode,
      OutputSpec output,
      List<Column> columns)
      throws SQLException {
    boolean isTable =
        found.kind() == TableFacts.Kind.TABLE || found.kind() == TableFacts.Kind.PARTITIONED;
    if (!isTable) {
      throw error(
          ErrorCode.OUTPUT_NOT_WRITABLE,
          found.name() + " is a " + found.kind().words() + ": only tables can be loaded.");
    }
    List<String> types = types(found, columns);
    requireComplete(found, columns);
    requireRights(link, found, mode);
    if (mode == LoadPlan.Mode.UPSERT) {
      requireKey(found, Objects.requireNonNull(output.key()));
    }
    if (mode == LoadPlan.Mode.REFUSE) {
      requireEmpty(link, found.name());
    }
    return new LoadTarget(
        found.name(), true, mode, types, Objects.requireNonNull(found.name().schema()));
  }

  private static List<String> types(TableFacts found, List<Column> columns) {
    List<String> types = new ArrayList<>();
    for (Column column : columns) {
      TableColumn target = found.column(column.name()).orElse(null);
      if (target == null) {
        throw error(
            ErrorCode.UNKNOWN_COLUMN,
            found.name()
                + " has no column '"
                + column.name()
                + "'."
                + NearNames.hint(column.name(), found.columnNames())
                + " Rename or leave out what it does not have.");
      }
      if (target.computed()) {
        throw error(
            ErrorCode.INVALID_SPECIFICATION,
            "The column " + column.name() + " of " + found.name() + " is computed: leave it out.");
      }
      types.add(target.sqlType());
    }
    return types;
  }

  private static void requireComplete(TableFacts found, List<Column> columns) {
    for (TableColumn target : found.columns()) {
      boolean given = columns.stream().anyMatch(column -> column.name().equals(target.name()));
      if (!given && target.notNull() && !target.filled() && !target.computed()) {
        throw error(
            ErrorCode.INVALID_SPECIFICATION,
            "The column "
                + target.name()
                + " of "
                + found.name()
                + " takes no NULL and has no default, and the result has no such column.");
      }
    }
  }

  private static void requireRights(DatabaseLink link, TableFacts found, LoadPlan.Mode mode)
      throws SQLException {
    List<String> rights = new ArrayList<>(List.of("INSERT"));
    switch (mode) {
      case UPSERT -> rights.add("UPDATE");
      case REFUSE -> rights.add("SELECT");
      case REPLACE, APPEND -> {}
    }
    for (String right : rights) {
      if (isFalse(link.text("SELECT has_any_column_privilege(?::oid, ?)", found.oid(), right))) {
        throw notAllowed(right, found.name());
      }
    }
    boolean removes =
        !isFalse(link.text("SELECT has_table_privilege(?::oid, 'DELETE, TRUNCATE')", found.oid()));
    if (mode == LoadPlan.Mode.REPLACE && !removes) {
      throw notAllowed("DELETE or TRUNCATE", found.name());
    }
  }

  private static boolean isFalse(@org.jspecify.annotations.Nullable String truth) {
    return "f".equals(truth);
  }

  private static OrchestratorException notAllowed(String right, TableName table) {
    return error(
        ErrorCode.NOT_ALLOWED,
        "The user of the connection may not " + right + " in " + table + ": ask for the right.");
  }

  private static void requireKey(TableFacts found, List<String> key) {
    boolean known =
        found.keys().stream().anyMatch(k -> new HashSet<>(k).equals(new HashSet<>(key)));
    if (!known) {
      String keys =
          found.keys().isEmpty()
              ? "it has none"
              : "it has "
                  + String.join(
                      "; ", found.keys().stream().map(k -> String.join(", ", k)).toList());
      throw error(
          ErrorCode.INVALID_SPECIFICATION,
          "To upsert, "
              + found.name()
              + " needs a unique constraint on exactly "
              + String.join(", ", key)
              + "; "
              + keys
              + ".");
    }
  }

  static void requireEmpty(DatabaseLink link, TableName table) throws SQLException {
    if (link.text("SELECT 1 FROM " + table.sql() + " LIMIT 1") != null) {
      throw error(
          ErrorCode.OUTPUT_EXISTS,
          table + " holds rows already: choose append, replace or upsert, or another table.");
    }
  }

  private LoadTarget withStaging(DatabaseLink link, NamedConnection database) throws SQLException {
    String own = database.stagingSchema();
    String schema = own == null ? stagingSchema : own;
    if (link.text("SELECT to_regnamespace(quote_ident(?))", schema) == null) {
      throw error(
          ErrorCode.INVALID_CONFIGURATION,
          "The staging schema " + schema + " of '" + database.name() + "' does not exist.");
    }
    requireCreate(link, schema, "make the staging table of a load");
    return new LoadTarget(name, exists, mode, types, schema);
  }

  private static void requireCreate(DatabaseLink link, String schema, String what)
      throws SQLException {
    if (isFalse(link.text("SELECT has_schema_privilege(?, 'CREATE')", schema))) {
      throw error(
          ErrorCode.NOT_ALLOWED,
          "The user of the connection may not "
              + what
              + ": give it CREATE on the schema "
              + schema
              + ", or name another one as staging-schema of the connection.");
    }
  }

  private static OrchestratorException error(ErrorCode code, String message) {
    return new OrchestratorException(code, message);
  }
}
