package io.joborchestrator.learning;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.Suggestion;
import io.joborchestrator.pipeline.spec.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of an input by name. */
final class ColumnNames {
  private final Map<String, Column> byName = new LinkedHashMap<>();

  ColumnNames(List<Column> columns) {
    columns.forEach(column -> byName.put(column.name(), column));
  }

  Optional<Column> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** That there is no such column, with the near name. */
  Problem unknown(String name, String pointer) {
    String near = Suggestion.near(name, List.copyOf(byName.keySet()));
    return new Problem(
        ErrorCode.UNKNOWN_COLUMN,
        pointer,
        -1,
        -1,
        "There is no column '"
            + name
            + "' in the input"
            + (near == null ? "; it has " + some() : ": did you mean '" + near + "'?"),
        near);
  }

  private String some() {
    List<String> names = List.copyOf(byName.keySet());
    int shown = Math.min(12, names.size());
    return String.join(", ", names.subList(0, shown)) + (shown < names.size() ? ", …" : "");
  }
}
