package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.RuleChange;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dlq operation}: looks at operations, pauses, resumes or cancels one, waits for one. */
@Command(
    name = "operation",
    description = {
      "List operations on dead letters; show, pause, resume, cancel, change or await one.",
      "",
      "  orchestrator dlq operation 5 --rate 500 --stop-after none",
      ""
    })
final class DlqOperationCommand extends Verb {
  private static final int LISTED = 20;

  @Parameters(arity = "0..1", paramLabel = "N", description = "Number; without it all are listed.")
  @Nullable Long number;

  @ArgGroup @Nullable Action action;

  @Option(
      names = "--rate",
      paramLabel = "N|none",
      description = "Change the rate of a replay, per second; none: as fast as possible.")
  @Nullable String rate;

  @Option(
      names = "--stop-after",
      paramLabel = "N|none",
      description = "Change after how many failures a replay stops; none: never.")
  @Nullable String stopAfter;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the operation.")
  @Nullable String reason;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = WaitCommand.Length.class,
      description = "With --wait: stop waiting after this long.")
  @Nullable Duration timeout;

  @Spec CommandSpec spec;

  /** What to do with it. */
  static final class Action {
    @Option(names = "--pause", description = "Submit nothing more for now.")
    boolean pause;

    @Option(names = "--resume", description = "Go on.")
    boolean resume;

    @Option(names = "--cancel", description = "Submit nothing more; the rest stays a dead letter.")
    boolean cancel;

    @Option(names = "--wait", description = "Wait until it has ended; the exit code says how.")
    boolean wait;
  }

  DlqOperationCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    RuleChange change = change();
    boolean changes = !change.equals(RuleChange.NONE);
    if (number == null && (action != null || changes)) {
      throw new ParameterException(spec.commandLine(), "Which operation? Write its number.");
    }
    BulkOperation.Command command = command();
    if (command != null && changes) {
      throw new ParameterException(
          spec.commandLine(), "Change its rules and then " + command.wire() + " it: one by one.");
    }
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      Orchestrator core = session.orchestrator();
      if (number == null) {
        return list(core.deadLetters().operations(LISTED));
      }
      BulkOperation operation = DlqOperations.find(core, number);
      if (command != null) {
        return show(core.deadLetters().command(number, command, reason));
      }
      boolean wait = action != null && action.wait;
      if (changes) {
        BulkOperation.CommandOutcome outcome = core.deadLetters().change(number, change, reason);
        if (!wait || !outcome.done()) {
          return show(outcome);
        }
      }
      return new DlqOperations(this, session).started(operation, wait, timeout);
    }
  }

  private RuleChange change() {
    RuleChange change = RuleChange.NONE;
    if (rate != null) {
      change = change.withRate(isNone(rate) ? null : number("--rate", rate, Double::valueOf));
    }
    if (stopAfter != null) {
      change =
          change.withStopAfter(
              isNone(stopAfter) ? null : number("--stop-after", stopAfter, Integer::valueOf));
    }
    return change;
  }

  private static boolean isNone(String word) {
    return word.equalsIgnoreCase("none");
  }

  private <T> T number(String option, String text, Function<String, T> reader) {
    try {
      return reader.apply(text);
    } catch (NumberFormatException e) {
      throw new ParameterException(
          spec.commandLine(), option + " takes a number or none, not '" + text + "'.", e);
    }
  }

  private BulkOperation.@Nullable Command command() {
    if (action == null || action.wait) {
      return null;
    }
    if (action.pause) {
      return BulkOperation.Command.PAUSE;
    }
    return action.resume ? BulkOperation.Command.RESUME : BulkOperation.Command.CANCEL;
  }

  private int show(BulkOperation.CommandOutcome outcome) {
    if (json()) {
      print(JobJson.object().put("done", outcome.done()).put("message", outcome.message()));
    } else {
      print(Texts.clean(outcome.message()));
    }
    return outcome.done() ? ExitCode.OK : ErrorType.USER.exitCode();
  }

  private int list(List<BulkOperation> operations) {
    if (json()) {
      ArrayNode array = JobJson.array();
      operations.forEach(operation -> array.add(DlqJson.operation(operation)));
      print(array);
    } else if (operations.isEmpty()) {
      note("There are no operations yet.");
    } else {
      operations.forEach(operation -> print(DlqOperations.words(operation)));
    }
    return ExitCode.OK;
  }
}
