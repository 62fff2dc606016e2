package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.List;
import java.util.Optional;

/** Types of columns as text in the form. */
final class TypeText {
  /** What a list of types offers; a decimal can be given other digits by typing. */
  static final List<String> CHOICES =
      List.of(
          "string", "boolean", "integer", "bigint", "double", "decimal(18,2)", "date", "timestamp");

  static final String HINT =
      "Use string, boolean, integer, bigint, double, decimal(18,2), date or timestamp";

  private TypeText() {}

  static Optional<ColumnType> parse(String text) {
    try {
      return Optional.of(ColumnType.parse(text));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
