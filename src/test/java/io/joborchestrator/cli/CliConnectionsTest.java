package io.joborchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.ConnectionsForTests;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class CliConnectionsTest {
  @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();

  @TempDir Path home;
  private CliFixture cli;

  @BeforeEach
  void connect() {
    cli = new CliFixture(new FakeLauncher(new FakeOrchestrator(), home), home);
    ConnectionsForTests.all().put(ConnectionsForTests.of("stockroom", DATABASE.config()));
  }

  @AfterEach
  void forget() {
    ConnectionsForTests.all().remove("stockroom");
  }

  @Test
  void listShowsWhereTheyAreAndNoPassword() {
    assertThat(cli.run("connections", "list")).isZero();
    assertThat(cli.out()).contains("stockroom", DATABASE.config().describe(), "found");
    assertThat(cli.out()).doesNotContain(DATABASE.config().password());
    cli.run("connections", "--json");
    assertThat(cli.out()).contains("\"stockroom\"").doesNotContain(DATABASE.config().password());
  }

  @Test
  void testSaysWhatAnswered() {
    assertThat(cli.run("connections", "test", "stockroom")).isZero();
    assertThat(cli.out()).contains("PostgreSQL 18", "not encrypted");
  }

  @Test
  void unknownNameIsAWrongRequestWithTheNearName() {
    assertThat(cli.run("connections", "test", "stokroom")).isEqualTo(2);
    assertThat(cli.err()).contains("Did you mean 'stockroom'?");
  }
}
