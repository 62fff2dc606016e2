package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.spark.SparkEngine;
import io.joborchestrator.testing.ClusterForTests;
import io.joborchestrator.testing.ConnectionsForTests;
import io.joborchestrator.testing.EnginesForTests;
import io.joborchestrator.testing.RecordingRunListener;
import io.joborchestrator.testing.SparkForTests;
import io.joborchestrator.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pipelines on a cluster of a master and two workers, whose executors have nothing of this program
 * and no driver of any database but what the session brings.
 */
@Tag("slow")
class ClusterEqualityTest {
  private static final AtomicLong NUMBERS = new AtomicLong(80_000);
  private static final String ALL =
      "SELECT string_agg(concat_ws(' ', id, name, total), '; ' ORDER BY id) FROM shop.totals";

  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static ClusterForTests cluster;
  private static SparkEngine engine;

  @TempDir Path dir;

  @BeforeAll
  static void start() throws IOException {
    SparkForTests.release();
    cluster = ClusterForTests.start(2, "1g");
    engine = SparkForTests.create(SparkForTests.on(cluster));
    ConnectionsForTests.all().put(ConnectionsForTests.of("shop", DATABASE.config()));
    DATABASE.execute(
        """
        CREATE SCHEMA shop;
        CREATE TABLE shop.sales AS
            SELECT g AS id, g % 7 AS customer, g * 0.25::numeric(12,2) AS price
            FROM generate_series(1, 10000) g;
        ALTER TABLE shop.sales ADD PRIMARY KEY (id);
        CREATE TABLE shop.totals (
            id integer PRIMARY KEY, name text NOT NULL, total numeric(12,2) CHECK (total >= 0));
        INSERT INTO shop.totals VALUES (3, 'customer 3', 1), (9, 'customer 9', 2.50);
        """);
  }

  @AfterAll
  static void stop() throws IOException {
    ConnectionsForTests.all().remove("shop");
    engine.stop(Duration.ofSeconds(10));
    cluster.close();
  }

  static List<PipelineCase> steps() {
    return StepCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  void stepsGiveTheRowsOfTheLocalEngine(PipelineCase one) throws Exception {
    EngineAnswer here = EngineAnswer.of(EnginesForTests.local(), one, dir.resolve("here"));
    EngineAnswer there = EngineAnswer.of(engine, one, dir.resolve("there"));
    assertThat(there.error()).as(there.message()).isEqualTo(here.error());
    assertThat(there.types()).isEqualTo(here.types());
    assertThat(inOrder(one, there.rows())).isEqualTo(inOrder(one, here.rows()));
    assertThat(there.left()).isEmpty();
  }

  private static List<List<@Nullable String>> inOrder(
      PipelineCase one, List<List<@Nullable String>> rows) {
    return one.isOrdered() ? rows : OutputFiles.sorted(rows);
  }

  @Test
  void aTableIsReadInPartsAndLoadedByExecutors() throws Exception {
    RunOutcome end = run(totals("0"));
    assertThat(end).as(String.valueOf(end)).isInstanceOf(RunOutcome.Completed.class);
    assertThat(((RunOutcome.Completed) end).result().path("rowsRead").asLong()).isEqualTo(10_000);
    assertThat(DATABASE.ask(ALL))
        .isEqualTo(
            DATABASE.ask(
                "SELECT string_agg(concat_ws(' ', id, name, total), '; ' ORDER BY id) FROM"
                    + " (SELECT customer AS id, 'customer ' || customer AS name, sum(price) AS total"
                    + " FROM shop.sales GROUP BY customer"
                    + " UNION ALL SELECT 9, 'customer 9', 2.50) AS t"));
  }

  @Test
  void aLoadThatBreaksARuleLeavesTheTableAsItWas() throws Exception {
    String before = DATABASE.ask(ALL);
    RunOutcome end = run(totals("100000000"));
    assertThat(end).as(String.valueOf(end)).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) end).error().code())
        .as(((RunOutcome.Failed) end).error().message())
        .isEqualTo(ErrorCode.CONSTRAINT_VIOLATION.wire());
    assertThat(DATABASE.ask(ALL)).isEqualTo(before);
    assertThat(
            DATABASE.ask(
                "SELECT string_agg(relname, ',') FROM pg_class WHERE relname LIKE 'ejo_stage%'"))
        .isNull();
  }

  /** Sums by customer, less something, over those that are there. */
  private ObjectNode totals(String less) throws IOException {
    ObjectNode config =
        PipelineCase.of("totals")
            .table("t", "shop", "shop.sales", "id integer, customer integer, price decimal(12,2)")
            .with("t", "{partitionBy: {column: \"id\", number: 4}}")
            .steps(
                "{op:\"group_by\", keys:[\"customer\"],"
                    + " aggregates:[{function:\"sum\", expression:\"price\", as:\"sum\"}]}",
                "{op:\"derive\", columns:["
                    + "{name:\"id\", expression:\"customer\"},"
                    + "{name:\"name\", expression:\"concat('customer ', cast(customer as string))\"},"
                    + "{name:\"total\", expression:\"cast(sum - "
                    + less
                    + " as decimal(12,2))\"}]}",
                "{op:\"select\", columns:[\"id\", \"name\", \"total\"]}")
            .output(
                "{format: \"jdbc\", connection: \"shop\", table: \"shop.totals\","
                    + " mode: \"upsert\", key: [\"id\"]}")
            .prepare(dir);
    ((ObjectNode) config.get("output")).remove("path");
    return config;
  }

  private RunOutcome run(ObjectNode config) throws Exception {
    long no = NUMBERS.incrementAndGet();
    var run =
        new JobRun(
            no,
            "job-" + no,
            1,
            "totals",
            "etl",
            config,
            null,
            dir.resolve("work-" + no),
            PublishGate.OPEN);
    return engine
        .start(run, new RecordingRunListener())
        .outcome()
        .toCompletableFuture()
        .get(3, TimeUnit.MINUTES);
  }
}
