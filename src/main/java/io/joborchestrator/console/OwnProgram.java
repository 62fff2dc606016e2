package io.joborchestrator.console;

import io.joborchestrator.config.LaunchOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Starts this program once more, as it was started, for another profile. Blocks for a moment. */
final class OwnProgram {
  private static final List<String> NOT_TWICE =
      List.of("-agentlib:", "-agentpath:", "-Xrunjdwp", "-XX:ArchiveClassesAtExit");

  private OwnProgram() {}

  /**
   * A window of its own in a process of its own, which stays when this one ends.
   *
   * @throws IOException if it cannot be started
   */
  static Process start(LaunchOptions options) throws IOException {
    Map<String, String> properties = new TreeMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(name -> properties.put(name, System.getProperty(name)));
    List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return new ProcessBuilder(command(properties, flags, options))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /**
   * The command: the packaged launcher if there is one, else the same Java with the same flags.
   *
   * @param properties the system properties
   * @param flags given to this Java
   */
  static List<String> command(
      Map<String, String> properties, List<String> flags, LaunchOptions options)
      throws IOException {
    List<String> words = new ArrayList<>();
    String launcher = properties.get("jpackage.app-path");
    if (launcher != null) {
      words.add(launcher);
    } else {
      words.addAll(java(properties, flags));
    }
    Path home = options.home();
    if (home != null) {
      words.addAll(List.of("--home", home.toString()));
    }
    String profile = options.profile();
    if (profile != null) {
      words.addAll(List.of("--profile", profile));
    }
    new TreeMap<>(options.settings())
        .forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    return words;
  }

  private static List<String> java(Map<String, String> properties, List<String> flags)
      throws IOException {
    String started = properties.getOrDefault("sun.java.command", "").strip();
    String main = started.split(" ", 2)[0];
    if (main.isEmpty()) {
      throw new IOException("This Java does not say how the program was started");
    }
    List<String> words = new ArrayList<>();
    words.add(Path.of(properties.getOrDefault("java.home", ""), "bin", "java").toString());
    flags.stream()
        .filter(flag -> NOT_TWICE.stream().noneMatch(flag::startsWith))
        .forEach(words::add);
    if (main.endsWith(".jar")) {
      words.addAll(List.of("-jar", main));
    } else {
      words.addAll(List.of("-cp", properties.getOrDefault("java.class.path", ""), main));
    }
    return words;
  }
}
