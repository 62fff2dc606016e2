package io.joborchestrator.pipeline.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row groups are moved between files without being decoded. */
class ParquetGroupsTest {
  @TempDir Path dir;

  private Connection duck;

  @BeforeEach
  void open() throws SQLException {
    duck = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterEach
  void close() throws SQLException {
    duck.close();
  }

  private Path written(String name, String select) throws SQLException {
    Path file = dir.resolve(name);
    try (Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY ("
              + select
              + ") TO '"
              + file
              + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)");
    }
    return file;
  }

  private static String rows(int from, int to) {
    return "SELECT range AS i, 'text ' || range % 50 AS t, range / 7 AS d,"
        + " CAST(range AS DECIMAL(30,2)) AS m, range % 3 = 0 AS b, [range, NULL] AS l,"
        + " CASE WHEN range % 5 > 0 THEN DATE '2024-01-01' + CAST(range AS INTEGER) END AS y"
        + " FROM range("
        + from
        + ", "
        + to
        + ")";
  }

  private List<String> read(String from) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = duck.createStatement();
        ResultSet rows = statement.executeQuery("SELECT CAST(x AS VARCHAR) FROM " + from + " x")) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  @Test
  void slicesTogetherAreTheFile() throws Exception {
    Path whole = written("whole.parquet", rows(0, 9000));
    assertThat(ParquetGroups.count(whole)).isEqualTo(5);
    Path first = dir.resolve("1.parquet");
    Path rest = dir.resolve("2.parquet");
    ParquetGroups.slice(whole, 0, 2, first);
    ParquetGroups.slice(whole, 2, 5, rest);
    assertThat(read("'" + first + "'")).hasSize(4096);
    List<String> both = new ArrayList<>(read("'" + first + "'"));
    both.addAll(read("'" + rest + "'"));
    assertThat(both).isEqualTo(read("'" + whole + "'")).hasSize(9000);
    assertThat(read("(SELECT i FROM '" + rest + "' WHERE i = 8999)")).hasSize(1);
  }

  @Test
  void filesAreJoinedInOrderEmptyOnesAmongThem() throws Exception {
    Path a = written("a.parquet", rows(0, 3000));
    Path none = written("none.parquet", rows(0, 0));
    Path b = written("b.parquet", rows(3000, 3001));
    Path joined = dir.resolve("joined.parquet");
    ParquetGroups.join(List.of(none, a, none, b), joined);
    assertThat(read("'" + joined + "'")).isEqualTo(read("(" + rows(0, 3001) + ")"));
    assertThat(ParquetGroups.count(joined)).isEqualTo(3);
  }

  @Test
  void filesWithoutAnyRowsAreJoinedToOneWithoutRows() throws Exception {
    Path none = written("none.parquet", rows(0, 0));
    Path joined = dir.resolve("joined.parquet");
    ParquetGroups.join(List.of(none, none), joined);
    assertThat(read("'" + joined + "'")).isEmpty();
  }

  @Test
  void otherColumnsAreRefused() throws Exception {
    Path a = written("a.parquet", "SELECT 1 AS a");
    Path b = written("b.parquet", "SELECT 1 AS b");
    assertThatThrownBy(() -> ParquetGroups.join(List.of(a, b), dir.resolve("c.parquet")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("other columns");
  }

  @Test
  void whatIsNoParquetFileIsRefused() throws IOException {
    Path text = Files.writeString(dir.resolve("t.parquet"), "a,b\n1,2\n3,4\n5,6\n");
    Path broken =
        Files.write(dir.resolve("b.parquet"), "PAR1xxxx\004\0\0\0PAR1".getBytes("US-ASCII"));
    assertThatThrownBy(() -> ParquetGroups.count(text)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ParquetGroups.count(broken)).isInstanceOf(IOException.class);
  }
}
