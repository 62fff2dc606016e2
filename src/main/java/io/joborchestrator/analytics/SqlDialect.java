package io.joborchestrator.analytics;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Whose SQL the statements are. The engines give different answers to the same text. */
public enum SqlDialect {
  /** Spark's, run on Spark only. */
  SPARK,
  /** That of the columnar engine of this machine, run there only. */
  DUCKDB;

  /**
   * The dialect for its written form.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static SqlDialect parse(String word) {
    return Arrays.stream(values())
        .filter(dialect -> dialect.wire().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Unknown dialect '" + word + "': use spark or duckdb"));
  }

  /** The written form. */
  @JsonValue
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
