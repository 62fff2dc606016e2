package io.joborchestrator.engine.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.analytics.StatementAnalyzer;
import io.joborchestrator.analytics.StatementAnalyzer.Analysis;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.DuckDbStatementAnalyzer;
import io.joborchestrator.engine.spark.SparkStatementAnalyzer;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL may say, checked without a session of Spark and without any file. */
class StatementAnalyzerTest {
  private static final Map<SqlDialect, StatementAnalyzer> ANALYZERS =
      Map.of(
          SqlDialect.SPARK, new SparkStatementAnalyzer(),
          SqlDialect.DUCKDB, new DuckDbStatementAnalyzer(new DuckDbSettings(1, 256)));

  private static final InputSpec ORDERS =
      InputSpec.of("csv", "/nowhere/orders.csv")
          .withColumns(
              List.of(
                  new Column("id", ColumnType.BIGINT),
                  new Column("customer", ColumnType.STRING),
                  new Column("total", ColumnType.decimal(12, 2)),
                  new Column("day", ColumnType.DATE)));

  private static Analysis analyze(SqlDialect dialect, String... statements) {
    List<AnalyticsSpec.Statement> list = new ArrayList<>();
    for (String sql : statements) {
      list.add(AnalyticsSpec.Statement.of(sql));
    }
    var spec =
        new AnalyticsSpec(
            dialect,
            Map.of("orders", ORDERS),
            Map.of("since", new AnalyticsSpec.Parameter(ColumnType.DATE, "2024-01-31")),
            list);
    return ANALYZERS.get(dialect).analyze(spec);
  }

  private static Problem only(Analysis analysis) {
    assertThat(analysis.problems()).hasSize(1);
    Problem problem = analysis.problems().get(0);
    assertThat(problem.code().type()).isEqualTo(ErrorType.USER);
    return problem;
  }

  @ParameterizedTest
  @EnumSource(SqlDialect.class)
  void knowsTheColumnsOfEachStatement(SqlDialect dialect) {
    Analysis analysis =
        analyze(
            dialect,
            "CREATE TEMP VIEW late AS SELECT * FROM Orders WHERE day > :since",
            """
            WITH x AS (SELECT customer, sum(total) AS sum, count(*) AS n, max(day) AS last
                       FROM late GROUP BY customer)
            SELECT x.*, CASE WHEN n > (SELECT avg(id) FROM late) THEN 1.5e0 ELSE 0e0 END AS share
            FROM x JOIN (VALUES ('a'), ('b')) v(k) ON v.k = x.customer ORDER BY sum DESC LIMIT 5
            """);
    assertThat(analysis.problems()).isEmpty();
    assertThat(analysis.columns().get(0)).hasSize(4);
    assertThat(analysis.columns().get(1))
        .extracting(column -> column.name() + " " + column.type().kind())
        .containsExactly("customer STRING", "sum DECIMAL", "n BIGINT", "last DATE", "share DOUBLE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SPARK  | INVALID_SQL     | SELECT id,, total FROM orders       | line 1, column 11",
        "SPARK  | UNKNOWN_COLUMN  | SELECT id, totl FROM orders         | line 1, column 12: There"
            + " is no column 'totl'",
        "SPARK  | UNKNOWN_COLUMN  | SELECT o.totl FROM orders o         | did you mean 'total'?",
        "SPARK  | INPUT_NOT_FOUND | SELECT * FROM oders                 | did you mean 'orders'?",
        "SPARK  | INVALID_SQL     | SELECT uper(customer) FROM orders   | There is no function"
            + " uper: did you mean 'upper'?",
        "SPARK  | TYPE_MISMATCH   | SELECT day + customer FROM orders   | line 1",
        "SPARK  | TYPE_MISMATCH   | SELECT array(id) AS a FROM orders   | 'a' has the type"
            + " ARRAY<BIGINT>",
        "SPARK  | INVALID_SQL     | SELECT id, id FROM orders           | Two columns",
        "SPARK  | INVALID_SQL     | SELECT id FROM orders WHERE id = ?  | write :name",
        "DUCKDB | INVALID_SQL     | SELECT id,, total FROM orders       | line 1, column 11",
        "DUCKDB | UNKNOWN_COLUMN  | SELECT id, totl FROM orders         | line 1, column 12: There"
            + " is no column 'totl'",
        "DUCKDB | INPUT_NOT_FOUND | SELECT * FROM oders                 | did you mean 'orders'?",
        "DUCKDB | INVALID_SQL     | SELECT uper(customer) FROM orders   | There is no function"
            + " uper: did you mean 'upper'?",
        "DUCKDB | TYPE_MISMATCH   | SELECT id + customer FROM orders    | +(BIGINT, VARCHAR)",
        "DUCKDB | TYPE_MISMATCH   | SELECT [id] AS a FROM orders        | 'a' has the type"
            + " BIGINT[]",
        "DUCKDB | INVALID_SQL     | SELECT id, id FROM orders           | Two columns",
        "DUCKDB | INVALID_SQL     | SELECT id FROM orders WHERE id = ?  | write :name",
        "DUCKDB | UNKNOWN_COLUMN  | SELECT concat('ü', :since), totl FROM orders | line 1, column"
            + " 29",
      })
  void saysWhatIsWrongAndWhere(SqlDialect dialect, ErrorCode code, String sql, String words) {
    Problem problem = only(analyze(dialect, sql));
    assertThat(problem.message()).startsWith("In statement 1").contains(words);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.pointer()).isEqualTo("/statements/0/sql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM csv.`/etc/passwd`",
        "SELECT * FROM parquet.`file:///etc/passwd`",
        "SELECT * FROM text.`/etc/passwd`",
        "SELECT * FROM jdbc.`jdbc:postgresql://localhost/x`",
        "SELECT id FROM orders WHERE id IN (SELECT 1 FROM binaryFile.`/etc/passwd`)",
        "WITH x AS (SELECT * FROM csv.`/etc/passwd`) SELECT * FROM x",
        "SELECT * FROM IDENTIFIER('csv./etc/passwd')",
        "SELECT * FROM public.jobs",
        "SET spark.sql.ansi.enabled = false",
        "ADD JAR '/tmp/x.jar'",
        "ADD FILE '/etc/passwd'",
        "LIST JARS",
        "INSERT INTO orders VALUES (1)",
        "INSERT OVERWRITE DIRECTORY '/tmp/x' USING csv SELECT 1",
        "CREATE TABLE t AS SELECT 1",
        "CREATE TABLE t USING csv LOCATION '/etc'",
        "CREATE VIEW v AS SELECT 1",
        "CREATE GLOBAL TEMPORARY VIEW v AS SELECT 1",
        "CREATE TEMPORARY VIEW v USING csv OPTIONS (path '/etc/passwd')",
        "CREATE TEMPORARY VIEW v USING jdbc OPTIONS (url 'jdbc:postgresql://localhost/x')",
        "CREATE FUNCTION f AS 'java.lang.Runtime'",
        "CREATE TEMPORARY FUNCTION f() RETURNS INT RETURN 1",
        "DROP VIEW orders",
        "LOAD DATA LOCAL INPATH '/etc/passwd' INTO TABLE t",
        "CACHE TABLE orders",
        "REFRESH '/etc'",
        "EXPLAIN SELECT 1",
        "DESCRIBE orders",
        "SHOW TABLES",
        "USE default",
        "TRUNCATE TABLE orders",
        "DELETE FROM orders",
        "UPDATE orders SET id = 1",
        "EXECUTE IMMEDIATE 'SELECT 1'",
        "BEGIN SELECT 1; END",
        "DECLARE x INT",
        "SELECT java_method('java.lang.System', 'getenv', 'PATH')",
        "SELECT reflect('java.lang.System', 'exit', 1) FROM orders",
        "SELECT id FROM orders WHERE try_reflect('java.lang.System', 'getenv', 'PATH') = '1'",
        "SELECT system.builtin.java_method('java.lang.System', 'getenv', 'PATH')",
        "SELECT input_file_name() FROM orders",
        "SELECT TRANSFORM(id) USING 'cat /etc/passwd' AS (x) FROM orders",
        "SELECT * FROM orders TIMESTAMP AS OF '2024-01-01'",
        "SELECT * FROM STREAM orders",
        "SELECT * FROM sql_keywords()",
        "FROM orders INSERT INTO t SELECT *",
      })
  void sparkRefusesWhatIsNoQueryOverInputs(String sql) {
    Problem problem = only(analyze(SqlDialect.SPARK, "SELECT 1 AS one", sql));
    assertThat(problem.code()).isIn(ErrorCode.SQL_NOT_ALLOWED, ErrorCode.INVALID_SQL);
    assertThat(problem.message()).startsWith("In statement 2");
    assertThat(problem.pointer()).isEqualTo("/statements/1/sql");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM \"/etc/passwd\"",
        "SELECT * FROM 'x.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_csv_auto('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_json_objects('/etc/passwd')",
        "SELECT * FROM read_parquet('/etc/passwd')",
        "SELECT * FROM parquet_metadata('/etc/passwd')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT id FROM orders WHERE id IN (SELECT 1 FROM read_text('/etc/passwd'))",
        "WITH x AS (FROM read_text('/etc/passwd')) SELECT * FROM x",
        "SELECT (SELECT content FROM read_text('/etc/passwd'))",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('orders')",
        "SELECT * FROM json_execute_serialized_sql('{}')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_tables",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM main.orders",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM postgres_scan('host=localhost', 'public', 'jobs')",
        "SELECT * FROM pragma_database_list()",
        "SELECT current_setting('temp_directory')",
        "SELECT getenv('PATH')",
        "FROM (DESCRIBE orders)",
        "FROM (SHOW TABLES)",
        "SUMMARIZE orders",
        "SET threads = 1",
        "SET VARIABLE p_since = 1",
        "RESET threads",
        "PRAGMA database_list",
        "INSTALL httpfs",
        "LOAD httpfs",
        "ATTACH '/tmp/x.db'",
        "DETACH memory",
        "USE memory",
        "COPY orders TO '/tmp/x.csv'",
        "COPY orders FROM '/etc/passwd'",
        "EXPORT DATABASE '/tmp/x'",
        "IMPORT DATABASE '/tmp/x'",
        "INSERT INTO orders VALUES (1, 'a', 1, NULL)",
        "UPDATE orders SET id = 1",
        "DELETE FROM orders",
        "DROP TABLE orders",
        "CREATE TABLE t AS SELECT 1",
        "CREATE VIEW v AS SELECT 1",
        "CREATE MACRO f(a) AS a",
        "CREATE SECRET s (TYPE s3)",
        "CALL pragma_version()",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE SELECT 1",
        "CHECKPOINT",
        "BEGIN TRANSACTION",
        "PREPARE q AS SELECT 1",
        "EXECUTE q",
      })
  void theLocalEngineRefusesWhatIsNoQueryOverInputs(String sql) {
    Problem problem = only(analyze(SqlDialect.DUCKDB, "SELECT 1 AS one", sql));
    assertThat(problem.code())
        .isIn(ErrorCode.SQL_NOT_ALLOWED, ErrorCode.INVALID_SQL, ErrorCode.INPUT_NOT_FOUND);
    assertThat(problem.message()).startsWith("In statement 2");
    assertThat(problem.pointer()).isEqualTo("/statements/1/sql");
  }
}
