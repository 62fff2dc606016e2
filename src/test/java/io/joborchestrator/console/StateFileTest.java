package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
  @TempDir Path folder;

  @Test
  void readsWhatItWroteAndLeavesNothingBeside() throws IOException {
    StateFile file = StateFile.of(folder, "warehouse/eu");
    file.write(Map.of("page", "workers", "jobs.filter", "name:Ä = #1\n"));
    file.write(Map.of("page", "engines", "jobs.filter", "name:Ä = #1\n"));
    assertThat(file.read())
        .containsEntry("page", "engines")
        .containsEntry("jobs.filter", "name:Ä = #1\n");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void startsAnewFromAFileThatCannotBeRead() throws IOException {
    Files.createDirectories(folder.resolve("console"));
    Files.write(
        folder.resolve("console/local.properties"), new byte[] {(byte) 0xff, 'a', '\\', 'u'});
    assertThat(StateFile.of(folder, "local").read()).isEmpty();
  }
}
