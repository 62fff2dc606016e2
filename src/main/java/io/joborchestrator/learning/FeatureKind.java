package io.joborchestrator.learning;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.Arrays;
import java.util.Set;

/** How a column becomes numbers, with the options that make sense for it. */
public enum FeatureKind {
  NUMERIC("numeric", Set.of("missing", "scale", "buckets")),
  CATEGORY("category", Set.of("unknown", "encoding")),
  TEXT("text", Set.of("words", "weights")),
  DATE("date", Set.of("parts", "missing"));

  private final String wire;
  private final Set<String> options;

  FeatureKind(String wire, Set<String> options) {
    this.wire = wire;
    this.options = options;
  }

  @JsonValue
  public String wire() {
    return wire;
  }

  /** Keys of a feature that are allowed with it. */
  public Set<String> options() {
    return options;
  }

  /** Whether a column of this type can be used so. */
  public boolean takes(ColumnType type) {
    return switch (this) {
      case NUMERIC -> type.isNumeric() || type.kind() == ColumnType.Kind.BOOLEAN;
      case CATEGORY -> true;
      case TEXT -> type.kind() == ColumnType.Kind.STRING;
      case DATE -> type.kind() == ColumnType.Kind.DATE || type.kind() == ColumnType.Kind.TIMESTAMP;
    };
  }

  /** What is meant if a feature does not say it. */
  public static FeatureKind usual(ColumnType type) {
    return switch (type.kind()) {
      case STRING, BOOLEAN -> CATEGORY;
      case INTEGER, BIGINT, DOUBLE, DECIMAL -> NUMERIC;
      case DATE, TIMESTAMP -> DATE;
    };
  }

  /**
   * The kind for its word.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static FeatureKind of(String wire) {
    return Arrays.stream(values())
        .filter(kind -> kind.wire.equals(wire))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No kind of feature is '" + wire + "'"));
  }
}
