package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page for authors of other clients says what the schema does. */
class SqlContractDocTest {
  private static final Path PAGE =
      Path.of(System.getProperty("project.dir", ".")).resolve("src/docs/sql-contract.md");

  /** An example and, if the page shows it, what it answers. */
  private static final Pattern EXAMPLE =
      Pattern.compile("```sql\n(?<sql>.*?)```(?:\n\n```text\n(?<answer>.*?)```)?", Pattern.DOTALL);

  private static final Pattern END_OF_STATEMENT = Pattern.compile(";\\s*$", Pattern.MULTILINE);
  private static final String INTERNAL = "## Not for callers";

  /** Commands that only the owner of the schema may call unless it grants them. */
  private static final List<String> GRANTED =
      List.of(
          "set_retention",
          "set_replay_limit",
          "save_retry_policy",
          "delete_retry_policy",
          "set_kind_policy",
          "trip_breaker",
          "probe_breaker",
          "reset_breaker");

  private static final String FUNCTIONS =
      """
      SELECT proname FROM pg_proc
      WHERE pronamespace = 'orchestrator'::regnamespace AND prorettype <> 'trigger'::regtype
      """;
  private static final String PUBLIC = " AND has_function_privilege('public', oid, 'execute')";

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void everyExampleRunsAndAnswersWhatThePageShows() throws IOException, SQLException {
    int shown = 0;
    Matcher example = EXAMPLE.matcher(page());
    try (Connection connection = database.connect()) {
      while (example.find()) {
        String answer = run(connection, example.group("sql"));
        if (example.group("answer") == null) {
          assertThat(answer).as(example.group("sql")).doesNotStartWith("ERROR");
        } else {
          shown++;
          assertThat(answer).as(example.group("sql")).isEqualTo(example.group("answer").strip());
        }
      }
      assertThat(InvariantChecker.violations(connection)).isEmpty();
    }
    assertThat(shown).isGreaterThan(20);
  }

  @Test
  void everyFunctionIsOnThePageInItsPlace() throws IOException, SQLException {
    String page = page();
    int internal = page.indexOf(INTERNAL);
    assertThat(internal).isPositive();
    String forCallers = page.substring(0, internal);
    String notForCallers = page.substring(internal);
    List<String> meantForCallers = list(FUNCTIONS + PUBLIC);
    assertThat(meantForCallers).isNotEmpty().allMatch(name -> forCallers.contains("### " + name));
    TreeSet<String> rest = new TreeSet<>(list(FUNCTIONS));
    rest.removeAll(meantForCallers);
    for (String granted : GRANTED) {
      assertThat(rest.remove(granted)).as(granted).isTrue();
      assertThat(forCallers).contains("### " + granted);
    }
    assertThat(rest).isNotEmpty().allMatch(name -> notForCallers.contains("`" + name + "`"));
  }

  @Test
  void everyHeadingNamesAFunctionAndEveryParameter() throws IOException, SQLException {
    String page = page();
    Matcher heading = Pattern.compile("^### (\\w+)$", Pattern.MULTILINE).matcher(page);
    List<String> undocumented = new ArrayList<>();
    int headings = 0;
    while (heading.find()) {
      headings++;
      int next = page.indexOf("\n##", heading.end());
      String section = page.substring(heading.end(), next < 0 ? page.length() : next);
      List<String> parameters =
          list(
              "SELECT unnest(coalesce(proargnames[1:pronargs], '{}')) FROM pg_proc WHERE pronamespace ="
                  + " 'orchestrator'::regnamespace AND proname = '"
                  + heading.group(1)
                  + "'");
      assertThat(parameters).as(heading.group(1)).isNotEmpty();
      parameters.stream()
          .filter(name -> !section.contains(name))
          .forEach(name -> undocumented.add(heading.group(1) + "." + name));
    }
    assertThat(headings).isGreaterThan(30);
    assertThat(undocumented).isEmpty();
  }

  @Test
  void callersCannotReachTheParts() throws SQLException {
    database.execute(
        "DROP ROLE IF EXISTS contract_guest; CREATE ROLE contract_guest;"
            + " GRANT USAGE ON SCHEMA orchestrator TO contract_guest");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE contract_guest");
      assertThatCode(() -> statement.execute("SELECT submit_job('guest', 'script')"))
          .doesNotThrowAnyException();
      assertThat(run(connection, "SELECT dequeue_job(1)")).contains("SQLSTATE 42501");
      assertThat(run(connection, "SELECT set_retention(1)")).contains("SQLSTATE 42501");
    } finally {
      database.execute("DROP OWNED BY contract_guest; DROP ROLE contract_guest");
    }
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
  }

  /** The last answer in the manner of psql, unaligned; an error in one line. */
  private static String run(Connection connection, String block) {
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

  private List<String> list(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }
}
