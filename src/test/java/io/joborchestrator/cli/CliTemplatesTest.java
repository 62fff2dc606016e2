package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.testing.FakeOrchestrator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code template} and {@code submit --template}. */
class CliTemplatesTest {
  @TempDir Path folder;
  private final FakeOrchestrator orchestrator = FakeOrchestrator.empty();
  private CliFixture cli;

  @BeforeEach
  void open() throws Exception {
    cli = new CliFixture(new FakeLauncher(orchestrator, folder), folder);
    Files.writeString(
        folder.resolve("job.json"),
        """
        {"name": "tidy", "type": "script", "tags": ["nightly"],
         "config": {"command": ["tidy.sh"], "environment": {"DAY": "mon"}}}
        """);
    assertThat(cli.run("template", "save", "Tidy", "job.json", "--everyone")).isZero();
  }

  @Test
  void listsAndShowsWhatIsStored() {
    assertThat(cli.run("template", "list", "--json")).isZero();
    assertThat(cli.out()).contains("\"name\" : \"Tidy\"").contains("\"visibleTo\" : \"everyone\"");
    assertThat(cli.run("template", "show", "Tidy")).isZero();
    assertThat(cli.out()).contains("tidy.sh");
  }

  @Test
  void submitsATemplateWithOtherValues() {
    assertThat(
            cli.run(
                "submit", "--template", "Tidy", "--config", "environment.DAY=tue", "--name", "t2"))
        .isZero();
    JobSubmission sent = orchestrator.jobs().submissions().get(0);
    assertThat(sent.name()).isEqualTo("t2");
    assertThat(sent.tags()).containsExactly("nightly");
    assertThat(sent.config().path("environment").path("DAY").asText()).isEqualTo("tue");
    assertThat(sent.config().path("command").path(0).asText()).isEqualTo("tidy.sh");
  }

  @Test
  void isNotReplacedUnlessAskedFor() {
    assertThat(cli.run("template", "save", "Tidy", "job.json")).isNotZero();
    assertThat(cli.run("template", "save", "Tidy", "job.json", "--replace")).isZero();
    assertThat(cli.out()).contains("version 2");
  }

  @Test
  void saysThatThereIsNoSuchTemplate() {
    assertThat(cli.run("submit", "--template", "Tidyy")).isEqualTo(2);
    assertThat(cli.err()).contains("no template 'Tidyy'");
    assertThat(cli.run("template", "delete", "Tidy")).isZero();
    assertThat(cli.run("template", "delete", "Tidy")).isEqualTo(2);
  }

  @Test
  void aTemplateGoesWithoutAJobFile() {
    assertThat(cli.run("submit", "job.json", "--template", "Tidy")).isEqualTo(64);
  }
}
