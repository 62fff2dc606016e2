package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.load.TableLoad;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PublishGate;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.testing.ConnectionsForTests;
import io.joborchestrator.testing.EnginesForTests;
import io.joborchestrator.testing.RecordingRunListener;
import io.joborchestrator.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a load does to a table of a real database, on both engines. */
class TableOutputTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final AtomicLong NUMBERS = new AtomicLong(90_000);
  private static final String ALL = "SELECT string_agg(t::text, ' ' ORDER BY id) FROM shop.goods t";

  @TempDir Path dir;
  private final RecordingRunListener listener = new RecordingRunListener();

  enum Engine {
    LOCAL,
    SPARK;

    ExecutionEngine engine() {
      return this == LOCAL ? EnginesForTests.local() : EnginesForTests.spark();
    }
  }

  @BeforeAll
  static void connect() {
    ConnectionsForTests.all().put(ConnectionsForTests.of("store", DATABASE.config()));
    DATABASE.execute("CREATE SCHEMA shop");
  }

  @AfterAll
  static void forget() {
    ConnectionsForTests.all().remove("store");
  }

  @BeforeEach
  void goods() {
    DATABASE.execute(
        """
        CREATE TABLE shop.kinds (kind text PRIMARY KEY);
        INSERT INTO shop.kinds VALUES ('a'), ('b');
        CREATE TABLE shop.goods (
            id integer CONSTRAINT goods_key PRIMARY KEY, name varchar(10) NOT NULL,
            price numeric(6,2) CONSTRAINT goods_price_positive CHECK (price > 0),
            kind text CONSTRAINT goods_kind REFERENCES shop.kinds, made timestamptz DEFAULT 'epoch');
        INSERT INTO shop.goods VALUES (1, 'one', 1, 'a'), (2, 'two', 2, NULL);
        """);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(
            DATABASE.ask(
                "SELECT string_agg(relname, ',') FROM pg_class WHERE relname LIKE 'ejo_stage%'"))
        .isNull();
    DATABASE.execute("DROP TABLE shop.goods, shop.kinds; DROP TABLE IF EXISTS shop.fresh");
  }

  private ObjectNode config(String rows, String columns, String output) throws IOException {
    PipelineCase one = PipelineCase.of("load").csv(columns, rows).output(output);
    ObjectNode config = one.prepare(dir);
    ((ObjectNode) config.get("output")).remove("path");
    return config;
  }

  private static String output(String more) {
    return "{\"format\": \"jdbc\", \"connection\": \"store\", \"table\": \"shop.goods\""
        + more
        + "}";
  }

  private JobRun run(ObjectNode config, long no, int epoch, PublishGate gate) {
    Path work = dir.resolve("work-" + no + "-" + epoch);
    return new JobRun(no, "job-" + no, epoch, "load", "etl", config, null, work, gate);
  }

  private RunOutcome run(Engine engine, ObjectNode config) throws Exception {
    return outcome(engine, run(config, NUMBERS.incrementAndGet(), 1, PublishGate.OPEN));
  }

  private RunOutcome outcome(Engine engine, JobRun run) throws Exception {
    return engine
        .engine()
        .start(run, listener)
        .outcome()
        .toCompletableFuture()
        .get(2, TimeUnit.MINUTES);
  }

  private static void assertFailed(RunOutcome outcome, ErrorCode code, String... words) {
    assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
    var error = ((RunOutcome.Failed) outcome).error();
    assertThat(error.code()).as(error.message()).isEqualTo(code.wire());
    assertThat(List.of(words)).allSatisfy(word -> assertThat(error.message()).contains(word));
  }

  private static final String COLUMNS = "id integer, name string, price decimal(9,3)";

  @ParameterizedTest
  @EnumSource
  void appendedRowsGetDefaultsAndRoundedValues(Engine engine) throws Exception {
    RunOutcome end =
        run(
            engine,
            config(
                "id,name,price\n3,three,3.005\n4,\"fo,\"\"ur\",4\n",
                COLUMNS,
                output(", \"mode\": \"append\"")));
    assertThat(end).as(String.valueOf(end)).isInstanceOf(RunOutcome.Completed.class);
    assertThat(DATABASE.ask(ALL))
        .contains("(3,three,3.01,,\"1970-01-01 ", "(4,\"fo,\"\"ur\",4.00,")
        .contains("(1,one,1.00,a");
    ObjectNode result = ((RunOutcome.Completed) end).result();
    assertThat(result.at("/outputs/0/path").asText()).isEqualTo("store:shop.goods");
    assertThat(result.at("/outputs/0").has("bytes")).isFalse();
    assertThat(result.path("rowsWritten").asLong()).isEqualTo(2);
    assertThat(result.path("firstRows")).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void replacedAndUpsertedRows(Engine engine) throws Exception {
    String rows = "id,name,price\n2,deux,\n3,trois,3\n";
    ObjectNode upsert = config(rows, COLUMNS, output(", \"mode\": \"upsert\", \"key\": [\"id\"]"));
    assertThat(run(engine, upsert)).isInstanceOf(RunOutcome.Completed.class);
    assertThat(DATABASE.ask("SELECT string_agg(id || name, ' ' ORDER BY id) FROM shop.goods"))
        .isEqualTo("1one 2deux 3trois");
    ObjectNode replace = config(rows, COLUMNS, output(", \"mode\": \"replace\""));
    assertThat(run(engine, replace)).isInstanceOf(RunOutcome.Completed.class);
    assertThat(DATABASE.ask("SELECT string_agg(id || name, ' ' ORDER BY id) FROM shop.goods"))
        .isEqualTo("2deux 3trois");
  }

  @ParameterizedTest
  @EnumSource
  void newTableHasTheTypesAndTheKey(Engine engine) throws Exception {
    String columns =
        "id bigint, t string, b boolean, d double, n decimal(38,10), day date, at timestamp";
    String rows =
        "id,t,b,d,n,day,at\n"
            + "1,\\.,true,NaN,1.5,2024-02-29,2024-01-31T13:45:00.5\n"
            + "2,\"a\n"
            + "\"\"b\"\"\",false,1e300,-0.0000000001,0001-01-01,1969-12-31T23:59:59.999999\n"
            + "3,,,,,,\n";
    String target = output(", \"create\": true, \"key\": [\"id\"]").replace("goods", "fresh");
    RunOutcome end = run(engine, config(rows, columns, target));
    assertThat(end).as(String.valueOf(end)).isInstanceOf(RunOutcome.Completed.class);
    assertThat(
            DATABASE.ask(
                "SELECT string_agg((id, t, b, d, n, day, at AT TIME ZONE 'UTC')::text, ' ' ORDER BY"
                    + " id) FROM shop.fresh"))
        .isEqualTo(
            "(1,\"\\\\.\",t,NaN,1.5000000000,2024-02-29,\"2024-01-31 13:45:00.5\") (2,\"a\n"
                + "\"\"b\"\"\",f,1e+300,-0.0000000001,0001-01-01,\"1969-12-31 23:59:59.999999\")"
                + " (3,,,,,,)");
    assertThat(
            DATABASE.ask(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
                    + " WHERE conrelid = 'shop.fresh'::regclass AND contype = 'p'"))
        .isEqualTo("PRIMARY KEY (id)");
    assertFailed(run(engine, config(rows, columns, target)), ErrorCode.OUTPUT_EXISTS, "shop.fresh");
  }

  @ParameterizedTest
  @EnumSource
  void brokenConstraintsNameThemselvesAndTheRowAndLeaveTheTableAsItWas(Engine engine)
      throws Exception {
    String before = DATABASE.ask(ALL);
    String append = output(", \"mode\": \"append\"");
    assertFailed(
        run(engine, config("id,name,price\n5,five,5\n1,uno,1\n", COLUMNS, append)),
        ErrorCode.CONSTRAINT_VIOLATION,
        "goods_key",
        "(id)=(1)");
    assertFailed(
        run(engine, config("id,name,price\n6,six,-6\n", COLUMNS, append)),
        ErrorCode.CONSTRAINT_VIOLATION,
        "goods_price_positive",
        "(6, six, -6.00");
    assertFailed(
        run(engine, config("id,name,price\n7,,7\n", COLUMNS, append)),
        ErrorCode.CONSTRAINT_VIOLATION,
        "\"name\"",
        "(7, null");
    assertFailed(
        run(
            engine,
            config("id,name,kind\n8,eight,c\n", "id integer, name string, kind string", append)),
        ErrorCode.CONSTRAINT_VIOLATION,
        "goods_kind",
        "(kind)=(c)");
    assertFailed(
        run(engine, config("id,name,price\n9,much too long a name,9\n", COLUMNS, append)),
        ErrorCode.VALUE_ERROR,
        "character varying(10)",
        "column name");
    assertFailed(
        run(engine, config("id,name,price\n10,ten,10000\n", COLUMNS, append)),
        ErrorCode.NUMERIC_OVERFLOW,
        "column price");
    assertFailed(
        run(
            engine,
            config(
                "id,name,price\n3,a,1\n3,b,1\n",
                COLUMNS,
                output(", \"mode\": \"upsert\", \"key\": [\"id\"]"))),
        ErrorCode.CONSTRAINT_VIOLATION,
        "(id)",
        ": 3.");
    assertThat(DATABASE.ask(ALL)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void wrongRequestsAreRefusedBeforeAnythingIsRead(Engine engine) throws Exception {
    String rows = "id,name,price\n3,three,3\n";
    assertFailed(run(engine, config(rows, COLUMNS, output(""))), ErrorCode.OUTPUT_EXISTS, "append");
    assertFailed(
        run(engine, config(rows, COLUMNS, output(", \"mode\": \"upsert\", \"key\": [\"name\"]"))),
        ErrorCode.INVALID_SPECIFICATION,
        "unique constraint",
        "it has id");
    assertFailed(
        run(
            engine,
            config("id,nam\n3,a\n", "id integer, nam string", output(", \"mode\": \"append\""))),
        ErrorCode.UNKNOWN_COLUMN,
        "Did you mean 'name'?");
    assertFailed(
        run(engine, config("id\n3\n", "id integer", output(", \"mode\": \"append\""))),
        ErrorCode.INVALID_SPECIFICATION,
        "name",
        "takes no NULL");
    assertFailed(
        run(engine, config(rows, COLUMNS, output("").replace("shop.goods", "shop.good"))),
        ErrorCode.OUTPUT_NOT_WRITABLE,
        "Did you mean 'shop.goods'?");
    for (String table : List.of("orchestrator.jobs", "orchestrator.fresh")) {
      assertFailed(
          run(
              engine,
              config(rows, COLUMNS, output(", \"create\": true").replace("shop.goods", table))),
          ErrorCode.NOT_ALLOWED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fencedAttemptLoadsNothing(Engine engine) throws Exception {
    String before = DATABASE.ask(ALL);
    ObjectNode config =
        config("id,name,price\n3,three,3\n", COLUMNS, output(", \"mode\": \"append\""));
    JobRun fenced = run(config, NUMBERS.incrementAndGet(), 1, manifest -> false);
    assertFailed(outcome(engine, fenced), ErrorCode.FENCED);
    assertThat(DATABASE.ask(ALL)).isEqualTo(before);
  }

  @Test
  void repeatedAttemptAfterALostAnswerLoadsNothingTwice() throws Exception {
    ObjectNode config =
        config("id,name,price\n3,three,3\n", COLUMNS, output(", \"mode\": \"append\""));
    long no = NUMBERS.incrementAndGet();
    outcome(Engine.LOCAL, run(config, no, 1, PublishGate.OPEN));
    for (Engine engine : Engine.values()) {
      RunOutcome again = outcome(engine, run(config, no, 2 + engine.ordinal(), PublishGate.OPEN));
      assertThat(again).isInstanceOf(RunOutcome.Completed.class);
      assertThat(((RunOutcome.Completed) again).result().path("rowsWritten").asLong()).isEqualTo(1);
    }
    assertThat(DATABASE.ask("SELECT count(*) FROM shop.goods")).isEqualTo("3");
  }

  /** The worker dies behind the gate: its staging table stays, and so does what it wrote down. */
  private ObjectNode diesBehindTheGate(long no) throws Exception {
    ObjectNode config =
        config("id,name,price\n3,three,3\n", COLUMNS, output(", \"mode\": \"append\""));
    AtomicReference<ObjectNode> stored = new AtomicReference<>();
    PublishGate dying =
        manifest -> {
          stored.set(manifest);
          String stage = manifest.at("/load/stage").asText();
          DATABASE.execute("CREATE TABLE shop.kept AS SELECT * FROM " + stage);
          return false;
        };
    outcome(Engine.LOCAL, run(config, no, 1, dying));
    DATABASE.execute(
        "ALTER TABLE shop.kept RENAME TO " + stored.get().at("/load/stage").asText().substring(5));
    return stored.get();
  }

  @Test
  void loadOfADeadWorkerIsFinishedOnce() throws Exception {
    ObjectNode manifest = diesBehindTheGate(NUMBERS.incrementAndGet());
    assertThat(DATABASE.ask("SELECT count(*) FROM shop.goods")).isEqualTo("2");
    assertThat(TableLoad.recover(ConnectionsForTests.all(), manifest)).isTrue();
    assertThat(TableLoad.recover(ConnectionsForTests.all(), manifest)).isTrue();
    assertThat(DATABASE.ask("SELECT count(*) FROM shop.goods")).isEqualTo("3");
  }

  @Test
  void stagingTableThatTheServerEmptiedIsNotLoaded() throws Exception {
    ObjectNode manifest = diesBehindTheGate(NUMBERS.incrementAndGet());
    DATABASE.execute("TRUNCATE " + manifest.at("/load/stage").asText());
    assertThat(TableLoad.recover(ConnectionsForTests.all(), manifest)).isFalse();
    assertThat(DATABASE.ask("SELECT count(*) FROM shop.goods")).isEqualTo("2");
  }

  @Test
  void stagingTablesOfEarlierAttemptsAndForgottenJobsAreRemoved() throws Exception {
    long no = NUMBERS.incrementAndGet();
    ObjectNode manifest = diesBehindTheGate(no);
    assertThat(DATABASE.ask("SELECT count(*) FROM " + manifest.at("/load/stage").asText()))
        .isEqualTo("1");
    DATABASE.execute(
        "CREATE TABLE shop.ejo_stage_0123456789abcdef_1 (a int);"
            + " COMMENT ON TABLE shop.ejo_stage_0123456789abcdef_1 IS 'x, made 2020-01-01'");
    ObjectNode config =
        config("id,name,price\n3,three,3\n", COLUMNS, output(", \"mode\": \"append\""));
    assertThat(outcome(Engine.LOCAL, run(config, no, 2, PublishGate.OPEN)))
        .isInstanceOf(RunOutcome.Completed.class);
    assertThat(DATABASE.ask("SELECT count(*) FROM shop.goods")).isEqualTo("3");
  }

  @ParameterizedTest
  @EnumSource
  void cancelWhileTheTargetIsLockedEndsOnTheServerAndChangesNothing(Engine engine)
      throws Exception {
    String before = DATABASE.ask(ALL);
    ObjectNode config =
        config("id,name,price\n3,three,3\n", COLUMNS, output(", \"mode\": \"append\""));
    var atTheGate = new java.util.concurrent.CountDownLatch(1);
    try (var lock = DATABASE.connect()) {
      lock.setAutoCommit(false);
      try (var statement = lock.createStatement()) {
        statement.execute("LOCK TABLE shop.goods IN ACCESS EXCLUSIVE MODE");
      }
      lock.rollback();
      PublishGate gate =
          manifest -> {
            try (var statement = lock.createStatement()) {
              statement.execute("LOCK TABLE shop.goods IN ACCESS EXCLUSIVE MODE");
            } catch (java.sql.SQLException e) {
              throw new IllegalStateException(e);
            }
            atTheGate.countDown();
            return true;
          };
      var run = engine.engine().start(run(config, NUMBERS.incrementAndGet(), 1, gate), listener);
      assertThat(atTheGate.await(1, TimeUnit.MINUTES)).isTrue();
      run.cancel("test");
      RunOutcome end = run.outcome().toCompletableFuture().get(20, TimeUnit.SECONDS);
      assertThat(end).as(String.valueOf(end)).isInstanceOf(RunOutcome.Cancelled.class);
    }
    assertThat(DATABASE.ask(ALL)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void tableIsReplacedByWhatWasReadFromItself(Engine engine) throws Exception {
    ObjectNode config =
        PipelineCase.of("itself")
            .table("t", "store", "shop.goods", "id integer, name string, price decimal(6,2)")
            .steps("{\"op\": \"filter\", \"where\": \"id = 2\"}")
            .output(output(", \"mode\": \"replace\""))
            .prepare(dir);
    RunOutcome end = run(engine, config);
    assertThat(end).as(String.valueOf(end)).isInstanceOf(RunOutcome.Completed.class);
    assertThat(DATABASE.ask("SELECT string_agg(name, ' ') FROM shop.goods")).isEqualTo("two");
  }

  @Test
  void unreachableDatabaseIsRetriedAndNobodyElsesFault() throws Exception {
    var config = DATABASE.config();
    ConnectionsForTests.all()
        .put(
            new io.joborchestrator.connection.NamedConnection(
                "gone",
                "127.0.0.1",
                1,
                config.database(),
                "u",
                "p",
                "disable",
                null,
                2,
                5,
                null,
                false));
    ObjectNode load =
        config("id,name,price\n3,three,3\n", COLUMNS, output("").replace("store", "gone"));
    assertFailed(run(Engine.LOCAL, load), ErrorCode.CONNECTION_FAILED, "gone");
    Files.createDirectories(dir);
    ConnectionsForTests.all().remove("gone");
  }
}
