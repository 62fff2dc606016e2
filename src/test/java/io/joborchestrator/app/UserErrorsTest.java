package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.engine.custom.ContractHandler;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.store.postgres.ConnectionConfig;
import io.joborchestrator.testing.Await;
import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.PluginJar;
import io.joborchestrator.testing.SparkForTests;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bad input of every kind of job on every engine that runs it, more often than the breaker of the
 * engine would bear if it were the engine's fault.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UserErrorsTest {
  private static final int BREAKER_FAILURES = 2;
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
  private static final String COLUMNS =
      "'columns': [{'name': 'a', 'type': 'integer'}, {'name': 'b', 'type': 'string'}]";
  private static final String ROWS = "SELECT string_agg(t::text, ' ' ORDER BY a) FROM shop.goods t";

  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  @TempDir static Path dir;

  private static OrchestratorSession session;
  private static EnhancedJobManager jobs;

  @BeforeAll
  static void joinTheFleet() throws Exception {
    SparkForTests.release();
    DATABASE.execute(
        "CREATE SCHEMA shop; CREATE TABLE shop.goods (a integer PRIMARY KEY, b text);"
            + " INSERT INTO shop.goods VALUES (3, 'precious')");
    Files.createDirectories(dir.resolve("data"));
    Files.writeString(dir.resolve("data/in.csv"), "a,b\n1,x\n0,y\n3,x\n");
    Files.writeString(dir.resolve("data/learn.csv"), flowers(60, ""));
    Files.writeString(dir.resolve("data/one-class.csv"), flowers(60, "").replace(",q\n", ",p\n"));
    Files.writeString(dir.resolve("data/score.csv"), flowers(5, "nonsense,p\n"));
    Path home = Files.createDirectories(dir.resolve("home"));
    PluginJar.of(home.resolve("plugins/contract.jar"), ContractHandler.class);
    Map<String, String> env = new HashMap<>(System.getenv());
    env.putAll(WorkerProcess.variables(DATABASE.config()));
    env.put("SHOP_PASSWORD", String.valueOf(DATABASE.config().password()));
    env.put("ORCHESTRATOR_ENGINES_SPARK_ENABLED", "true");
    env.put("ORCHESTRATOR_ENGINES_SPARK_MASTER", "local[2]");
    env.put("ORCHESTRATOR_BREAKERS_FAILURES", String.valueOf(BREAKER_FAILURES));
    Files.writeString(home.resolve("orchestrator.conf"), connection());
    session = new Wiring(env, () -> false).launch(LaunchOptions.inHome(home), Purpose.WORKER);
    jobs = session.orchestrator().jobs();
  }

  private static String connection() {
    ConnectionConfig config = DATABASE.config();
    return """
        connections.shop {
          host = "%s", port = %d, database = "%s", user = "%s", password-variable = SHOP_PASSWORD
          ssl-mode = disable
        }
        """
        .formatted(config.host(), config.port(), config.database(), config.user());
  }

  /** Two kinds that differ in their size, and a last line. */
  private static String flowers(int rows, String last) {
    var text = new StringBuilder("size,kind\n");
    for (int i = 0; i < rows; i++) {
      text.append(i % 2 == 0 ? "1." + i + ",p\n" : "5." + i + ",q\n");
    }
    return text.append(last).toString();
  }

  @AfterAll
  static void leaveTheFleet() {
    session.stop(Duration.ofSeconds(20));
    InvariantChecker.assertHolds(DATABASE);
  }

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "data_processing, local, DIVISION_BY_ZERO",
    "data_processing, spark, DIVISION_BY_ZERO",
    "etl, local, CONSTRAINT_VIOLATION",
    "etl, spark, CONSTRAINT_VIOLATION",
    "analytics, local, VALUE_ERROR",
    "analytics, spark, VALUE_ERROR",
    "ml_training, spark, INVALID_SPECIFICATION",
    "ml_scoring, spark, BAD_ROWS",
    "script, local, PROGRAM_FAILED",
    "custom, custom, DIVISION_BY_ZERO"
  })
  @Order(1)
  void badInputHasItsCodeWritesNothingAndIsNotHeldAgainstTheEngine(
      String kind, String engine, String code) throws Exception {
    ObjectNode config = bad(kind, engine);
    List<String> before = files();
    String rows = DATABASE.ask(ROWS);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i <= BREAKER_FAILURES; i++) {
      ids.add(jobs.submit(JobSubmission.of(kind + i, kind, config).withEngine(engine)));
    }
    for (String id : ids) {
      JobDetail end = end(id);
      assertThat(end.row().status()).isEqualTo(JobStatus.FAILED);
      JobError error = end.error();
      assertThat(error).isNotNull();
      assertThat(error.code()).as(error.message() + "\n" + error.detail()).isEqualTo(code);
      assertThat(error.type()).isIn(ErrorType.USER, ErrorType.DATA);
      assertThat(error.message()).isNotBlank().doesNotContain("Exception");
      assertThat(end.attempts()).as("tried once").hasSize(1);
    }
    assertThat(files()).isEqualTo(before);
    assertThat(DATABASE.ask(ROWS)).isEqualTo(rows);
    assertThat(breaker(engine).state()).isEqualTo(BreakerState.CLOSED);
    assertThat(breaker(engine).failures()).isZero();
    assertThat(session.orchestrator().engines().breakerEvents(Instant.EPOCH, 10)).isEmpty();
  }

  @Test
  @Order(2)
  void asManyFailuresOfTheEngineOpenItsBreaker() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < BREAKER_FAILURES; i++) {
      ids.add(jobs.submit(JobSubmission.of("endless" + i, "etl", endless()).withEngine("spark")));
    }
    Await.until(
        "all of them work",
        LIMIT,
        () ->
            ids.stream().allMatch(id -> detail(id).row().status() == JobStatus.RUNNING)
                && SparkContext.getOrCreate().statusTracker().getActiveJobIds().length
                    >= BREAKER_FAILURES);
    SparkContext.getOrCreate().stop();
    Await.until(
        "the breaker opens",
        LIMIT,
        () -> breaker("spark").state() != BreakerState.CLOSED,
        () -> breaker("spark") + " " + ids.stream().map(id -> detail(id).error()).toList());
    assertThat(breaker("local").state()).isEqualTo(BreakerState.CLOSED);
    for (String id : ids) {
      // Which of the two depends on what the run was doing at that moment.
      assertThat(detail(id).attempts().get(0).error().code())
          .isIn("ENGINE_UNAVAILABLE", "ENGINE_FAILED");
      jobs.cancel(id, false, "seen");
      assertThat(end(id).row().status()).isEqualTo(JobStatus.CANCELLED);
    }
  }

  private static ObjectNode bad(String kind, String engine) throws Exception {
    Path output = dir.resolve("data/out");
    return switch (kind) {
      case "data_processing" -> pipeline("10 / a > 0", file(output + ".csv"));
      case "etl" ->
          pipeline(
              "a >= 0",
              "{'format': 'jdbc', 'connection': 'shop', 'table': 'shop.goods', 'mode': 'append'}");
      case "analytics" ->
          json(
              """
              {'dialect': '%s', 'inputs': {'t': %s}, 'statements': [
                {'sql': 'SELECT CAST(b AS INTEGER) AS n FROM t', 'output': %s}]}
              """
                  .formatted(
                      engine.equals("local") ? "duckdb" : "spark",
                      input("in.csv", COLUMNS),
                      file(output + ".csv")));
      case "ml_training" -> training("one-class.csv", output);
      case "ml_scoring" -> {
        Path model = dir.resolve("data/model");
        String id =
            jobs.submit(JobSubmission.of("model", "ml_training", training("learn.csv", model)));
        assertThat(end(id).row().status())
            .as("%s", detail(id).error())
            .isEqualTo(JobStatus.COMPLETED);
        yield json(
            "{'model': '%s', 'input': %s, 'output': %s}"
                .formatted(model, input("score.csv", FLOWERS), file(output + ".csv")));
      }
      case "script" -> json("{'argv': ['sh', '-c', 'echo half > out.txt; exit 3']}");
      case "custom" ->
          json(
              "{'handler': 'contract', 'config': {'input': '%s', 'where': '10 / a > 0', 'output': '%s.csv'}}"
                  .formatted(dir.resolve("data/in.csv"), output));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static final String FLOWERS =
      "'columns': [{'name': 'size', 'type': 'double'}, {'name': 'kind', 'type': 'string'}]";

  private static ObjectNode training(String data, Path model) throws IOException {
    return json(
        """
        {'input': %s, 'task': 'classification', 'label': 'kind', 'features': [{'columns': ['size']}],
         'algorithm': {'name': 'decision_tree'}, 'split': {'testShare': 0.3, 'seed': 7},
         'model': {'path': '%s'}}
        """
            .formatted(input(data, FLOWERS), model));
  }

  private static ObjectNode pipeline(String where, String output) throws IOException {
    return json(
        "{'inputs': {'t': %s}, 'steps': [{'op': 'filter', 'where': '%s'}], 'output': %s}"
            .formatted(input("in.csv", COLUMNS), where, output));
  }

  /** Every row meets every other: 4 * 10^10 pairs. */
  private static ObjectNode endless() throws IOException {
    Path big = dir.resolve("big.csv");
    if (!Files.exists(big)) {
      Files.writeString(big, "a,b\n" + "1,x\n".repeat(200_000));
    }
    String input = "{'format': 'csv', 'path': '" + big + "', " + COLUMNS + "}";
    return json(
        """
        {'inputs': {'t': %s, 'u': %s}, 'from': 't', 'checkpoint': {'enabled': 'never'}, 'steps': [
          {'op': 'join', 'with': 'u', 'suffix': '_u', 'on': [{'left': 'b', 'right': 'b'}]},
          {'op': 'group_by', 'keys': [], 'aggregates': [
            {'function': 'sum', 'expression': 'a * a_u', 'as': 's'}]}],
         'output': %s}
        """
            .formatted(input, input, file(dir.resolve("endless.csv").toString())));
  }

  private static String input(String name, String columns) {
    return "{'format': 'csv', 'path': '"
        + dir.resolve("data").resolve(name)
        + "', "
        + columns
        + "}";
  }

  private static String file(String path) {
    return "{'format': 'csv', 'path': '" + path + "'}";
  }

  private static ObjectNode json(String text) throws IOException {
    return (ObjectNode) JSON.readTree(text);
  }

  private static JobDetail detail(String id) {
    return jobs.detail(id).orElseThrow();
  }

  private static JobDetail end(String id) {
    Await.until(
        "the end",
        LIMIT,
        () -> detail(id).row().status().isTerminal(),
        () -> detail(id).row() + " " + jobs.events(id));
    return detail(id);
  }

  private static BreakerRow breaker(String engine) {
    return session.orchestrator().engines().breakers().stream()
        .filter(row -> row.engine().equals(engine))
        .findFirst()
        .orElseThrow();
  }

  /** Visible and hidden. */
  private static List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("data"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
