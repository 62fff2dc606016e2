package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import java.util.List;

/**
 * SQL of one operation in each dialect. {@code $1} to {@code $9} stand for the arguments, {@code
 * $*} for all of them with commas between, {@code $$} for a dollar sign.
 */
public record Template(String duckdb, String spark) {
  static Template same(String sql) {
    return new Template(sql, sql);
  }

  String of(Dialect dialect) {
    return dialect == Dialect.DUCKDB ? duckdb : spark;
  }

  /** The SQL with the arguments in their places. */
  public String fill(Dialect dialect, List<String> arguments) {
    String form = of(dialect);
    StringBuilder sql = new StringBuilder(form.length() + 32);
    for (int i = 0; i < form.length(); i++) {
      char c = form.charAt(i);
      if (c != '$') {
        sql.append(c);
        continue;
      }
      char which = form.charAt(++i);
      switch (which) {
        case '*' -> sql.append(String.join(", ", arguments));
        case '$' -> sql.append('$');
        default -> sql.append(arguments.get(which - '1'));
      }
    }
    return sql.toString();
  }

  /** Letters of the longer SQL with arguments of these lengths. */
  long length(List<Long> arguments) {
    return Math.max(length(duckdb, arguments), length(spark, arguments));
  }

  private static long length(String form, List<Long> arguments) {
    long length = form.length();
    for (int i = form.indexOf('$'); i >= 0; i = form.indexOf('$', i + 2)) {
      char which = form.charAt(i + 1);
      if (which == '*') {
        length += arguments.stream().mapToLong(Long::longValue).sum();
      } else if (which != '$') {
        length += arguments.get(which - '1');
      }
    }
    return length;
  }

  /** Text that is to appear as it is in a template. */
  static String quoted(String sql) {
    return sql.replace("$", "$$");
  }
}
