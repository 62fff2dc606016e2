package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SQL of a page of the documentation, run as any client would. */
final class SqlExamples {
  /** An example and, if the page shows it, what it answers. */
  private static final Pattern EXAMPLE =
      Pattern.compile("```sql\n(?<sql>.*?)```(?:\n\n```text\n(?<answer>.*?)```)?", Pattern.DOTALL);

  private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*$", Pattern.MULTILINE);

  private SqlExamples() {}

  /** In the order of the page. Returns how many answers were compared. */
  static int runAll(String page, Connection connection) {
    int shown = 0;
    Matcher example = EXAMPLE.matcher(page);
    while (example.find()) {
      String answer = run(connection, example.group("sql"));
      if (example.group("answer") == null) {
        assertThat(answer).as(example.group("sql")).doesNotStartWith("ERROR");
      } else {
        shown++;
        assertThat(answer).as(example.group("sql")).isEqualTo(example.group("answer").strip());
      }
    }
    return shown;
  }

  /** The last answer in the manner of psql, unaligned; an error in one line. */
  static String run(Connection connection, String block) {
    String answer = "";
    for (String sql : END_OF_STATEMENT.split(block)) {
      if (sql.isBlank()) {
        continue;
      }
      try (Statement statement = connection.createStatement()) {
        if (statement.execute(sql)) {
          answer = table(statement.getResultSet());
        }
      } catch (SQLException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return message + " (SQLSTATE " + e.getSQLState() + ")";
      }
    }
    return answer;
  }

  private static String table(ResultSet rows) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    List<String> lines = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      cells.add(rows.getMetaData().getColumnLabel(i));
    }
    lines.add(String.join(" | ", cells));
    while (rows.next()) {
      cells.clear();
      for (int i = 1; i <= columns; i++) {
        String value = rows.getString(i);
        cells.add(value == null ? "" : value);
      }
      lines.add(String.join(" | ", cells).stripTrailing());
    }
    return String.join("\n", lines);
  }
}
