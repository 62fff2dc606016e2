package io.joborchestrator.connection;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as it is written in a job: {@code schema.table} or {@code table}, letters as they are.
 * Only a part that holds a point or a quote is put in double quotes.
 *
 * @param schema null: found by the search path of the user
 */
public record TableName(@Nullable String schema, String table) {
  private static final int LONGEST = 63;

  /**
   * Reads the written form.
   *
   * @throws OrchestratorException INVALID_SPECIFICATION
   */
  public static TableName parse(String text) {
    List<String> parts = parts(text.strip());
    boolean fine =
        (parts.size() == 1 || parts.size() == 2)
            && parts.stream().noneMatch(p -> p.isEmpty() || p.indexOf('\0') >= 0);
    if (!fine) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          "'" + text + "' is no name of a table: write schema.table, without any SQL.");
    }
    for (String part : parts) {
      if (part.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST) {
        throw new OrchestratorException(
            ErrorCode.INVALID_SPECIFICATION,
            "The name '" + part + "' is longer than the " + LONGEST + " bytes a name may have.");
      }
    }
    return parts.size() == 1
        ? new TableName(null, parts.get(0))
        : new TableName(parts.get(0), parts.get(1));
  }

  /** Empty if a quote is left open or stands in the middle of a name. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    boolean closed = false;
    for (int i = 0; i < text.length(); i++) {
      char sign = text.charAt(i);
      boolean doubled = quoted && i + 1 < text.length() && text.charAt(i + 1) == '"';
      if (sign == '"' && doubled) {
        part.append(sign);
        i++;
      } else if (sign == '"' && quoted) {
        quoted = false;
        closed = true;
      } else if (sign == '"' && part.isEmpty() && !closed) {
        quoted = true;
      } else if (sign == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
        closed = false;
      } else if (sign == '"' || closed) {
        return List.of();
      } else {
        part.append(sign);
      }
    }
    parts.add(part.toString());
    return quoted ? List.of() : parts;
  }

  /** The name as SQL. */
  public String sql() {
    return schema == null ? quoted(table) : quoted(schema) + "." + quoted(table);
  }

  /** A name of anything as SQL. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The written form. */
  @Override
  public String toString() {
    return schema == null ? written(table) : written(schema) + "." + written(table);
  }

  private static String written(String part) {
    return part.contains(".") || part.contains("\"") ? quoted(part) : part;
  }
}
