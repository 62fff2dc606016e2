package io.joborchestrator.cli;

import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.EngineManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engines trip}, {@code probe} and {@code reset}: what admins do to a circuit breaker. */
abstract class BreakerCommand extends Verb {
  @Parameters(
      paramLabel = "BREAKER",
      description = "An engine of this machine (spark), or a breaker (spark@spark://host:7077).")
  String name;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept with the change.")
  @Nullable String reason;

  BreakerCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      EngineManager engines = session.orchestrator().engines();
      String breaker = resolve(engines);
      run(engines, breaker, reason == null ? "from the command line" : reason);
      BreakerRow now =
          engines.breakers().stream()
              .filter(row -> row.name().equals(breaker))
              .findFirst()
              .orElse(null);
      if (json()) {
        print(now == null ? JobJson.object().put("name", breaker) : BreakersCommand.json(now));
      } else {
        print(breaker + " is " + (now == null ? "closed" : BreakersCommand.word(now)) + ".");
      }
    }
    return ExitCode.OK;
  }

  abstract void run(EngineManager engines, String breaker, String why);

  /**
   * The breaker of that name, or the one of this machine's engine, or the only one of its engine.
   */
  private String resolve(EngineManager engines) {
    List<BreakerRow> all = engines.breakers();
    if (all.stream().anyMatch(row -> row.name().equals(name))) {
      return name;
    }
    List<String> ofEngine =
        all.stream().filter(row -> row.engine().equals(name)).map(BreakerRow::name).toList();
    String here = engines.breakerOf(name).orElse("");
    if (ofEngine.contains(here)) {
      return here;
    }
    if (ofEngine.size() == 1) {
      return ofEngine.get(0);
    }
    List<String> names = all.stream().map(BreakerRow::name).toList();
    throw new OrchestratorException(
        ErrorCode.UNKNOWN_ENGINE,
        ofEngine.isEmpty()
            ? "No worker stands behind a circuit breaker '"
                + name
                + "'."
                + NearNames.hint(name, names)
            : "There are several of '" + name + "'; name one: " + String.join(", ", ofEngine));
  }

  /** {@code engines trip}. */
  @Command(
      name = "trip",
      description = "Hold back all jobs of an engine until somebody probes or resets it.")
  static final class Trip extends BreakerCommand {
    Trip(Context context) {
      super(context);
    }

    @Override
    void run(EngineManager engines, String breaker, String why) {
      engines.trip(breaker, why);
    }
  }

  /** {@code engines probe}. */
  @Command(name = "probe", description = "Try now with one job whether an engine is well again.")
  static final class ProbeNow extends BreakerCommand {
    @Option(
        names = "--job",
        paramLabel = "JOB",
        description = "Probe with this waiting job instead of any that is held back.")
    @Nullable String job;

    ProbeNow(Context context) {
      super(context);
    }

    @Override
    void run(EngineManager engines, String breaker, String why) {
      engines.probe(breaker, job, why);
    }
  }

  /** {@code engines reset}. */
  @Command(name = "reset", description = "Let all jobs of an engine start again without a probe.")
  static final class Reset extends BreakerCommand {
    Reset(Context context) {
      super(context);
    }

    @Override
    void run(EngineManager engines, String breaker, String why) {
      engines.reset(breaker, why);
    }
  }
}
