package io.joborchestrator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.DeadLetterSelection;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.deadletter.ReplayOptions;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import io.joborchestrator.domain.error.BrokenJson;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code dlq replay}: runs dead letters again, by an operation in the database. */
@Command(
    name = "replay",
    sortOptions = false,
    description = {
      "Run dead letters again. The operation goes on in the database when this command ends.",
      "",
      "  orchestrator dlq replay 17 --edit payload.json --wait",
      "  orchestrator dlq replay --group 3 --canary --rate 50 --stop-after 10 --wait",
      "  orchestrator dlq replay --all --dry-run",
      ""
    })
final class DlqReplayCommand extends Verb {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Mixin DlqSelectionFlags which = new DlqSelectionFlags();

  @Option(
      names = "--edit",
      paramLabel = "FILE",
      description = "Run one entry with the payload in this file (JSON; '-' is standard input).")
  @Nullable String edit;

  @Option(
      names = "--patch",
      paramLabel = "FILE",
      description = "Merge this JSON into the payload of each entry; null removes a field.")
  @Nullable String patch;

  @Option(names = "--engine", paramLabel = "NAME", description = "Run them on this engine.")
  @Nullable String engine;

  @Option(names = "--canary", description = "One first; the others only if it completes.")
  boolean canary;

  @Option(names = "--rate", paramLabel = "N", description = "At most this many per second.")
  @Nullable Double rate;

  @Option(names = "--stop-after", paramLabel = "N", description = "Stop after this many failures.")
  @Nullable Integer stopAfter;

  @Option(names = "--force", description = "Also entries that were replayed too often.")
  boolean force;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Kept with the operation.")
  @Nullable String reason;

  @Option(names = "--dry-run", description = "Only say what it would take.")
  boolean dryRun;

  @Option(names = "--wait", description = "Wait until all have ended; the exit code says how.")
  boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = WaitCommand.Length.class,
      description = "Stop waiting after this long (exit code 124); the operation goes on.")
  @Nullable Duration timeout;

  @Spec CommandSpec spec;

  DlqReplayCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    if (edit != null && patch != null) {
      throw new ParameterException(
          spec.commandLine(), "--edit replaces a payload, --patch changes it: use one of them.");
    }
    ReplayOptions options =
        new ReplayOptions(
            engine, object(edit), object(patch), canary, rate, stopAfter, force, null);
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      DeadLetterSelection selection =
          which.selection(spec, session.orchestrator(), io().clock(), DeadLetterState.UNRESOLVED);
      if (dryRun) {
        return preview(session.orchestrator().deadLetters().preview(selection, force));
      }
      BulkOperation started =
          session.orchestrator().deadLetters().replay(selection, options, reason);
      return new DlqOperations(this, session).started(started, wait, timeout);
    }
  }

  private @Nullable ObjectNode object(@Nullable String file) {
    if (file == null) {
      return null;
    }
    try {
      String text =
          file.equals("-")
              ? new String(io().in().readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(io().folder().resolve(file));
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION, "'" + file + "' must hold one JSON object.");
    } catch (JsonProcessingException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          file + " is not valid JSON. " + BrokenJson.describe(e),
          e);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE, "The file '" + file + "' cannot be read.", e);
    }
  }

  private int preview(ReplayPreview preview) {
    if (json()) {
      print(DlqJson.preview(preview));
    } else {
      print(
          Texts.count(preview.eligible())
              + " of "
              + Texts.count(preview.matching())
              + " would be replayed; "
              + Texts.count(preview.pending())
              + " pending already, "
              + Texts.count(preview.parked())
              + " parked, "
              + Texts.count(preview.closed())
              + " settled or discarded.");
    }
    return preview.eligible() > 0 ? ExitCode.OK : ErrorType.USER.exitCode();
  }
}
