package io.joborchestrator.cli;

import io.joborchestrator.domain.job.TimeLimit;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code wait}: until jobs have ended; the exit code says how. */
@Command(
    name = "wait",
    description = {
      "Wait until jobs have ended. The exit code is 0 if all completed,",
      "else that of the first one that did not."
    })
final class WaitCommand extends Verb {
  @Parameters(arity = "1..*", paramLabel = "JOB", description = "Id, or four characters of it.")
  List<String> references;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Length.class,
      description = "Give up after this long, e.g. 90s or '1 h 30 m' (exit code 124).")
  @Nullable Duration timeout;

  WaitCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      List<String> ids = new JobReference(session.orchestrator().jobs()).ids(references);
      return new Waiting(this, session.orchestrator(), timeout).untilEnded(ids);
    }
  }

  /** Reads a length of time. */
  static final class Length implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      try {
        return TimeLimit.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
