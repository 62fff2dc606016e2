package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** Writes names, constants, types and checked expressions as SQL of one dialect. */
public final class SqlText {
  private final Dialect dialect;

  public SqlText(Dialect dialect) {
    this.dialect = dialect;
  }

  public Dialect dialect() {
    return dialect;
  }

  /** A quoted column or relation name. */
  public String name(String name) {
    return dialect == Dialect.DUCKDB
        ? '"' + name.replace("\"", "\"\"") + '"'
        : '`' + name.replace("`", "``") + '`';
  }

  /** A text constant. */
  public String text(String value) {
    return dialect == Dialect.DUCKDB
        ? "'" + value.replace("'", "''") + "'"
        : "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** The engine's name of a type. */
  public String type(ColumnType type) {
    return switch (type.kind()) {
      case STRING -> dialect == Dialect.DUCKDB ? "VARCHAR" : "STRING";
      case INTEGER -> dialect == Dialect.DUCKDB ? "INTEGER" : "INT";
      case DECIMAL -> "DECIMAL(" + type.precision() + "," + type.scale() + ")";
      case BOOLEAN, BIGINT, DOUBLE, DATE, TIMESTAMP -> type.kind().name();
    };
  }

  /** A checked expression. */
  public String expression(Typed typed) {
    if (typed instanceof Typed.ColumnRef column) {
      return name(column.name());
    }
    if (typed instanceof Typed.Literal literal) {
      return literal(literal);
    }
    Typed.Operation operation = (Typed.Operation) typed;
    List<String> arguments = new ArrayList<>();
    for (Typed argument : operation.arguments()) {
      arguments.add(expression(argument));
    }
    return operation.template().fill(dialect, arguments);
  }

  private String literal(Typed.Literal literal) {
    ColumnType type = literal.type();
    String value = literal.value();
    if (type == null) {
      return "NULL";
    }
    if (value == null) {
      return "CAST(NULL AS " + type(type) + ")";
    }
    return switch (type.kind()) {
      case STRING -> text(value);
      case BOOLEAN -> value.toUpperCase(java.util.Locale.ROOT);
      case INTEGER -> value;
      case DATE -> "DATE '" + value + "'";
      case TIMESTAMP -> "TIMESTAMP '" + value + "'";
      case BIGINT, DOUBLE, DECIMAL -> "CAST('" + value + "' AS " + type(type) + ")";
    };
  }
}
