package io.joborchestrator.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.InvariantChecker;
import io.joborchestrator.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of a worker as the page tells it to authors in other languages. */
class WorkersInAnyLanguageDocTest {
  private static final Path PAGE =
      Path.of(System.getProperty("project.dir", "."))
          .resolve("src/docs/workers-in-any-language.md");

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @Test
  void everyStepOfThePageAnswersWhatItShows() throws IOException, SQLException {
    try (Connection connection = database.connect()) {
      assertThat(SqlExamples.runAll(Files.readString(PAGE), connection)).isGreaterThan(15);
      assertThat(InvariantChecker.violations(connection)).isEmpty();
    }
    assertThat(database.ask("SELECT status FROM orchestrator.job_list WHERE job_id = 'globe'"))
        .as("what a leaving worker held goes to others")
        .isEqualTo("queued");
    assertThat(database.ask("SELECT reason FROM orchestrator.job_list WHERE job_id = 'other'"))
        .isEqualTo("No worker takes this kind of job");
  }
}
