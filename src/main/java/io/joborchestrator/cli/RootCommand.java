package io.joborchestrator.cli;

import io.joborchestrator.config.LaunchOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options every verb has. Without a verb the launcher opens the console instead. */
@Command(
    name = "orchestrator",
    description = {
      "Runs data jobs on this machine and on Spark, with PostgreSQL as the only shared thing.",
      "Without a command the console is opened."
    },
    footer = {
      "",
      "Exit codes: 0 done, 2 wrong request, 3 bad data, 4 engine failed, 5 out of a resource,",
      "6 this program or its database failed, 7 cancelled, 64 wrong command line,",
      "124 wait ran out of time."
    })
final class RootCommand implements Callable<Integer> {
  private final ToIntFunction<LaunchOptions> console;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      scope = ScopeType.INHERIT,
      description = "Keep all state below this folder.")
  @Nullable Path home;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Profile of the configuration file; which database is used.")
  @Nullable String profile;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description = "Override a key of the configuration, e.g. engines.spark.master=local[4].")
  Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON; errors too, on standard error.")
  boolean json;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Print the stack of an error and what is logged.")
  boolean verbose;

  RootCommand(ToIntFunction<LaunchOptions> console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return console.applyAsInt(launchOptions());
  }

  LaunchOptions launchOptions() {
    return new LaunchOptions(home, profile, settings);
  }
}
