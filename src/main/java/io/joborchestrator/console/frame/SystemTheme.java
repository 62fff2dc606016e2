package io.joborchestrator.console.frame;

import io.joborchestrator.console.view.Theme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Asks the desktop whether it is light or dark. Blocks for a moment. */
final class SystemTheme {
  private SystemTheme() {}

  /** Light if the desktop does not say. */
  static Theme read() throws InterruptedException {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    try {
      return parse(answer(question(os)));
    } catch (IOException noSuchProgram) {
      return Theme.LIGHT;
    }
  }

  static List<String> question(String os) {
    if (os.contains("win")) {
      return List.of(
          "reg",
          "query",
          "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Themes\\Personalize",
          "/v",
          "AppsUseLightTheme");
    }
    if (os.contains("mac")) {
      return List.of("defaults", "read", "-g", "AppleInterfaceStyle");
    }
    return List.of("gsettings", "get", "org.gnome.desktop.interface", "color-scheme");
  }

  /** "prefer-dark" (GNOME), "Dark" (macOS), "AppsUseLightTheme REG_DWORD 0x0" (Windows). */
  static Theme parse(String answer) {
    String text = answer.toLowerCase(Locale.ROOT);
    boolean dark = text.contains("dark") || text.strip().endsWith("0x0");
    return dark ? Theme.DARK : Theme.LIGHT;
  }

  private static String answer(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    if (!process.waitFor(2, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "";
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
