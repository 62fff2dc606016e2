package io.joborchestrator.connection.load;

import io.joborchestrator.connection.ConnectionErrors;
import io.joborchestrator.connection.DatabaseLink;
import io.joborchestrator.connection.NamedConnection;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/**
 * The way to a staging table, for tasks of a run wherever they are. Holds the password: it is sent
 * with the task, never shown.
 */
public final class StageAccess implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BUFFER = 1 << 16;

  private final NamedConnection database;
  private final String label;
  private final String copy;

  StageAccess(NamedConnection database, String label, String copy) {
    this.database = database;
    this.label = label;
    this.copy = copy;
  }

  /**
   * Begins to write rows; all of them are there after {@link Writer#finish}, or none.
   *
   * @param task number of the task, unique in the run
   */
  public Writer open(long task) {
    DatabaseLink link = null;
    try {
      link = DatabaseLink.open(database, label);
      return new Writer(database, link, link.copies().copyIn(copy), task);
    } catch (SQLException e) {
      if (link != null) {
        link.close();
      }
      throw ConnectionErrors.of(database, e);
    }
  }

  @Override
  public String toString() {
    return "staging table in " + database;
  }

  /** A stream of rows into the staging table. Used by one thread. */
  public static final class Writer implements AutoCloseable {
    private final NamedConnection database;
    private final DatabaseLink link;
    private final CopyIn copy;
    private final String task;
    private final StringBuilder buffer = new StringBuilder(BUFFER + 1024);
    private long rows;

    private Writer(NamedConnection database, DatabaseLink link, CopyIn copy, long task) {
      this.database = database;
      this.link = link;
      this.copy = copy;
      this.task = "," + task + "\n";
    }

    /**
     * @param values as texts, null for NULL
     */
    public void write(List<@Nullable String> values) {
      for (int i = 0; i < values.size(); i++) {
        if (i > 0) {
          buffer.append(',');
        }
        append(values.get(i));
      }
      buffer.append(task);
      rows++;
      if (buffer.length() >= BUFFER) {
        flush();
      }
    }

    /** Every text in quotes: one that is empty is not NULL. */
    private void append(@Nullable String value) {
      if (value != null) {
        buffer.append('"').append(value.replace("\"", "\"\"")).append('"');
      }
    }

    private void flush() {
      byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
      buffer.setLength(0);
      try {
        copy.writeToCopy(bytes, 0, bytes.length);
      } catch (SQLException e) {
        throw ConnectionErrors.of(database, e);
      }
    }

    /**
     * @return rows that were written
     */
    public long finish() {
      flush();
      try {
        copy.endCopy();
        return rows;
      } catch (SQLException e) {
        throw ConnectionErrors.of(database, e);
      }
    }

    /** Ends the session; what was not finished is gone. */
    @Override
    public void close() {
      link.close();
    }
  }
}
