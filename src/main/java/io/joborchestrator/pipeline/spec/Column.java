package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A column of an input or a result.
 *
 * @param name names are matched with regard to case; two names that differ only in case are refused
 * @param format pattern of a date or timestamp written as text, or null for ISO 8601
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Column(String name, ColumnType type, @Nullable String format) {
  public Column(String name, ColumnType type) {
    this(name, type, null);
  }
}
