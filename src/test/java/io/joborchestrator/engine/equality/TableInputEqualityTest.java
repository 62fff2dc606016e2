package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.testing.ConnectionsForTests;
import io.joborchestrator.testing.EnginesForTests;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tables of a real database give the same rows on both engines. */
@Tag("slow")
class TableInputEqualityTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  private static final String ODD = "shop.\"Odd \"\"names\"\" t\"";

  @TempDir Path dir;

  @BeforeAll
  static void fill() {
    ConnectionsForTests.all().put(ConnectionsForTests.of("shop", DATABASE.config()));
    DATABASE.execute(
        """
        CREATE SCHEMA shop;
        CREATE TYPE shop.mood AS ENUM ('fine', 'so so');
        CREATE DOMAIN shop.cents AS numeric(12,2);
        CREATE TABLE shop."Odd ""names"" t" (
            id integer PRIMARY KEY, "a b" text, flag boolean, small smallint, big bigint,
            real4 real, real8 double precision, exact numeric(38,10), open numeric, price shop.cents,
            day date, moment timestamptz, naive timestamp, fixed char(5), word varchar(40),
            doc jsonb, ident uuid, feeling shop.mood, at time, photo bytea, tags text[]);
        INSERT INTO shop."Odd ""names"" t" VALUES
            (1, '', true, -32768, 9223372036854775807, 0.1, 0.1, 1234567890123456789012345678.0123456789,
             1.50, 9.99, '2024-02-29', '2024-01-31 23:30:00.123456-05', '2024-01-31 23:30:00', 'ab',
             'x', '{"b": 1, "a": [null, "é"]}', '00000000-0000-0000-0000-000000000001', 'fine',
             '10:11:12', '\\x00ff', '{a,b}'),
            (2, E'say "hi",\nand\r\n\tbye', false, 32767, -9223372036854775808, 'NaN', 'Infinity',
             -0.0000000001, 0.000000000000000001, -0.01, '0001-01-01', '0001-01-01 00:00:00+00',
             '9999-12-31 23:59:59.999999', '', 'null', 'null', NULL, 'so so', NULL, NULL, NULL),
            (3, 'Zürich 東京 😀 \uFFFD', NULL, NULL, NULL, NULL, 'NaN', NULL, NULL, NULL, NULL,
             NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
            (4, ' padded ', true, 0, 0, -0.0, 1e-300, 0, 12345678901234567890, 0, '9999-12-31',
             '1969-12-31 23:59:59.999999+00', '1582-10-10 00:00:00', 'abcde', '\\.', '"text"', NULL,
             NULL, '23:59:59.999999', '', '{}'),
            (5, '\\N', false, 1, 1, 3.4e38, 1.7976931348623157e308, 1, 1, 1, '1582-10-04', 'epoch',
             'epoch', 'a', '"', '[]', NULL, NULL, NULL, NULL, NULL);
        CREATE TABLE shop.endless (id integer PRIMARY KEY, day date, moment timestamptz, n numeric);
        INSERT INTO shop.endless VALUES (1, '2024-01-01', 'infinity', 1), (2, 'infinity', now(), 2),
            (3, '2024-01-03', '2024-01-03', 'NaN'), (4, '2024-01-04', '2024-01-04', 4),
            (5, '0044-03-15 BC', '2024-01-05', 5);
        CREATE TABLE shop.numbers AS SELECT CASE WHEN g % 10 <> 0 THEN g END AS key, g AS id,
            'name ' || g AS name FROM generate_series(1, 1000) g;
        CREATE TABLE shop.empty (id integer, name text);
        CREATE VIEW shop.some AS SELECT id, name FROM shop.numbers WHERE id <= 10;
        CREATE VIEW shop.peek AS SELECT job_id FROM orchestrator.jobs;
        """);
  }

  @AfterAll
  static void forget() {
    ConnectionsForTests.all().remove("shop");
  }

  private static PipelineCase table(String name, String table, String columns) {
    return PipelineCase.of(name).table("t", "shop", table, columns);
  }

  private EngineAnswer both(PipelineCase one) throws Exception {
    EngineAnswer local = answer(EnginesForTests.local(), one, "local");
    EngineAnswer spark = answer(EnginesForTests.spark(), one, "spark");
    assertThat(spark.error()).isEqualTo(local.error());
    assertThat(spark.types()).isEqualTo(local.types());
    assertThat(OutputFiles.sorted(spark.rows())).isEqualTo(OutputFiles.sorted(local.rows()));
    assertThat(spark.quarantined()).isEqualTo(local.quarantined());
    if (local.result() != null && spark.result() != null) {
      assertThat(spark.result().rowsRead()).isEqualTo(local.result().rowsRead());
      assertThat(spark.result().rowsWritten()).isEqualTo(local.result().rowsWritten());
      assertThat(spark.result().badRows()).isEqualTo(local.result().badRows());
    }
    assertThat(local.left()).isEmpty();
    assertThat(spark.left()).isEmpty();
    return local;
  }

  private EngineAnswer answer(ExecutionEngine engine, PipelineCase one, String name)
      throws Exception {
    Path folder = dir.resolve(one.toString().replaceAll("\\W", "_"));
    return EngineAnswer.of(engine, one, folder.resolve(name));
  }

  @Test
  void everyKindOfValueIsReadAsItIs() throws Exception {
    EngineAnswer rows =
        both(
            table(
                "odd",
                ODD,
                "id integer, flag boolean, small integer, big bigint, real4 double, real8 double,"
                    + " exact decimal(38,10), open decimal(38,18), price decimal(12,2), day date,"
                    + " moment timestamp, naive timestamp, fixed string, word string, doc string,"
                    + " ident string, feeling string, at string"));
    assertThat(rows.rows()).hasSize(5);
    assertThat(rows.rows().get(0))
        .containsExactly(
            "1",
            "true",
            "-32768",
            "9223372036854775807",
            "0.1",
            "0.1",
            "1234567890123456789012345678.0123456789",
            "1.500000000000000000",
            "9.99",
            "2024-02-29",
            "2024-02-01T04:30:00.123456Z",
            "2024-01-31T23:30:00Z",
            "ab",
            "x",
            "{\"a\": [null, \"é\"], \"b\": 1}",
            "00000000-0000-0000-0000-000000000001",
            "fine",
            "10:11:12");
    assertThat(rows.result().rowsRead()).isEqualTo(5);
  }

  @Test
  void emptyTextIsNoNullAndLineEndsAndQuotesStay() throws Exception {
    EngineAnswer rows =
        both(PipelineCase.of("texts").table("t", "shop", ODD, "id integer, a#b string"));
    assertThat(rows.rows().stream().map(row -> row.get(1)))
        .containsExactlyInAnyOrder(
            "", "say \"hi\",\nand\r\n\tbye", "Zürich 東京 😀 \uFFFD", " padded ", "\\N");
  }

  @Test
  void endlessDatesAndNumbersThatAreNoneAreBadRows() throws Exception {
    String columns = "id integer, day date, moment timestamp, n decimal(38,18)";
    PipelineCase fails = table("endless", "shop.endless", columns);
    EngineAnswer answer = both(fails);
    assertThat(answer.error()).isEqualTo(ErrorCode.BAD_ROWS.wire());
    EngineAnswer skipped =
        both(table("skipped", "shop.endless", columns).with("t", "{badRows: \"skip\"}"));
    assertThat(skipped.rows()).hasSize(1);
    assertThat(skipped.result().badRows()).isEqualTo(4);
  }

  @Test
  void partsAreAllRowsOnceThoseWithoutKeyToo() throws Exception {
    EngineAnswer rows =
        both(
            table("parts", "shop.numbers", "id integer, name string")
                .with("t", "{partitionBy: {\"column\": \"key\", \"number\": 7}}"));
    assertThat(rows.rows()).hasSize(1000).doesNotHaveDuplicates();
  }

  @Test
  void emptyTablesAndViewsAreRead() throws Exception {
    assertThat(both(table("empty", "shop.empty", "id integer, name string")).rows()).isEmpty();
    assertThat(both(table("view", "shop.some", "id integer, name string")).rows()).hasSize(10);
  }

  @Test
  void columnsAreFoundWhereNoneAreDeclared() throws Exception {
    EngineAnswer local =
        answer(EnginesForTests.local(), table("found", "shop.numbers", ""), "found");
    assertThat(local.result().columns().stream().map(c -> c.name() + " " + c.type()))
        .containsExactly("key integer", "id integer", "name string");
  }

  @Test
  void whatPipelinesCannotHoldIsRefusedByName() throws Exception {
    for (String column : List.of("photo", "tags")) {
      EngineAnswer answer = both(table(column, ODD, "id integer, " + column + " string"));
      assertThat(answer.error()).isEqualTo(ErrorCode.INPUT_FORMAT.wire());
      assertThat(answer.message()).contains(column);
    }
  }

  @Test
  void mistakesAreTheUsersAndNameWhatWasMeant() throws Exception {
    EngineAnswer noTable = both(table("no table", "shop.number", "id integer"));
    assertThat(noTable.error()).isEqualTo(ErrorCode.INPUT_NOT_FOUND.wire());
    assertThat(noTable.message()).contains("shop.numbers");
    EngineAnswer noColumn = both(table("no column", "shop.numbers", "nam string"));
    assertThat(noColumn.error()).isEqualTo(ErrorCode.UNKNOWN_COLUMN.wire());
    assertThat(noColumn.message()).contains("'name'");
    EngineAnswer noConnection =
        both(PipelineCase.of("nowhere").table("t", "shup", "shop.numbers", "id integer"));
    assertThat(noConnection.error()).isEqualTo(ErrorCode.UNKNOWN_CONNECTION.wire());
    assertThat(noConnection.message()).contains("Did you mean 'shop'?");
  }

  @Test
  void ourOwnTablesAreRefusedHoweverTheyAreNamed() throws Exception {
    for (String table : List.of("orchestrator.jobs", "shop.peek")) {
      EngineAnswer answer = both(table(table, table, "job_id string"));
      assertThat(answer.error()).isEqualTo(ErrorCode.NOT_ALLOWED.wire());
    }
  }
}
