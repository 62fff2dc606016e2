package io.joborchestrator.cli;

import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.orchestrator.DeadLetterManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dlq discard} and {@code dlq restore}: out of sight with a reason, and back. */
abstract class DlqMoveCommand extends Verb {
  @Mixin DlqSelectionFlags which = new DlqSelectionFlags();

  @Spec CommandSpec spec;

  DlqMoveCommand(Context context) {
    super(context);
  }

  abstract BulkOperation move(DeadLetterManager letters, DeadLetterSelection selection);

  /** Which entries a filter means that names no state. */
  abstract Set<DeadLetterState> states();

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      DeadLetterSelection selection =
          which.selection(spec, session.orchestrator(), io().clock(), states());
      BulkOperation done = move(session.orchestrator().deadLetters(), selection);
      return new DlqOperations(this, session).show(session.orchestrator(), done);
    }
  }

  /** {@code dlq discard}. */
  @Command(
      name = "discard",
      description = {
        "Put dead letters away, with a reason. 'dlq restore --operation N' undoes it."
      })
  static final class Discard extends DlqMoveCommand {
    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "Why; kept with the entries.")
    String reason;

    Discard(Context context) {
      super(context);
    }

    @Override
    BulkOperation move(DeadLetterManager letters, DeadLetterSelection selection) {
      return letters.discard(selection, reason);
    }

    @Override
    Set<DeadLetterState> states() {
      return DeadLetterState.UNRESOLVED;
    }
  }

  /** {@code dlq restore}. */
  @Command(name = "restore", description = "Take discarded dead letters back.")
  static final class Restore extends DlqMoveCommand {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the entries.")
    @Nullable String reason;

    Restore(Context context) {
      super(context);
    }

    @Override
    BulkOperation move(DeadLetterManager letters, DeadLetterSelection selection) {
      return letters.restore(selection, reason);
    }

    @Override
    Set<DeadLetterState> states() {
      return Set.of(DeadLetterState.DISCARDED);
    }
  }
}
