package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.config.LaunchOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnProgramTest {
  private static final LaunchOptions OPTIONS =
      new LaunchOptions(Path.of("my home"), "staging", Map.of("execution.enabled", "false"));
  private static final Path JAVA = Path.of("jdk", "bin", "java");

  @Test
  void startsThePackagedProgramForAnotherProfile() throws IOException {
    assertThat(OwnProgram.command(Map.of("jpackage.app-path", "/opt/o/bin/o"), List.of(), OPTIONS))
        .containsExactly(
            "/opt/o/bin/o",
            "--home",
            "my home",
            "--profile",
            "staging",
            "--set",
            "execution.enabled=false");
  }

  @Test
  void startsTheSameJavaWithItsFlagsButNoSecondDebugger() throws IOException {
    Map<String, String> properties =
        Map.of(
            "java.home", "jdk",
            "java.class.path", "a.jar",
            "sun.java.command", "my.Main --profile local");
    List<String> flags = List.of("-Xmx1g", "-agentlib:jdwp=transport=dt_socket");
    assertThat(OwnProgram.command(properties, flags, LaunchOptions.NONE.withProfile("test")))
        .containsExactly(JAVA.toString(), "-Xmx1g", "-cp", "a.jar", "my.Main", "--profile", "test");
  }

  @Test
  void startsAJarAsOneAndSaysWhenItDoesNotKnowHow() throws IOException {
    assertThat(
            OwnProgram.command(
                Map.of("java.home", "jdk", "sun.java.command", "o.jar"),
                List.of(),
                LaunchOptions.NONE))
        .containsExactly(JAVA.toString(), "-jar", "o.jar");
    assertThatThrownBy(() -> OwnProgram.command(Map.of(), List.of(), OPTIONS))
        .hasMessageContaining("how the program was started");
  }
}
