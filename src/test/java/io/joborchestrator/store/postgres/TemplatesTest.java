package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import io.joborchestrator.store.TemplateStore;
import io.joborchestrator.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Templates in the real database. */
class TemplatesTest {
  private static final JobSubmission NIGHTLY =
      JobSubmission.of("nightly", "etl", JsonNodeFactory.instance.objectNode().put("text", "ä'"))
          .withPriority(JobPriority.HIGH);

  @RegisterExtension final TestDatabase database = new TestDatabase();
  private TemplateStore templates;

  @BeforeEach
  void open() {
    templates = database.stores().templates();
  }

  @Test
  void keepsATemplateAsItWasSaved() {
    assertThat(templates.save("Totals", "of a day", NIGHTLY, false, null)).isEqualTo(1);
    JobTemplate stored = templates.templates("Totals").get(0);
    assertThat(stored.submission()).isEqualTo(NIGHTLY);
    assertThat(stored.description()).isEqualTo("of a day");
    assertThat(stored.shared()).isFalse();
    assertThat(stored.owner()).isEqualTo(database.config().user());
    assertThat(templates.templates("Other")).isEmpty();
  }

  @Test
  void twoPeopleWhoEditDoNotOverwriteEachOther() {
    int first = templates.save("Totals", "", NIGHTLY, false, null);
    int second = templates.save("Totals", "mine", NIGHTLY, false, first);
    refused(() -> templates.save("Totals", "yours", NIGHTLY, false, first));
    assertThat(templates.templates("Totals").get(0).description()).isEqualTo("mine");
    assertThat(second).isEqualTo(2);
  }

  @Test
  void aNewOneDoesNotReplaceWhatIsThere() {
    templates.save("Totals", "", NIGHTLY, false, null);
    refused(() -> templates.save("Totals", "", NIGHTLY, false, null));
    refused(() -> templates.save("Gone", "", NIGHTLY, false, 1));
  }

  private static void refused(ThrowingCallable save) {
    assertThatThrownBy(save)
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_POSSIBLE_NOW));
  }

  @Test
  void deletesOnce() {
    templates.save("Totals", "", NIGHTLY, false, null);
    assertThat(templates.delete("Totals")).isTrue();
    assertThat(templates.delete("Totals")).isFalse();
  }

  @Test
  void othersSeeOnlyWhatIsShared() throws SQLException {
    database.execute(
        "DROP ROLE IF EXISTS template_guest; CREATE ROLE template_guest;"
            + " GRANT USAGE ON SCHEMA orchestrator TO template_guest");
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      templates.save("Shown", "", NIGHTLY, true, null);
      templates.save("Hidden", "", NIGHTLY, false, null);
      statement.execute("SET SESSION AUTHORIZATION template_guest");
      assertThat(SqlExamples.run(connection, "SELECT name FROM find_templates(NULL)"))
          .contains("Shown")
          .doesNotContain("Hidden");
      assertThat(SqlExamples.run(connection, "SELECT delete_template('Shown') AS done"))
          .contains("f");
      assertThat(SqlExamples.run(connection, "SELECT name FROM job_templates")).contains("42501");
    } finally {
      database.execute("DROP OWNED BY template_guest; DROP ROLE template_guest");
    }
    assertThat(templates.templates("Shown")).hasSize(1);
  }
}
