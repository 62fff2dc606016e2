package io.joborchestrator.cli;

import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterFilterParser;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.Orchestrator;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which dead letters a command is about. */
final class DlqSelectionFlags {
  private static final int LONGEST_NUMBER = 18;

  @Parameters(
      arity = "0..*",
      paramLabel = "ENTRY",
      description = "Number of an entry, or id of its job (four characters are enough).")
  List<String> entries = new ArrayList<>();

  @Option(names = "--group", paramLabel = "N", description = "All of this group; may be repeated.")
  List<Integer> groups = new ArrayList<>();

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description =
          "All that match, e.g. 'type:etl reason:timeout since:2h'. Fields: state, reason, type,"
              + " engine, queue, owner, code, name, assignee, group, since, or text.")
  @Nullable String filter;

  @Option(
      names = "--all",
      description = "Everything that is unresolved, or with restore: discarded.")
  boolean all;

  @Option(
      names = "--operation",
      paramLabel = "N",
      description = "What that earlier operation reached.")
  @Nullable Long operation;

  /**
   * @param unlessNamed states that are meant where the filter names none
   * @throws ParameterException if it is not said, or said twice
   */
  DeadLetterSelection selection(
      CommandSpec spec, Orchestrator core, Clock clock, Set<DeadLetterState> unlessNamed) {
    int ways = 0;
    ways += entries.isEmpty() ? 0 : 1;
    ways += groups.isEmpty() && filter == null ? 0 : 1;
    ways += all ? 1 : 0;
    ways += operation == null ? 0 : 1;
    if (ways != 1) {
      throw new ParameterException(
          spec.commandLine(),
          "Say which: ENTRY…, --group and --filter, --all, or --operation; one of them.");
    }
    if (operation != null) {
      return new DeadLetterSelection.OfOperation(operation);
    }
    return entries.isEmpty()
        ? filter(core, clock, unlessNamed).all()
        : DeadLetterFilter.entries(
            entries.stream().map(word -> entry(core, word)).distinct().toList());
  }

  /** What {@code --group} and {@code --filter} say. */
  DeadLetterFilter filter(Orchestrator core, Clock clock, Set<DeadLetterState> unlessNamed) {
    String text = filter == null ? "" : filter;
    String me = text.contains(":me") ? core.facts().user() : "";
    DeadLetterFilter read = new DeadLetterFilterParser(clock, me).parse(text);
    Set<Integer> both = new TreeSet<>(read.groups());
    both.addAll(groups);
    boolean named = text.contains("state:");
    return (named ? read : read.withStates(unlessNamed)).withGroups(both);
  }

  /**
   * @throws OrchestratorException JOB_NOT_FOUND if it is no dead letter
   */
  static long entry(Orchestrator core, String word) {
    boolean number =
        word.length() <= LONGEST_NUMBER && word.chars().allMatch(c -> c >= '0' && c <= '9');
    if (number) {
      long entry = Long.parseLong(word);
      if (core.deadLetters().detail(entry).isPresent()) {
        return entry;
      }
      throw none(word);
    }
    return core.deadLetters()
        .entryOfJob(word)
        .or(() -> core.deadLetters().entryOfJob(new JobReference(core.jobs()).id(word)))
        .orElseThrow(() -> none(word));
  }

  private static OrchestratorException none(String word) {
    return new OrchestratorException(
        ErrorCode.JOB_NOT_FOUND,
        "There is no dead letter '" + word + "'. 'orchestrator dlq list' shows what there is.");
  }
}
