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

  private static final String INTERNAL = "## Not for callers";

  /** Commands that only the owner of the schema may call unless it grants them. */
  private static final List<String> GRANTED =
      List.of(
          "set_retention",
          "set_replay_limit",
          "set_statistics_retention",
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
    int shown;
    try (Connection connection = database.connect()) {
      shown = SqlExamples.runAll(page(), connection);
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
      assertThat(SqlExamples.run(connection, "SELECT dequeue_job(1)")).contains("SQLSTATE 42501");
      assertThat(SqlExamples.run(connection, "SELECT set_retention(1)")).contains("SQLSTATE 42501");
    } finally {
      database.execute("DROP OWNED BY contract_guest; DROP ROLE contract_guest");
    }
  }

  private static String page() throws IOException {
    return Files.readString(PAGE);
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
