package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.ExpressionException;
import io.joborchestrator.pipeline.expression.Expressions;
import io.joborchestrator.pipeline.expression.Suggestion;
import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, in written order. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  List<Problem> list() {
    return List.copyOf(found);
  }

  int count() {
    return found.size();
  }

  void add(ErrorCode code, String pointer, String message) {
    found.add(Problem.at(code, pointer, message));
  }

  void add(ErrorCode code, String pointer, String message, @Nullable String suggestion) {
    found.add(new Problem(code, pointer, -1, -1, message, suggestion));
  }

  void invalid(String pointer, String message) {
    add(ErrorCode.INVALID_SPECIFICATION, pointer, message);
  }

  /** A word that is none of the known ones. */
  void unknown(ErrorCode code, String pointer, String what, String word, Collection<String> known) {
    String near = Suggestion.near(word, known);
    add(
        code,
        pointer,
        "There is no "
            + what
            + " '"
            + word
            + "'"
            + (near == null ? "" : ": did you mean '" + near + "'?"),
        near);
  }

  /** The column of this name, or null with a problem noted. */
  @Nullable Column column(String pointer, List<Column> columns, @Nullable String name) {
    if (name == null) {
      invalid(pointer, "The column name is missing");
      return null;
    }
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    unknown(
        ErrorCode.UNKNOWN_COLUMN,
        pointer,
        "column",
        name,
        columns.stream().map(Column::name).toList());
    return null;
  }

  /** The checked expression, or null with a problem noted. */
  @Nullable Typed expression(
      String pointer,
      @Nullable String source,
      List<Column> columns,
      @Nullable ColumnType expected) {
    try {
      return Expressions.check(source == null ? "" : source, columns, expected);
    } catch (ExpressionException e) {
      found.add(e.toProblem(pointer));
      return null;
    }
  }

  /** Notes names that are empty, reserved, or equal but for their case. */
  boolean namesAreFine(String pointer, List<String> names) {
    int before = found.size();
    Map<String, String> seen = new HashMap<>();
    for (String name : names) {
      String twin = seen.put(name.toLowerCase(Locale.ROOT), name);
      if (name.isBlank() || name.startsWith("__")) {
        invalid(pointer, "'" + name + "' cannot be a column name: it is empty or starts with __");
      } else if (name.indexOf('\0') >= 0 || name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
        invalid(pointer, "A column name cannot contain a line break or a zero character");
      } else if (twin != null) {
        invalid(
            pointer,
            twin.equals(name)
                ? "The column '" + name + "' is there twice"
                : "The columns '" + twin + "' and '" + name + "' differ only in case");
      }
    }
    return found.size() == before;
  }

  static String pointer(String base, Object... parts) {
    StringBuilder pointer = new StringBuilder(base);
    for (Object part : parts) {
      pointer.append('/').append(part.toString().replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }
}
