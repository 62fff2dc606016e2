package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.SqlText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.ProfilerPrintFormat;
import org.duckdb.QueryProgress;
import org.jspecify.annotations.Nullable;

/**
 * A database in memory for one run. Used by one thread; {@link #interrupt()} and {@link
 * #progress()} may be called by others.
 */
final class DuckDbSession implements AutoCloseable {
  static final SqlText SQL = new SqlText(Dialect.DUCKDB);

  private final Connection connection;
  private volatile @Nullable Statement running;
  private volatile boolean interrupted;

  DuckDbSession(DuckDbSettings settings, @Nullable Path temporary) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("autoinstall_known_extensions", "false");
    properties.setProperty("autoload_known_extensions", "false");
    properties.setProperty("threads", String.valueOf(settings.threads()));
    properties.setProperty("memory_limit", settings.memoryMiB() + "MiB");
    connection = DriverManager.getConnection("jdbc:duckdb:", properties);
    try {
      execute("SET TimeZone = 'UTC'");
      execute("SET enable_progress_bar = true");
      execute("SET enable_progress_bar_print = false");
      // With writers of their own, a COPY to a full disk hangs now and then, even after a cancel.
      execute("SET async_threads = 0");
      execute("SET enable_profiling = 'no_output'");
      execute("SET temp_directory = " + SQL.text(temporary == null ? "" : temporary.toString()));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** Reads the rows of a query. */
  @FunctionalInterface
  interface Rows<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** Says where it puts what does not fit into memory; before anything was done with it. */
  void spillTo(Path temporary) throws SQLException {
    execute("SET temp_directory = " + SQL.text(temporary.toString()));
  }

  void execute(String sql) throws SQLException {
    run(sql, PreparedStatement::execute);
  }

  /** Rows that were changed or copied. */
  long update(String sql) throws SQLException {
    return run(sql, PreparedStatement::executeLargeUpdate);
  }

  /** Rows the last statement took out of files, or null if that is not known. */
  @Nullable Long rowsScanned() throws SQLException {
    String profile =
        connection.unwrap(DuckDBConnection.class).getProfilingInformation(ProfilerPrintFormat.JSON);
    try {
      long rows = 0;
      boolean known = false;
      for (JsonNode scan : new ObjectMapper().readTree(profile).findParents("rows_scanned")) {
        // Tables of the session are no files.
        if (scan.path("extra_info").path("Function").asText().startsWith("READ_")) {
          rows += scan.path("rows_scanned").asLong();
          known = true;
        }
      }
      return known ? rows : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** A column as the engine names it. */
  record NamedType(String name, String type) {}

  /** The columns of a query, which is not executed. */
  List<NamedType> columns(String query) throws SQLException {
    return run(
        query,
        statement -> {
          ResultSetMetaData found = statement.getMetaData();
          List<NamedType> columns = new ArrayList<>();
          for (int i = 1; i <= found.getColumnCount(); i++) {
            columns.add(new NamedType(found.getColumnName(i), found.getColumnTypeName(i)));
          }
          return columns;
        });
  }

  /** Gives a variable a value of a type; queries read it by {@code getvariable}. */
  void setVariable(String name, String type, Object value) throws SQLException {
    execute("CREATE TEMP TABLE __value (v " + type + ")");
    run(
        "INSERT INTO __value VALUES (?)",
        statement -> {
          statement.setObject(1, value);
          return statement.executeUpdate();
        });
    execute("SET VARIABLE " + SQL.name(name) + " = (SELECT v FROM __value)");
    execute("DROP TABLE __value");
  }

  /**
   * From here on no statement reaches a file outside of these, or changes a setting.
   *
   * @param files that may be read
   * @param folders whose files may be read and written
   */
  void lock(List<Path> files, List<Path> folders) throws SQLException {
    execute("SET allowed_paths = " + texts(files));
    execute("SET allowed_directories = " + texts(folders));
    execute("SET enable_external_access = false");
    execute("SET lock_configuration = true");
  }

  private static String texts(List<Path> paths) {
    return "["
        + String.join(", ", paths.stream().map(path -> SQL.text(path.toString())).toList())
        + "]";
  }

  <T> T query(String sql, Rows<T> reader) throws SQLException {
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return reader.read(rows);
          }
        });
  }

  long count(String sql) throws SQLException {
    return query(sql, rows -> rows.next() ? rows.getLong(1) : 0L);
  }

  private interface Action<T> {
    T on(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Action<T> action) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      running = statement;
      if (interrupted) {
        throw new CancellationException("The run was cancelled");
      }
      return action.on(statement);
    } finally {
      running = null;
    }
  }

  /** Ends the statement that runs and refuses any other. May be repeated. */
  void interrupt() {
    interrupted = true;
    Statement statement = running;
    if (statement != null) {
      try {
        statement.cancel();
      } catch (SQLException e) {
        // It has just ended: nothing is left to cancel.
        running = null;
      }
    }
  }

  boolean isInterrupted() {
    return interrupted;
  }

  /** Percent of the running statement from 0 to 100, or null if it is not known. */
  @Nullable Double progress() {
    Statement statement = running;
    if (!(statement instanceof DuckDBPreparedStatement duck)) {
      return null;
    }
    try {
      QueryProgress progress = duck.getQueryProgress();
      double percent = progress.getPercentage();
      return percent < 0 || percent > 100 ? null : percent;
    } catch (SQLException e) {
      return null;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
