package io.joborchestrator.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Says which package to install when the window tests cannot draw text on this machine. */
class SystemLibrariesTest {
  private static final Map<String, String> PACKAGE_OF_LIBRARY =
      new LinkedHashMap<>(
          Map.of("libfreetype.so.6", "libfreetype6", "libpangoft2-1.0.so.0", "libpangoft2-1.0-0"));
  private static final List<Path> LIBRARY_FOLDERS =
      List.of(Path.of("/usr/lib"), Path.of("/lib"), Path.of("/usr/lib64"), Path.of("/lib64"));

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatDrawsTextIsInstalled() throws IOException {
    for (Map.Entry<String, String> entry : PACKAGE_OF_LIBRARY.entrySet()) {
      assertThat(isInstalled(entry.getKey()))
          .as(
              "%s is missing. Install it: apt-get install --no-install-recommends %s"
                  + " (other systems: the package that holds %s)",
              entry.getKey(), entry.getValue(), entry.getKey())
          .isTrue();
    }
    assertThat(anyFont())
        .as("No fonts are installed. Install some: apt-get install fonts-dejavu-core")
        .isTrue();
  }

  private static boolean isInstalled(String library) throws IOException {
    for (Path folder : LIBRARY_FOLDERS) {
      if (Files.isDirectory(folder) && contains(folder, library, 2)) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyFont() throws IOException {
    for (Path folder : List.of(Path.of("/usr/share/fonts"), Path.of("/usr/local/share/fonts"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          if (files.anyMatch(file -> file.toString().matches(".*\\.(ttf|otf|pfb)"))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean contains(Path folder, String name, int depth) throws IOException {
    try (Stream<Path> files =
        Files.find(folder, depth, (file, attributes) -> file.endsWith(name))) {
      return files.findAny().isPresent();
    }
  }
}
