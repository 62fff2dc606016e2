package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A checked expression: every part has a type, every conversion is explicit. */
public sealed interface Typed {
  /** Null only for a bare NULL, which fits any type. */
  @Nullable ColumnType type();

  /**
   * @param value in written form: {@code true}, {@code 1.50}, {@code 2024-01-31}, …; null for NULL
   */
  record Literal(@Nullable ColumnType type, @Nullable String value) implements Typed {}

  record ColumnRef(ColumnType type, String name) implements Typed {}

  record Operation(ColumnType type, Template template, List<Typed> arguments) implements Typed {
    public Operation {
      arguments = List.copyOf(arguments);
    }
  }

  /** The type, for an expression that is known not to be a bare NULL. */
  default ColumnType certainType() {
    ColumnType type = type();
    if (type == null) {
      throw new IllegalStateException("A bare NULL has no type");
    }
    return type;
  }

  /** Adds the names of all columns the expression reads. */
  default void collectColumns(Set<String> names) {
    if (this instanceof ColumnRef column) {
      names.add(column.name());
    } else if (this instanceof Operation operation) {
      operation.arguments().forEach(argument -> argument.collectColumns(names));
    }
  }
}
