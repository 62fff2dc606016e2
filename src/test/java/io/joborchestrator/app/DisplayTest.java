package io.joborchestrator.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisplayTest {
  private static final Map<String, String> LINUX = Map.of("os.name", "Linux");

  @TempDir Path root;

  @Test
  void isAbsentWithoutAVariable() {
    assertThat(Display.find(Map.of(), LINUX, root).reason()).contains("DISPLAY is not set");
    assertThat(Display.find(Map.of("WAYLAND_DISPLAY", "wayland-0"), LINUX, root).reason())
        .contains("Xwayland");
  }

  @Test
  void isAbsentWhenTheServerIsGone() {
    assertThat(Display.find(Map.of("DISPLAY", ":77"), LINUX, root).reason())
        .isEqualTo("The display :77 does not answer.");
  }

  @Test
  void namesThePackageThatWindowsNeed() throws Exception {
    serve(77);
    Files.createDirectories(root.resolve("var/lib/dpkg"));

    assertThat(Display.find(Map.of("DISPLAY", ":77.0"), LINUX, root).reason())
        .contains("libgtk-3-0");
  }

  @Test
  void isPresentWithServerAndLibrary() throws Exception {
    serve(77);
    Files.createDirectories(root.resolve("var/lib/dpkg"));
    Path library = root.resolve("usr/lib/x86_64-linux-gnu/libgtk-3.so.0");
    Files.createDirectories(library.getParent());
    Files.createFile(library);

    assertThat(Display.find(Map.of("DISPLAY", ":77"), LINUX, root).isPresent()).isTrue();
  }

  @Test
  void findsAServerThatHasNoFileForItsSocket() throws Exception {
    Path table = root.resolve("proc/net/unix");
    Files.createDirectories(table.getParent());
    Files.writeString(table, "0000: 00000002 00000000 00010000 0001 01 1234 @/tmp/.X11-unix/X5\n");

    assertThat(Display.find(Map.of("DISPLAY", ":5"), LINUX, root).isPresent()).isTrue();
  }

  @Test
  void isLeftToTheSystemElsewhere() {
    assertThat(Display.find(Map.of(), Map.of("os.name", "Mac OS X"), root).isPresent()).isTrue();
    assertThat(
            Display.find(Map.of(), Map.of("os.name", "Linux", "glass.platform", "Monocle"), root)
                .isPresent())
        .isTrue();
  }

  private void serve(int number) throws Exception {
    Path socket = root.resolve("tmp/.X11-unix/X" + number);
    Files.createDirectories(socket.getParent());
    Files.createFile(socket);
  }
}
