package io.joborchestrator.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether a window can be opened here, found out before JavaFX is touched: JavaFX itself would
 * print a stack and end the process.
 *
 * @param isPresent a window can be opened, as far as can be told
 * @param reason why not, in a sentence; empty if it can
 */
record Display(boolean isPresent, String reason) {
  private static final Display PRESENT = new Display(true, "");
  private static final Pattern NUMBER = Pattern.compile("(?:unix)?:(\\d+)(?:\\.\\d+)?");
  private static final Pattern REMOTE = Pattern.compile("([^:/]+):(\\d+)(?:\\.\\d+)?");
  private static final int X_PORT = 6000;
  private static final int CONNECT_MILLIS = 2000;
  private static final List<String> LIBRARY_FOLDERS =
      List.of(
          "/usr/lib/x86_64-linux-gnu",
          "/usr/lib/aarch64-linux-gnu",
          "/usr/lib64",
          "/usr/lib",
          "/lib64",
          "/lib",
          "/usr/local/lib");

  /**
   * @param properties the system properties
   * @param root of the file system
   */
  static Display find(Map<String, String> env, Map<String, String> properties, Path root) {
    String os = properties.getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
    boolean ownPlatform = properties.containsKey("glass.platform");
    if (!os.contains("linux") || ownPlatform) {
      return PRESENT;
    }
    String display = env.getOrDefault("DISPLAY", "");
    if (display.isBlank()) {
      boolean wayland = !env.getOrDefault("WAYLAND_DISPLAY", "").isBlank();
      return new Display(
          false,
          wayland
              ? "There is no display: JavaFX needs X11, and this Wayland session offers no Xwayland"
                  + " (DISPLAY is not set)."
              : "There is no display (DISPLAY is not set).");
    }
    if (!answers(display, root)) {
      return new Display(false, "The display " + display + " does not answer.");
    }
    if (!hasGtk(env, root)) {
      return new Display(
          false, "GTK 3 is missing, which windows need (Debian: apt install libgtk-3-0).");
    }
    return PRESENT;
  }

  private static boolean answers(String display, Path root) {
    Matcher local = NUMBER.matcher(display);
    if (local.matches()) {
      String socket = "tmp/.X11-unix/X" + local.group(1);
      return Files.exists(root.resolve(socket)) || isAbstract("@/" + socket, root);
    }
    Matcher remote = REMOTE.matcher(display);
    return !remote.matches() || connects(remote.group(1), Integer.parseInt(remote.group(2)));
  }

  /** A server in another mount namespace may only have the socket without a file. */
  private static boolean isAbstract(String name, Path root) {
    try (Stream<String> lines =
        Files.lines(root.resolve("proc/net/unix"), StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> line.endsWith(" " + name));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean connects(String host, int number) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, X_PORT + number), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean hasGtk(Map<String, String> env, Path root) {
    String extra = env.getOrDefault("LD_LIBRARY_PATH", "");
    Stream<String> folders = Stream.concat(Stream.of(extra.split(":")), LIBRARY_FOLDERS.stream());
    boolean found =
        folders
            .filter(folder -> !folder.isBlank())
            .map(folder -> root.resolve(folder.startsWith("/") ? folder.substring(1) : folder))
            .anyMatch(folder -> Files.exists(folder.resolve("libgtk-3.so.0")));
    // Elsewhere (Nix, Guix) libraries lie in places of their own: then JavaFX has to find out.
    return found || !Files.isDirectory(root.resolve("var/lib/dpkg"));
  }
}
