package io.joborchestrator.console.frame;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Notifies by the program that the system brings for it: {@code notify-send}, {@code osascript} or
 * PowerShell. Texts are arguments or variables of the process, never part of a script. Blocks for a
 * moment; thread-safe.
 */
public final class ProgramNotifier implements Notifier {
  private static final int MOST_CHARACTERS = 200;
  private static final int MOST_ANSWER = 300;
  private static final String BALLOON =
      "Add-Type -AssemblyName System.Windows.Forms, System.Drawing;"
          + "$icon = New-Object System.Windows.Forms.NotifyIcon;"
          + "$icon.Icon = [System.Drawing.SystemIcons]::Information;"
          + "$icon.Visible = $true;"
          + "$icon.ShowBalloonTip(8000, $env:EJO_TITLE, $env:EJO_TEXT, 'None');"
          + "Start-Sleep -Seconds 8; $icon.Dispose()";

  private final String os;
  private final Map<String, String> env;

  /**
   * @param osName as the system property {@code os.name}
   * @param env variables of this process
   */
  public ProgramNotifier(String osName, Map<String, String> env) {
    this.os = osName.toLowerCase(Locale.ROOT);
    this.env = Map.copyOf(env);
  }

  private boolean isWindows() {
    return os.contains("win") && !os.contains("darwin");
  }

  private String program() {
    if (isWindows()) {
      return "powershell.exe";
    }
    return os.contains("mac") ? "osascript" : "notify-send";
  }

  @Override
  public String whyNot() {
    if (find(program()).isEmpty()) {
      String help = program().equals("notify-send") ? " (Debian: apt install libnotify-bin)" : "";
      return program() + " is not installed" + help;
    }
    boolean linux = program().equals("notify-send");
    return linux && !hasSession() ? "this session has no message bus (D-Bus)" : "";
  }

  private boolean hasSession() {
    String runtime = env.getOrDefault("XDG_RUNTIME_DIR", "");
    return !env.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "").isBlank()
        || !runtime.isBlank() && Files.exists(Path.of(runtime, "bus"));
  }

  private Optional<Path> find(String program) {
    String separator = isWindows() ? ";" : ":";
    String path = env.getOrDefault("PATH", env.getOrDefault("Path", ""));
    for (String folder : path.split(separator, -1)) {
      try {
        Path candidate = Path.of(folder, program);
        if (!folder.isBlank() && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      } catch (InvalidPathException notAFolder) {
        continue;
      }
    }
    return Optional.empty();
  }

  @Override
  public void send(String title, String text) throws IOException, InterruptedException {
    String program = find(program()).orElseThrow(() -> new IOException(whyNot())).toString();
    ProcessBuilder builder = new ProcessBuilder(command(program, line(title), line(text)));
    builder.environment().put("EJO_TITLE", line(title));
    builder.environment().put("EJO_TEXT", line(text));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    if (isWindows()) {
      return; // It stays as long as its balloon, and leaves by itself.
    }
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(program() + " did not answer in 5 s");
    }
    if (process.exitValue() != 0) {
      byte[] said = process.getInputStream().readNBytes(MOST_ANSWER);
      String answer = new String(said, StandardCharsets.UTF_8).strip();
      throw new IOException(program() + " said: " + (answer.isEmpty() ? "nothing" : answer));
    }
  }

  List<String> command(String program, String title, String text) {
    if (isWindows()) {
      return List.of(program, "-NoProfile", "-NonInteractive", "-Command", BALLOON);
    }
    if (os.contains("mac")) {
      return List.of(
          program,
          "-e",
          "on run argv",
          "-e",
          "display notification (item 2 of argv) with title (item 1 of argv)",
          "-e",
          "end run",
          title,
          text);
    }
    return List.of(
        program, "--app-name=Enterprise Job Orchestrator", "--", title, withoutMarkup(text));
  }

  /** The body of a notification may hold markup on Linux; names of jobs are none. */
  private static String withoutMarkup(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String line(String text) {
    String one = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return one.length() <= MOST_CHARACTERS ? one : one.substring(0, MOST_CHARACTERS) + "…";
  }
}
