package io.joborchestrator.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * A pipeline of one input in short form. The steps are applied in the order filter, derive, group,
 * select, sort, limit, whatever the order of the flags.
 */
final class PipelineFlags {
  @Option(names = "--input", paramLabel = "PATH", description = "File, folder or glob to read.")
  @Nullable String input;

  @Option(names = "--filter", paramLabel = "EXPR", description = "Keep rows for which it is true.")
  List<String> filters = new ArrayList<>();

  @Option(names = "--derive", paramLabel = "NAME=EXPR", description = "Add a column.")
  List<String> derived = new ArrayList<>();

  @Option(
      names = "--group-by",
      paramLabel = "COLUMNS",
      split = ",",
      description = "Group by these.")
  List<String> keys = new ArrayList<>();

  @Option(
      names = "--aggregate",
      paramLabel = "NAME=FUNC(EXPR)",
      description = "count(), count_distinct, sum, avg, min or max.")
  List<String> aggregates = new ArrayList<>();

  @Option(names = "--select", paramLabel = "COLUMNS", split = ",", description = "Keep these.")
  List<String> columns = new ArrayList<>();

  @Option(
      names = "--sort",
      paramLabel = "COLUMNS",
      split = ",",
      description = "Order by these, -column for the largest first.")
  List<String> sort = new ArrayList<>();

  @Option(names = "--limit", paramLabel = "N", description = "Keep the first rows.")
  @Nullable Long limit;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      description = ".csv, .json or .parquet, or a folder.")
  @Nullable String output;

  @Option(names = "--format", description = "Of the output, where its name does not say it.")
  @Nullable String format;

  @Option(names = "--if-exists", description = "refuse (default), replace or append.")
  @Nullable String ifExists;

  boolean isUsed() {
    return input != null || output != null;
  }
}
