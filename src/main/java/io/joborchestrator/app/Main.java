package io.joborchestrator.app;

import io.joborchestrator.cli.CliIo;
import io.joborchestrator.cli.CliMain;
import io.joborchestrator.config.ConfigLoader;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entry point of every launcher: no verb opens the console, verbs are the command line. Where there
 * is no display the console's main job is done without a window. Must not extend a JavaFX
 * Application (class-path start).
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(Main::uncaught);
    int exitCode = run(args, CliIo.ofProcess());
    System.out.flush();
    // Engines and JavaFX may leave threads that would keep the process alive.
    System.exit(exitCode);
  }

  private static int run(String[] args, CliIo io) {
    ConfigLoader loader = new ConfigLoader(System.getenv(), System.getProperties());
    LaunchOptions early = new LaunchOptions(EarlyOptions.home(args), null, Map.of());
    Logging.start(loader.home(early).logs(), EarlyOptions.isVerbose(args));
    OrchestratorLauncher launcher = new Wiring(System.getenv(), Main::isUiThread);
    return new CliMain(launcher, io, options -> console(launcher, options, io)).run(args);
  }

  private static int console(OrchestratorLauncher launcher, LaunchOptions options, CliIo io) {
    Display display = Display.find(System.getenv(), texts(System.getProperties()), Path.of("/"));
    if (display.isPresent()) {
      return window(launcher, options, io);
    }
    io.err().println(display.reason() + " Doing the console's main job without a window.");
    CliMain demo = new CliMain(launcher, io, unused -> 0);
    return demo.run(demoWords(options).toArray(String[]::new));
  }

  private static int window(OrchestratorLauncher launcher, LaunchOptions options, CliIo io) {
    try {
      return ConsoleStart.open(launcher, options);
    } catch (ReflectiveOperationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      LoggerFactory.getLogger(Main.class).error("The console did not start", cause);
      io.err().println("Error INTERNAL: The console did not start: " + cause);
      return ErrorType.SYSTEM.exitCode();
    }
  }

  private static List<String> demoWords(LaunchOptions options) {
    List<String> words = new ArrayList<>(List.of("demo"));
    if (options.home() != null) {
      words.addAll(List.of("--home", options.home().toString()));
    }
    if (options.profile() != null) {
      words.addAll(List.of("--profile", options.profile()));
    }
    options.settings().forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    return words;
  }

  private static Map<String, String> texts(Properties properties) {
    Map<String, String> texts = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
    return texts;
  }

  /** By name, so that a command never loads JavaFX. */
  private static boolean isUiThread() {
    return Thread.currentThread().getName().equals("JavaFX Application Thread");
  }

  private static void uncaught(Thread thread, Throwable failure) {
    Logger log = LoggerFactory.getLogger(Main.class);
    log.error("Thread {} ended by an exception nobody expected", thread.getName(), failure);
    System.err.println("Error INTERNAL in " + thread.getName() + ": " + failure);
  }
}
