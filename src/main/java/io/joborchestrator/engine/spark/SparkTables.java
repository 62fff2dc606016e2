package io.joborchestrator.engine.spark;

import io.joborchestrator.connection.JdbcOptions;
import io.joborchestrator.connection.read.TableSource;
import io.joborchestrator.connection.read.TableSources;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * Tables of databases as relations of texts: one partition per part of the table, each read by a
 * task of its own as of the same moment. One per run.
 */
final class SparkTables {
  private static final SqlText SQL = new SqlText(Dialect.SPARK);

  private final SparkRunContext context;
  private final TableSources sources;
  private long rows;

  SparkTables(SparkRunContext context, TableSources sources) {
    this.context = context;
    this.sources = sources;
  }

  /** Rows of all tables so far. */
  long rows() {
    return rows;
  }

  Dataset<Row> read(CompiledPipeline.Input input) {
    TableSource source = sources.source(input, true);
    long count = sources.count(source);
    rows += count;
    context
        .progress()
        .say(
            "info",
            String.format(
                java.util.Locale.ENGLISH,
                "Reading %s: %,d rows in %d %s",
                input.spec().describe(),
                count,
                source.queries().size(),
                source.queries().size() == 1 ? "part" : "parts"));
    List<Dataset<Row>> parts = new ArrayList<>();
    for (String query : source.queries()) {
      context.checkCancelled();
      parts.add(part(input, source, query));
    }
    Dataset<Row> all = parts.stream().reduce(Dataset::union).orElseThrow();
    return all.withColumn(
        CompiledPipeline.Input.BAD_ROW, functions.lit(null).cast(DataTypes.StringType));
  }

  /**
   * Nothing is pushed down: in the database texts would be compared by the rules of some language.
   */
  private Dataset<Row> part(CompiledPipeline.Input input, TableSource source, String query) {
    List<String> types = new ArrayList<>();
    for (Column column : input.used()) {
      types.add(SQL.name(column.name()) + " STRING");
    }
    Map<String, String> options = JdbcOptions.of(source.database(), source.label());
    return context
        .session()
        .read()
        .format("jdbc")
        .options(options)
        .option("dbtable", "(" + query + ") AS t")
        .option("customSchema", String.join(", ", types))
        .option("sessionInitStatement", JdbcOptions.begin(TableSources.atMoment(source)))
        .option("pushDownPredicate", false)
        .option("pushDownAggregate", false)
        .option("pushDownLimit", false)
        .option("pushDownOffset", false)
        .option("pushDownTableSample", false)
        .load();
  }
}
