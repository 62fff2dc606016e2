package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.app.Wiring;
import io.joborchestrator.testing.ProcessVariables;
import io.joborchestrator.testing.TestDatabase;
import io.joborchestrator.testing.fault.FaultyNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away while a command submits. */
class SubmitWithoutDatabaseTest {
  private static final int SYSTEM = 6;
  private static final Pattern KEY = Pattern.compile("--key (cli-[0-9a-f-]+)");

  @RegisterExtension final TestDatabase database = new TestDatabase();

  @TempDir Path folder;

  private FaultyNetwork network;
  private CliFixture cli;

  @BeforeEach
  void leadThroughTheNetwork() throws IOException {
    network = new FaultyNetwork(database.config().port());
    Map<String, String> variables = ProcessVariables.of(database.config(), folder.resolve("home"));
    variables.put("ORCHESTRATOR_DATABASE_PORT", Integer.toString(network.port()));
    variables.put("ORCHESTRATOR_DATABASE_WAIT", "1s");
    cli = new CliFixture(new Wiring(variables, () -> false), folder);
  }

  @AfterEach
  void close() throws IOException {
    network.close();
  }

  @Test
  void aDatabaseThatIsNotThereIsNamedAndNothingIsLost() {
    network.cut();
    assertThat(submit()).isEqualTo(SYSTEM);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err())
        .startsWith("Error DATABASE_UNAVAILABLE: ")
        .contains(Integer.toString(network.port()));
    network.mend();
    assertThat(submit()).as(cli.err()).isZero();
  }

  @Test
  void whoseAnswerWasLostIsToldHowToRepeatItWithoutASecondJob() {
    network.cutAllAtWord("ids\0");
    assertThat(submit()).as(cli.out() + cli.err()).isEqualTo(SYSTEM);
    assertThat(cli.err()).contains("Whether the job was stored is not known");
    Matcher key = KEY.matcher(cli.err());
    assertThat(key.find()).as(cli.err()).isTrue();
    assertThat(database.ask("SELECT count(*) FROM jobs")).as("it was stored").isEqualTo("1");

    network.mend();
    assertThat(submit("--key", key.group(1))).as(cli.err()).isZero();
    assertThat(cli.out().strip()).isEqualTo(database.ask("SELECT job_id FROM jobs"));
    assertThat(database.ask("SELECT count(*) FROM jobs")).isEqualTo("1");
  }

  private int submit(String... more) {
    String[] words = new String[5 + more.length + 2];
    String[] first = {"submit", "--type", "script", "--name", "tidy"};
    System.arraycopy(first, 0, words, 0, first.length);
    System.arraycopy(more, 0, words, first.length, more.length);
    words[words.length - 2] = "--";
    words[words.length - 1] = "/bin/true";
    return cli.run(words);
  }
}
