package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.spark.SparkEngine;
import io.joborchestrator.engine.spark.SparkSettings;
import io.joborchestrator.testing.ClusterForTests;
import io.joborchestrator.testing.EnginesForTests;
import io.joborchestrator.testing.RecordingRunListener;
import io.joborchestrator.testing.SparkForTests;
import io.joborchestrator.testing.TpchFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A public data set of more than a million rows: the same rows wherever the job runs. */
@Tag("slow")
class TpchEqualityTest {
  private static final Logger log = LoggerFactory.getLogger(TpchEqualityTest.class);
  private static final double SCALE = 0.21;

  private static final String PIPELINE =
      """
      {
        inputs: {
          lineitem: {format: "csv", path: "lineitem.csv", columns: [
            {name: "l_orderkey", type: "bigint"}, {name: "l_partkey", type: "bigint"},
            {name: "l_suppkey", type: "bigint"}, {name: "l_linenumber", type: "integer"},
            {name: "l_quantity", type: "decimal(12,2)"}, {name: "l_extendedprice", type: "decimal(12,2)"},
            {name: "l_discount", type: "decimal(4,2)"}, {name: "l_tax", type: "decimal(4,2)"},
            {name: "l_returnflag", type: "string"}, {name: "l_linestatus", type: "string"},
            {name: "l_shipdate", type: "date"}, {name: "l_commitdate", type: "date"},
            {name: "l_receiptdate", type: "date"}, {name: "l_shipinstruct", type: "string"},
            {name: "l_shipmode", type: "string"}, {name: "l_comment", type: "string"}]},
          orders: {format: "csv", path: "orders.csv", columns: [
            {name: "o_orderkey", type: "bigint"}, {name: "o_custkey", type: "bigint"},
            {name: "o_orderstatus", type: "string"}, {name: "o_totalprice", type: "decimal(12,2)"},
            {name: "o_orderdate", type: "date"}, {name: "o_orderpriority", type: "string"},
            {name: "o_clerk", type: "string"}, {name: "o_shippriority", type: "integer"},
            {name: "o_comment", type: "string"}]}
        },
        from: "lineitem",
        steps: [
          {op: "filter", where: "l_shipdate <= date '1998-09-02' and l_quantity > 5"},
          {op: "derive", columns: [
            {name: "revenue", expression: "l_extendedprice * (1 - l_discount)"},
            {name: "late", expression: "if(l_receiptdate > l_commitdate, 1, 0)"}]},
          {op: "join", with: "orders", on: [{left: "l_orderkey", right: "o_orderkey"}],
            columns: ["o_orderdate", "o_orderpriority", "o_clerk"]},
          {op: "derive", columns: [{name: "month", expression: "date_trunc('month', o_orderdate)"}]},
          {op: "group_by", keys: ["month", "o_orderpriority", "l_shipmode"], aggregates: [
            {function: "count", as: "lines"}, {function: "sum", expression: "revenue", as: "revenue"},
            {function: "avg", expression: "l_quantity", as: "quantity"},
            {function: "sum", expression: "late", as: "late"},
            {function: "max", expression: "l_extendedprice", as: "dearest"},
            {function: "count_distinct", expression: "o_clerk", as: "clerks"}]},
          {op: "sort", by: [{column: "revenue", direction: "desc"}, {column: "month"},
            {column: "o_orderpriority"}, {column: "l_shipmode"}]}
        ],
        output: {format: "parquet", path: "out.parquet"}
      }
      """;

  @TempDir Path dir;

  private ObjectNode config;

  @BeforeEach
  void writeTheData() throws IOException {
    TpchFiles.write(dir, SCALE);
    config = (ObjectNode) PipelineCase.JSON.readTree(PIPELINE);
    config.get("inputs").forEach(input -> absolute((ObjectNode) input));
  }

  @Test
  void bothEnginesAndThreeMastersOfSparkGiveTheSameRowsInTheSameOrder() throws Exception {
    OutputFiles local = run(EnginesForTests.local(), "local.parquet");
    assertThat(local.rows()).hasSizeGreaterThan(2_000);
    assertSame(local, run(EnginesForTests.spark(), "two-cores.parquet"));
    SparkForTests.release();
    assertSame(local, onOwn(SparkForTests.settings("local[1]"), "one-core.parquet"));
    try (ClusterForTests cluster = ClusterForTests.start(2, "1g")) {
      assertSame(local, onOwn(SparkForTests.on(cluster), "cluster.parquet"));
    }
  }

  private static void assertSame(OutputFiles right, OutputFiles other) throws Exception {
    assertThat(other.types()).isEqualTo(right.types());
    List<?> rows = other.rows();
    assertThat(rows).isEqualTo(right.rows());
  }

  private OutputFiles onOwn(SparkSettings settings, String output) throws Exception {
    SparkEngine engine = SparkForTests.create(settings);
    try {
      OutputFiles files = run(engine, output);
      assertThat(engine.resources().facts()).containsEntry("master", settings.master());
      return files;
    } finally {
      engine.stop(Duration.ofSeconds(10));
    }
  }

  private void absolute(ObjectNode node) {
    node.put("path", dir.resolve(node.get("path").asText()).toString());
  }

  private OutputFiles run(ExecutionEngine engine, String output) throws Exception {
    ObjectNode own = config.deepCopy();
    own.withObject("/output").put("path", dir.resolve(output).toString());
    var run =
        new JobRun(
            1,
            output,
            1,
            output,
            "etl",
            own,
            null,
            Files.createTempDirectory("work"),
            PublishGate.OPEN);
    RunOutcome end =
        engine
            .start(run, new RecordingRunListener())
            .outcome()
            .toCompletableFuture()
            .get(10, TimeUnit.MINUTES);
    assertThat(end).isInstanceOf(RunOutcome.Completed.class);
    RunResult result =
        new ObjectMapper().treeToValue(((RunOutcome.Completed) end).result(), RunResult.class);
    assertThat(result.rowsRead()).isGreaterThan(1_500_000);
    long perHour = result.rowsRead() * 3_600_000L / result.engineMillis();
    log.info(
        "{}: {} rows in {} ms, {} rows an hour",
        output,
        result.rowsRead(),
        result.engineMillis(),
        perHour);
    return new OutputFiles(result, own);
  }
}
