package io.joborchestrator.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What can be said of any job on the command line. */
final class SubmissionFlags {
  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Job file (JSON), - for standard input; program and arguments of a script.")
  List<String> words = new ArrayList<>();

  @Option(
      names = "--template",
      paramLabel = "NAME",
      description = "Start from a template; flags and --config win over what it says.")
  @Nullable String template;

  @Option(names = "--type", description = "data_processing, etl, script, …")
  @Nullable String type;

  @Option(names = "--name", description = "Shown in lists.")
  @Nullable String name;

  @Option(
      names = "--config",
      paramLabel = "KEY=VALUE",
      description = "Set one value of the configuration, as JSON or text; dots lead inwards.")
  Map<String, String> config = new LinkedHashMap<>();

  @Option(names = "--config-file", paramLabel = "FILE", description = "The configuration as JSON.")
  @Nullable Path configFile;

  @Option(names = "--engine", description = "local or spark; else it is chosen, with reasons.")
  @Nullable String engine;

  @Option(names = "--priority", description = "low, normal, high, urgent or critical.")
  @Nullable String priority;

  @Option(names = "--queue", description = "Queues can be paused one by one.")
  @Nullable String queue;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "Not before: 2026-11-24T06:00, 06:00, +2h; in your time zone.")
  @Nullable String at;

  @Option(
      names = "--cron",
      paramLabel = "EXPR",
      description = "Again and again: '0 6 * * MON-FRI'.")
  @Nullable String cron;

  @Option(names = "--timezone", paramLabel = "ZONE", description = "Of --at and --cron.")
  @Nullable String timezone;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = WaitCommand.Length.class,
      description = "Limit of one attempt, e.g. 30m.")
  @Nullable Duration timeout;

  @Option(names = "--retry-policy", paramLabel = "NAME", description = "Named policy for failures.")
  @Nullable String retryPolicy;

  @Option(names = "--tag", description = "A word to find it by; may be repeated.")
  List<String> tags = new ArrayList<>();

  @Option(names = "--parent", paramLabel = "JOB", description = "Start after this job completed.")
  List<String> parents = new ArrayList<>();

  @Option(names = "--key", description = "A second submission with the same key is the same job.")
  @Nullable String key;
}
