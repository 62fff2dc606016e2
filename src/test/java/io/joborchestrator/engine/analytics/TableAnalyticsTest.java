package io.joborchestrator.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.DuckDbStatementAnalyzer;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.engine.spark.SparkStatementAnalyzer;
import io.joborchestrator.orchestrator.submit.AllowedPaths;
import io.joborchestrator.orchestrator.submit.AnalyticsRules;
import io.joborchestrator.orchestrator.submit.KindRules;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.testing.ConnectionsForTests;
import io.joborchestrator.testing.EnginesForTests;
import io.joborchestrator.testing.RecordingRunListener;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SQL jobs over tables of a real database, as they are submitted and run. */
class TableAnalyticsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicLong NUMBERS = new AtomicLong(8700);
  private static final DuckDbSettings SETTINGS = new DuckDbSettings(1, 256);

  @TempDir Path dir;

  @BeforeAll
  static void fill() {
    ConnectionsForTests.all().put(ConnectionsForTests.of("sales", DATABASE.config()));
    DATABASE.execute(
        """
        CREATE SCHEMA sales;
        CREATE TABLE sales.orders AS
            SELECT g AS id, CASE WHEN g % 3 = 0 THEN 'ann' ELSE 'bob' END AS customer,
                (g * 1.25)::numeric(12,2) AS total, DATE '2024-01-01' + g AS day
            FROM generate_series(1, 300) g;
        CREATE TABLE sales.endless (id integer, day date);
        INSERT INTO sales.endless VALUES (1, '2024-01-01'), (2, 'infinity');
        CREATE VIEW sales.peek AS SELECT job_id FROM orchestrator.jobs;
        """);
  }

  @AfterAll
  static void forget() {
    ConnectionsForTests.all().remove("sales");
  }

  private static ObjectNode config(SqlDialect dialect, String table, String sql) throws Exception {
    ObjectNode config = JSON.createObjectNode();
    config.put("dialect", dialect.name().toLowerCase(Locale.ROOT));
    config
        .putObject("inputs")
        .putObject("t")
        .put("format", "jdbc")
        .put("connection", "sales")
        .put("table", table);
    config.putArray("statements").addObject().put("sql", sql);
    return config;
  }

  private static KindRules.Examined examined(ObjectNode config) {
    var rules =
        new AnalyticsRules(
            new LocalPipelineWorkbench(SETTINGS, ConnectionsForTests.all()),
            Map.of(
                SqlDialect.SPARK,
                new SparkStatementAnalyzer(),
                SqlDialect.DUCKDB,
                new DuckDbStatementAnalyzer(SETTINGS)),
            spec -> Map.of(),
            new AllowedPaths(List.of("/nowhere/at/all", System.getProperty("java.io.tmpdir"))),
            JSON);
    return rules.examine(config);
  }

  private static ObjectNode accepted(ObjectNode config) {
    KindRules.Examined examined = examined(config);
    assertThat(examined.problems()).isEmpty();
    return examined.config();
  }

  private RunOutcome run(SqlDialect dialect, ObjectNode config) throws Exception {
    ExecutionEngine engine =
        dialect == SqlDialect.SPARK ? EnginesForTests.spark() : EnginesForTests.local();
    long no = NUMBERS.incrementAndGet();
    var run =
        new JobRun(
            no,
            "job-" + no,
            1,
            "sql",
            JobType.ANALYTICS,
            config,
            null,
            dir.resolve("work"),
            PublishGate.OPEN);
    return engine
        .start(run, new RecordingRunListener())
        .outcome()
        .toCompletableFuture()
        .get(2, TimeUnit.MINUTES);
  }

  private RunResult result(SqlDialect dialect, ObjectNode config) throws Exception {
    RunOutcome end = run(dialect, config);
    assertThat(end).as(end.toString()).isInstanceOf(RunOutcome.Completed.class);
    return JSON.treeToValue(((RunOutcome.Completed) end).result(), RunResult.class);
  }

  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void joinsATableWithAFileAndWritesTheResult(SqlDialect dialect) throws Exception {
    Files.writeString(dir.resolve("people.csv"), "name,city\nann,Bern\nbob,Rome\n");
    ObjectNode config =
        config(
            dialect,
            "sales.orders",
            "SELECT city, count(*) AS n, sum(total) AS total, max(day) AS last FROM t JOIN people"
                + " ON name = customer GROUP BY city ORDER BY city");
    config
        .withObject("/inputs")
        .putObject("people")
        .put("format", "csv")
        .put("path", dir.resolve("people.csv").toString());
    config.withObject("/inputs/t").putObject("partitionBy").put("column", "id").put("number", 3);
    ((ObjectNode) config.at("/statements/0"))
        .putObject("output")
        .put("format", "csv")
        .put("path", dir.resolve("out.csv").toString());
    RunResult result = result(dialect, accepted(config));
    assertThat(result.rowsRead()).isEqualTo(302);
    assertThat(dir.resolve("out.csv"))
        .hasContent(
            "city,n,total,last\nBern,100,18937.50,2024-10-27\nRome,200,37500.00,2024-10-26\n");
  }

  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void foldersThatStandForValuesAreInputs(SqlDialect dialect) throws Exception {
    for (String folder : List.of("year=2023/month=12", "year=2024/month=1", "year=2024/month=2")) {
      Files.createDirectories(dir.resolve("in").resolve(folder));
      Files.writeString(dir.resolve("in").resolve(folder).resolve("a.csv"), "v\n1\n2\n");
    }
    ObjectNode config =
        config(
            dialect,
            "none",
            "SELECT year, count(*) AS n, max(month) AS last FROM t WHERE year > 2023 GROUP BY year");
    config
        .withObject("/inputs")
        .putObject("t")
        .put("format", "csv")
        .put("path", dir.resolve("in").toString());
    ObjectNode accepted = accepted(config);
    assertThat(accepted.at("/inputs/t/pathColumns").toString()).isEqualTo("[\"year\",\"month\"]");
    assertThat(result(dialect, accepted).firstRows()).containsExactly(List.of("2024", "4", "2"));
  }

  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void aTableMayBeTwoInputsAndNoTransactionIsLeftOpen(SqlDialect dialect) throws Exception {
    ObjectNode config =
        config(
            dialect, "sales.orders", "SELECT count(*) AS n FROM t JOIN again ON t.id = again.id");
    config.withObject("/inputs").set("again", config.at("/inputs/t"));
    assertThat(result(dialect, accepted(config)).firstRows()).containsExactly(List.of("300"));
    assertThat(
            DATABASE.ask(
                "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void badRowsOfATableFollowThePolicy(SqlDialect dialect) throws Exception {
    ObjectNode config = config(dialect, "sales.endless", "SELECT id, day FROM t");
    RunOutcome failed = run(dialect, accepted(config));
    assertThat(failed).isInstanceOf(RunOutcome.Failed.class);
    assertThat(((RunOutcome.Failed) failed).error().code()).isEqualTo(ErrorCode.BAD_ROWS.wire());
    config.withObject("/inputs/t").put("badRows", "skip");
    RunResult result = result(dialect, accepted(config));
    assertThat(result.firstRows()).containsExactly(List.of("1", "2024-01-01"));
    assertThat(result.badRows()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sales.order          | INPUT_NOT_FOUND    | /inputs/t/table",
        "orchestrator.jobs    | NOT_ALLOWED        | /inputs/t/table",
        "sales.peek           | NOT_ALLOWED        | /inputs/t/table"
      })
  void mistakesAreToldAtTheFieldWhenSubmitted(String table, String code, String pointer)
      throws Exception {
    List<Problem> problems =
        examined(config(SqlDialect.DUCKDB, table, "SELECT * FROM t")).problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(ErrorCode.valueOf(code));
    assertThat(problems.get(0).pointer()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void tablesOfThisProgramAreRefusedByTheRunToo(SqlDialect dialect) throws Exception {
    ObjectNode config = config(dialect, "sales.peek", "SELECT job_id FROM t");
    config
        .withObject("/inputs/t")
        .putArray("columns")
        .addObject()
        .put("name", "job_id")
        .put("type", "string");
    RunOutcome end = run(dialect, config);
    assertThat(((RunOutcome.Failed) end).error().code()).isEqualTo(ErrorCode.NOT_ALLOWED.wire());
  }

  @ParameterizedTest
  @CsvSource({"connection, /inputs/t/connection", "url, /inputs/t/url", "path, /inputs/t/path"})
  void whatATableCannotHaveIsRefused(String key, String pointer) throws Exception {
    ObjectNode config = config(SqlDialect.DUCKDB, "sales.orders", "SELECT * FROM t");
    config.withObject("/inputs/t").put(key, "jdbc:postgresql://127.0.0.1/x?password=secret");
    List<Problem> problems = examined(config).problems();
    assertThat(problems).extracting(Problem::pointer).containsExactly(pointer);
  }
}
