package io.joborchestrator.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one home, and what is left when they are killed. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AttachAndCrashTest {
  @TempDir Path folder;

  /** A process that attaches, says so, and waits for its input to end. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      EmbeddedConfig config = EmbeddedConfig.at(Path.of(arguments[0]), Path.of(arguments[1]));
      try (EmbeddedPostgres postgres = EmbeddedPostgres.attach(config)) {
        System.out.println("port " + postgres.connection().port());
        while (System.in.read() >= 0) {
          // Until the parent closes its end.
        }
      }
    }
  }

  @AfterEach
  void stopWhatIsLeft() {
    if (Files.exists(config().home())) {
      EmbeddedPostgres.stopIfUnused(config());
    }
  }

  @Test
  void secondProcessFindsTheServerAndTheLastOneStopsIt() throws Exception {
    Process child = startChild();
    int port = readPort(child);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.attach(config())) {
      assertThat(postgres.connection().port()).isEqualTo(port);
      child.getOutputStream().close();
      assertThat(child.waitFor()).isZero();
      assertThat(Postmaster.read(config().data()).orElseThrow().isRunning()).isTrue();
    }
    assertThat(Postmaster.read(config().data())).isEmpty();
  }

  @Test
  void serverOutlivesTheKilledProcessThatStartedItAndTheNextOneFindsIt() throws Exception {
    Process child = startChild();
    int port = readPort(child);
    Postmaster server = Postmaster.read(config().data()).orElseThrow();
    child.destroyForcibly();
    child.waitFor();
    assertThat(server.isRunning()).isTrue();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.attach(config())) {
      assertThat(postgres.connection().port()).isEqualTo(port);
    }
    assertThat(server.isRunning()).isFalse();
  }

  @Test
  void killedServerIsRecovered() throws Exception {
    try (EmbeddedPostgres first = EmbeddedPostgres.attach(config())) {
      Postmaster server = Postmaster.read(config().data()).orElseThrow();
      assertThat(server.isRunning()).isTrue();
      ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
      assertThat(process.destroyForcibly()).isTrue();
      process.onExit().get(30, TimeUnit.SECONDS);
      try (EmbeddedPostgres second = EmbeddedPostgres.attach(config())) {
        assertThat(Postmaster.read(config().data()).orElseThrow().isRunning()).isTrue();
        assertThat(second.connection().password()).isEqualTo(first.connection().password());
      }
    }
  }

  @Test
  void processThatHasTheOldProcessIdIsLeftAlone() throws Exception {
    EmbeddedPostgres.attach(config()).close();
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try {
      Files.write(
          config().data().resolve("postmaster.pid"),
          List.of(
              Long.toString(bystander.pid()),
              config().data().toString(),
              Long.toString(Instant.now().getEpochSecond()),
              "5432",
              "",
              "127.0.0.1",
              "",
              "ready"));
      try (EmbeddedPostgres postgres = EmbeddedPostgres.attach(config())) {
        assertThat(postgres.connection().port()).isPositive();
        assertThat(Postmaster.read(config().data()).orElseThrow().pid())
            .isNotEqualTo(bystander.pid());
      }
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void homeThatCannotBeMadeIsExplained() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "x");
    EmbeddedConfig impossible = EmbeddedConfig.at(file.resolve("home"), TestDatabase.programs());
    assertThatThrownBy(() -> EmbeddedPostgres.attach(impossible))
        .isInstanceOf(OrchestratorException.class)
        .hasMessageContaining("cannot be used");
  }

  @Test
  void passwordIsPrivate() throws Exception {
    EmbeddedPostgres.attach(config()).close();
    assertThat(Files.getPosixFilePermissions(config().home().resolve("password")))
        .extracting(Enum::name)
        .containsExactlyInAnyOrder("OWNER_READ", "OWNER_WRITE");
  }

  private EmbeddedConfig config() {
    return EmbeddedConfig.at(folder.resolve("home"), TestDatabase.programs());
  }

  private Process startChild() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            config().home().toString(),
            config().cache().toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static int readPort(Process child) throws IOException {
    BufferedReader output =
        new BufferedReader(
            new java.io.InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    while (line != null && !line.startsWith("port ")) {
      line = output.readLine();
    }
    assertThat(line).as("the child's answer").isNotNull();
    return Integer.parseInt(line.substring("port ".length()));
  }
}
