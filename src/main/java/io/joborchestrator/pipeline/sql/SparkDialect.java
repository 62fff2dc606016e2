package io.joborchestrator.pipeline.sql;

import java.util.Map;

/** What a Spark session must be set to, so that compiled queries mean what they say. */
public final class SparkDialect {
  /** Settings of the session, by name. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "spark.sql.ansi.enabled", "true",
          "spark.sql.session.timeZone", "UTC",
          // Decimal results keep their digits behind the point and overflow loudly.
          "spark.sql.decimalOperations.allowPrecisionLoss", "false",
          "spark.sql.caseSensitive", "false",
          "spark.sql.legacy.timeParserPolicy", "CORRECTED",
          // A filter pushed into the reader would hide bad rows from the check above it.
          "spark.sql.csv.filterPushdown.enabled", "false",
          "spark.sql.json.filterPushdown.enabled", "false",
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");

  private SparkDialect() {}
}
