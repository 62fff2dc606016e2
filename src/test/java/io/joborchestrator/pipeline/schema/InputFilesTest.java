package io.joborchestrator.pipeline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputFilesTest {
  @TempDir Path dir;

  @BeforeEach
  void someHiddenAndSomeNot() throws IOException {
    for (String name : List.of("a.csv", "_b.csv", ".c.csv", "sub/d.csv", "_temporary/e.csv")) {
      Path file = dir.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x\n1\n");
    }
  }

  @Test
  void patternsLeaveOutWhatBeginsWithAPointOrALine() {
    assertThat(found("*.csv")).containsExactly("a.csv");
    assertThat(found("**/*.csv")).containsExactly("sub/d.csv");
  }

  @Test
  void whoAsksForSuchFilesGetsThem() {
    assertThat(found("_*.csv")).containsExactly("_b.csv");
    assertThat(found("_temporary/*.csv")).containsExactly("_temporary/e.csv");
  }

  private List<String> found(String pattern) {
    return InputFiles.of(InputSpec.of("csv", dir.resolve(pattern).toString())).stream()
        .map(file -> dir.relativize(file).toString())
        .toList();
  }
}
