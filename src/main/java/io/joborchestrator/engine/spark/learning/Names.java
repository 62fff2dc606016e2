package io.joborchestrator.engine.spark.learning;

import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.SqlText;

/** Columns of our own; those of an input never begin with two underscores. */
final class Names {
  static final String LABEL = "__label";
  static final String FEATURES = "__features";
  static final String PREDICTION = "__prediction";
  static final String PROBABILITY = "__probability";
  static final String RAW = "__raw";
  static final String HASH = "__hash";

  private static final SqlText SQL = new SqlText(Dialect.SPARK);

  private Names() {}

  /** A name as it stands in SQL. */
  static String quoted(String name) {
    return SQL.name(name);
  }

  /** A text as it stands in SQL. */
  static String text(String value) {
    return SQL.text(value);
  }
}
