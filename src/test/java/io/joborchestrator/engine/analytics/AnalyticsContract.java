package io.joborchestrator.engine.analytics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.EngineRun;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.testing.RecordingRunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a SQL job does on any engine, whatever its dialect. */
abstract class AnalyticsContract {
  private static final AtomicLong NUMBERS = new AtomicLong(700);

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .build();

  @TempDir Path dir;

  abstract ExecutionEngine engine();

  abstract String dialect();

  /** A query that takes minutes, of one column {@code n}. */
  abstract String endless();

  @BeforeEach
  void writeInput() throws IOException {
    Files.writeString(
        dir.resolve("orders.csv"),
        """
        id,customer,total,day
        1,ann,10.50,2024-01-30
        2,bob,3.25,2024-02-01
        3,ann,1.00,2024-02-02
        4,cyd,,2024-02-03
        """);
  }

  private ObjectNode config(String rest) throws IOException {
    String text =
        """
        {dialect: '%s', inputs: {orders: {format: 'csv', path: '%s', columns: [
          {name: 'id', type: 'bigint'}, {name: 'customer', type: 'string'},
          {name: 'total', type: 'decimal(12,2)'}, {name: 'day', type: 'date'}]}}, %s}
        """
            .formatted(dialect(), dir.resolve("orders.csv"), rest);
    return (ObjectNode) JSON.readTree(text.replace("DIR", dir.toString()));
  }

  private EngineRun start(ObjectNode config, PublishGate gate, RecordingRunListener listener) {
    long no = NUMBERS.incrementAndGet();
    var run =
        new JobRun(
            no, "job-" + no, 1, "sql", JobType.ANALYTICS, config, null, dir.resolve("work"), gate);
    return engine().start(run, listener);
  }

  private RunOutcome run(String rest) throws Exception {
    return end(start(config(rest), PublishGate.OPEN, new RecordingRunListener()));
  }

  private static RunOutcome end(EngineRun run) throws Exception {
    return run.outcome().toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  private RunResult result(String rest) throws Exception {
    RunOutcome end = run(rest);
    assertThat(end).as(end.toString()).isInstanceOf(RunOutcome.Completed.class);
    return JSON.treeToValue(((RunOutcome.Completed) end).result(), RunResult.class);
  }

  private RunOutcome.Failed failed(String rest) throws Exception {
    RunOutcome end = run(rest);
    assertThat(end).isInstanceOf(RunOutcome.Failed.class);
    return (RunOutcome.Failed) end;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("work"))
          .sorted()
          .toList();
    }
  }

  @Test
  void runsStatementsOverViewsWithParametersAndWritesSeveralOutputs() throws Exception {
    RunResult result =
        result(
            """
            parameters: {since: {type: 'date', value: '2024-02-01'},
              who: {type: 'string', value: "x' OR '1'='1"}, least: {type: 'decimal(12,2)', value: '1'}},
            statements: [
              {sql: 'SELECT * FROM orders WHERE day >= :since -- new ones', as: 'late'},
              {sql: 'CREATE TEMP VIEW sums AS SELECT customer, count(*) AS n, sum(total) AS total
                     FROM late WHERE customer <> :who GROUP BY customer;'},
              {sql: 'SELECT customer, n FROM sums ORDER BY customer', output: {format: 'csv', path: 'DIR/n.csv'}},
              {sql: 'SELECT customer, total FROM sums WHERE total >= :least ORDER BY total',
               output: {format: 'json', path: 'DIR/total.json'}},
              {sql: "SELECT count(*) AS n, ':least' AS t FROM orders WHERE customer = :who"}]
            """);
    assertThat(Files.readString(dir.resolve("n.csv")))
        .isEqualTo("customer,n\nann,1\nbob,1\ncyd,1\n");
    assertThat(Files.readAllLines(dir.resolve("total.json")))
        .containsExactly(
            "{\"customer\":\"ann\",\"total\":1.00}", "{\"customer\":\"bob\",\"total\":3.25}");
    assertThat(result.firstRows()).containsExactly(List.of("0", ":least"));
    assertThat(result.columns()).extracting(c -> c.name()).containsExactly("n", "t");
    assertThat(result.outputs()).extracting(RunResult.OutputFile::rows).containsExactly(3L, 2L);
    assertThat(result.rowsWritten()).isEqualTo(5);
    assertThat(result.rowsRead()).isEqualTo(4);
    assertThat(names()).containsExactly("n.csv", "orders.csv", "total.json");
  }

  @Test
  void outputsBecomeVisibleTogetherOrNotAtAll() throws Exception {
    String statements =
        """
        statements: [{sql: 'SELECT id FROM orders', output: {format: 'csv', path: 'DIR/a.csv'}},
          {sql: 'SELECT id / (id - 2) AS x, CAST(customer AS INT) AS y FROM orders', output: {format: 'csv', path: 'DIR/b.csv'}}]
        """;
    RunOutcome.Failed failed = failed(statements);
    assertThat(failed.error().type()).isEqualTo(ErrorType.DATA);
    assertThat(names()).containsExactly("orders.csv");
    RunOutcome fenced =
        end(
            start(
                config(
                    """
                    statements: [{sql: 'SELECT id FROM orders', output: {format: 'csv', path: 'DIR/a.csv'}},
                      {sql: 'SELECT id FROM orders', output: {format: 'parquet', path: 'DIR/b'}}]
                    """),
                manifest -> false,
                new RecordingRunListener()));
    assertThat(((RunOutcome.Failed) fenced).error().code()).isEqualTo("FENCED");
    assertThat(names()).containsExactly("orders.csv");
  }

  @Test
  void badRowsFollowThePolicyOfTheInput() throws Exception {
    Files.writeString(
        dir.resolve("orders.csv"),
        "5,dan,x,2024-02-04\n",
        UTF_8,
        java.nio.file.StandardOpenOption.APPEND);
    assertThat(failed("statements: [{sql: 'SELECT count(day) FROM orders'}]").error().code())
        .isEqualTo("BAD_ROWS");
    ObjectNode config = config("statements: [{sql: 'SELECT count(*) AS n FROM orders'}]");
    ((ObjectNode) config.at("/inputs/orders"))
        .put("badRows", "quarantine")
        .put("quarantinePath", dir.resolve("bad.csv").toString());
    RunOutcome end = end(start(config, PublishGate.OPEN, new RecordingRunListener()));
    RunResult result = JSON.treeToValue(((RunOutcome.Completed) end).result(), RunResult.class);
    assertThat(result.badRows()).isEqualTo(1);
    assertThat(result.firstRows()).containsExactly(List.of("4"));
    assertThat(Files.readString(dir.resolve("bad.csv"))).contains("5,dan,x,2024-02-04");
  }

  @Test
  void viewsOfTwoRunsDoNotMeet() throws Exception {
    result("statements: [{sql: 'SELECT 1 AS x', as: 'mine'}, {sql: 'SELECT * FROM mine'}]");
    RunOutcome.Failed failed = failed("statements: [{sql: 'SELECT * FROM mine'}]");
    assertThat(failed.error().code()).isEqualTo("INPUT_NOT_FOUND");
    assertThat(failed.error().type()).isEqualTo(ErrorType.USER);
  }

  @Test
  void tablesOfTheOrchestratorAreNoInputs() throws Exception {
    for (String table :
        List.of("jobs", "orchestrator.jobs", "public.jobs", "pg_catalog.pg_class")) {
      RunOutcome.Failed failed = failed("statements: [{sql: 'SELECT * FROM " + table + "'}]");
      assertThat(failed.error().type()).isEqualTo(ErrorType.USER);
    }
  }

  @Test
  void refusesAnOutputOfTwoStatementsInOnePlaceAndOneThatIsAnInput() throws Exception {
    String two =
        """
        statements: [{sql: 'SELECT 1 AS x', output: {format: 'csv', path: 'DIR/a.csv'}},
          {sql: 'SELECT 2 AS x', output: {format: 'csv', path: 'DIR/a.csv', ifExists: 'replace'}}]
        """;
    assertThat(failed(two).error().code()).isEqualTo("OUTPUT_EQUALS_INPUT");
    String input =
        """
        statements: [{sql: 'SELECT 1 AS x',
          output: {format: 'csv', path: 'DIR/orders.csv', ifExists: 'replace'}}]
        """;
    assertThat(failed(input).error().code()).isEqualTo("OUTPUT_EQUALS_INPUT");
  }

  @Test
  void aCancelEndsAStatementInItsMiddle() throws Exception {
    var listener = new RecordingRunListener();
    EngineRun run =
        start(
            config(
                "statements: [{sql: 'SELECT 1 AS x', output: {format: 'csv', path: 'DIR/a.csv'}},"
                    + " {sql: '"
                    + endless()
                    + "', output: {format: 'csv', path: 'DIR/b.csv'}}]"),
            PublishGate.OPEN,
            listener);
    listener.await(line -> line.equals("statement 2 of 2"));
    run.cancel("enough");
    RunOutcome end = end(run);
    assertThat(end).isInstanceOf(RunOutcome.Cancelled.class);
    assertThat(((RunOutcome.Cancelled) end).confirmed()).isTrue();
    assertThat(names()).containsExactly("orders.csv");
  }
}
