package io.joborchestrator.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who is alive is told by locks; asked for by this process and by another one. */
class WorkFoldersTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path root;
  private WorkFolders own;
  private Process neighbour;
  private BufferedReader answers;

  @BeforeEach
  void open() throws IOException {
    own = new WorkFolders(root, "own");
    own.open();
    neighbour =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Neighbour.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    answers =
        new BufferedReader(
            new InputStreamReader(neighbour.getInputStream(), StandardCharsets.UTF_8));
    answer("ready");
  }

  @AfterEach
  void close() throws Exception {
    own.close();
    neighbour.destroyForcibly();
    assertThat(neighbour.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void onlyAProcessThatEndedHasLeftItsFolder() throws Exception {
    WorkFolders second = new WorkFolders(root, "second");
    second.open();
    Files.createDirectories(root.resolve("not ours"));
    assertThat(lookTwice(own)).isEmpty();
    assertThat(lookTwice(second)).isEmpty();
    // To look from here has taken no lock away.
    askNeighbour();
    answer("sees []");
    second.close();
    assertThat(root.resolve("second")).doesNotExist();

    neighbour.destroyForcibly().waitFor();
    assertThat(own.abandoned()).as("once might be a process that just begins").isEmpty();
    assertThat(own.abandoned()).containsExactly("neighbour");
    own.removeAbandoned("neighbour");
    assertThat(lookTwice(own)).isEmpty();
    assertThat(root.resolve("neighbour")).doesNotExist();
    assertThat(root.resolve("not ours")).exists();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals of a POSIX system")
  void aProcessThatStandsStillHasNotEnded() throws Exception {
    signal("STOP");
    assertThat(lookTwice(own)).isEmpty();
    signal("CONT");
    askNeighbour();
    answer("sees []");
    neighbour.destroyForcibly().waitFor();
    Await.until("it is missed", LIMIT, () -> own.abandoned().equals(List.of("neighbour")));
  }

  private static List<String> lookTwice(WorkFolders folders) {
    folders.abandoned();
    return folders.abandoned();
  }

  private void askNeighbour() throws IOException {
    neighbour.getOutputStream().write('\n');
    neighbour.getOutputStream().flush();
  }

  /** Lines of its log may stand before it. */
  private void answer(String expected) throws IOException {
    String line = answers.readLine();
    while (line != null && !line.equals("ready") && !line.startsWith("sees ")) {
      line = answers.readLine();
    }
    assertThat(line).isEqualTo(expected);
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(neighbour.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  /** Another worker on this machine; says for each byte that it reads whom it takes for dead. */
  static final class Neighbour {
    public static void main(String[] args) throws IOException {
      WorkFolders folders = new WorkFolders(Path.of(args[0]), "neighbour");
      folders.open();
      System.out.println("ready");
      while (System.in.read() >= 0) {
        System.out.println("sees " + lookTwice(folders));
      }
    }
  }
}
