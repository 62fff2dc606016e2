package io.joborchestrator.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {
  @TempDir Path folder;

  private Path place() throws IOException {
    return Files.createDirectories(folder.resolve("console")).resolve("local.properties");
  }

  @Test
  void readsWhatItWroteAndLeavesNothingBeside() throws IOException {
    StateFile file = StateFile.of(folder, "warehouse/eu");
    Map<String, String> values = Map.of("page", "engines", "jobs.filter", "name:Ä = #1\n");
    file.write(Map.of("page", "workers"));
    file.write(values);
    assertThat(file.read()).isEqualTo(new StateFile.Remembered(values, null));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void readsAFileOfTheFirstVersion() throws IOException {
    Files.writeString(place(), "#Mon Nov 23\npage=workers\njobs.columns=job\\:240\\:shown\n");
    assertThat(StateFile.of(folder, "local").read().values())
        .containsEntry("jobs.columns", "job:240:shown")
        .containsEntry("page", "workers");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"page\": 1}", "page=\\u00", "state.form=2\npage=jobs", "<html>"})
  void setsAsideWhatItDoesNotUnderstandAndLosesNothing(String content) throws IOException {
    Files.writeString(place(), content);
    StateFile file = StateFile.of(folder, "local");
    StateFile.Remembered read = file.read();
    assertThat(read.values()).isEmpty();
    Path aside = folder.resolve("console/local.properties.aside-1");
    assertThat(read.refused()).isEqualTo(new StateFile.Refused(place(), aside));
    assertThat(aside).hasContent(content);
    file.write(Map.of("page", "jobs"));
    assertThat(file.read().values()).containsEntry("page", "jobs");
  }

  @Test
  void neverOverwritesWhatWasSetAsideBefore() throws IOException {
    StateFile file = StateFile.of(folder, "local");
    Files.write(place(), new byte[] {(byte) 0xff, 'a'});
    file.read();
    Files.write(place(), "<other>".getBytes(StandardCharsets.UTF_8));
    file.read();
    assertThat(folder.resolve("console/local.properties.aside-1"))
        .hasBinaryContent(new byte[] {(byte) 0xff, 'a'});
    assertThat(folder.resolve("console/local.properties.aside-2")).hasContent("<other>");
  }
}
