package io.joborchestrator.console.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProgramNotifierTest {
  @TempDir Path folder;

  private ProgramNotifier linux() {
    return new ProgramNotifier(
        "Linux",
        Map.of("PATH", folder.toString(), "DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/bus"));
  }

  private void program(String script) throws IOException {
    Path program = Files.writeString(folder.resolve("notify-send"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    assertThat(linux().whyNot()).startsWith("notify-send is not installed");
    assertThatThrownBy(() -> linux().send("a", "b")).hasMessageContaining("is not installed");
    assertThat(new ProgramNotifier("Mac OS X", Map.of("PATH", "/nowhere")).whyNot())
        .isEqualTo("osascript is not installed");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void needsAMessageBus() throws IOException {
    program("exit 0");
    assertThat(linux().whyNot()).isEmpty();
    assertThat(new ProgramNotifier("Linux", Map.of("PATH", folder.toString())).whyNot())
        .contains("message bus");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void givesTextsAsArgumentsThatNoShellReads() throws Exception {
    program("printf '%s\\n' \"$@\" > " + folder.resolve("said"));
    linux().send("Job failed", "$(reboot) `id`; --urgency=critical <b>&\nsecond");
    assertThat(Files.readAllLines(folder.resolve("said")))
        .containsExactly(
            "--app-name=Enterprise Job Orchestrator",
            "--",
            "Job failed",
            "$(reboot) `id`; --urgency=critical &lt;b&gt;&amp; second");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void saysWhatTheProgramSaid() throws IOException {
    program("echo 'no server on the bus' >&2; exit 1");
    assertThatThrownBy(() -> linux().send("a", "b"))
        .hasMessage("notify-send said: no server on the bus");
  }

  @Test
  void theScriptsOfOtherSystemsAreFixed() {
    assertThat(new ProgramNotifier("Mac OS X", Map.of()).command("osascript", "t", "\" & x"))
        .endsWith("t", "\" & x");
    assertThat(new ProgramNotifier("Windows 11", Map.of()).command("powershell.exe", "t", "'; x"))
        .noneMatch(argument -> argument.contains("'; x"));
  }
}
