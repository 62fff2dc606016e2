package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Makes each input a view in the run's session. */
final class SparkInputs {
  private SparkInputs() {}

  static void register(SparkSession session, CompiledPipeline.Input input) {
    StructType schema = SparkTypes.schema(input.columns());
    InputSpec spec = input.spec();
    Dataset<Row> rows =
        switch (spec.format()) {
          case "csv" ->
              session
                  .read()
                  .schema(schema)
                  .option("header", !Boolean.FALSE.equals(spec.header()))
                  .option("sep", Objects.requireNonNullElse(spec.delimiter(), ","))
                  .option("quote", Objects.requireNonNullElse(spec.quote(), "\""))
                  .option("escape", Objects.requireNonNullElse(spec.quote(), "\""))
                  .option("encoding", Objects.requireNonNullElse(spec.encoding(), "UTF-8"))
                  .option("mode", "FAILFAST")
                  .csv(spec.path());
          case "json" -> session.read().schema(schema).option("mode", "FAILFAST").json(spec.path());
          case "parquet" -> session.read().parquet(spec.path());
          default ->
              throw new OrchestratorException(
                  ErrorCode.INVALID_SPECIFICATION,
                  "Unknown format '" + spec.format() + "': use csv, json or parquet.");
        };
    rows.createOrReplaceTempView(input.relation());
  }
}
