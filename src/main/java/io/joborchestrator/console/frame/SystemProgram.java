package io.joborchestrator.console.frame;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Opens files and folders with the program the system has for them. Blocks for a moment. */
final class SystemProgram {
  private SystemProgram() {}

  /**
   * @throws IOException if the file is gone or the system has no program for it
   */
  static boolean open(Path path) throws IOException, InterruptedException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    List<String> command = command(System.getProperty("os.name", ""), path.toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    // An opener that goes on is the program itself: that is success as well.
    boolean ended = process.waitFor(3, TimeUnit.SECONDS);
    if (ended && process.exitValue() != 0) {
      throw new IOException("'" + command.get(0) + "' found no program for " + path);
    }
    return true;
  }

  static List<String> command(String osName, String path) {
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("win")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", path);
    }
    return List.of(os.contains("mac") ? "open" : "xdg-open", path);
  }
}
