package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.breaker.BreakerEvent;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.orchestrator.EngineManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code engines breakers}: the circuit breakers of the whole fleet. */
@Command(name = "breakers", description = "List the circuit breakers of the whole fleet.")
final class BreakersCommand extends Verb {
  private static final Duration LOOK_BACK = Duration.ofDays(1);
  private static final int MOST_EVENTS = 200;

  BreakersCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      List<BreakerRow> breakers = session.orchestrator().engines().breakers();
      if (json()) {
        ArrayNode array = JobJson.array();
        breakers.forEach(breaker -> array.add(json(breaker)));
        print(array);
      } else if (breakers.isEmpty()) {
        note("No worker is running, and nothing is held back.");
      } else {
        table(breakers);
      }
      silences(session.orchestrator().engines());
    }
    return ExitCode.OK;
  }

  /** When processes could not reach the database: they write it down afterwards. */
  private void silences(EngineManager engines) {
    Instant since = io().clock().instant().minus(LOOK_BACK);
    List<BreakerEvent> events =
        engines.breakerEvents(since, MOST_EVENTS).stream()
            .filter(event -> event.name().equals(BreakerEvent.DATABASE))
            .filter(event -> event.to() == BreakerState.OPEN)
            .toList();
    if (!events.isEmpty()) {
      BreakerEvent last = events.get(0);
      note(
          last.worker()
              + " could not reach the database at "
              + texts().time(last.at())
              + (last.reason() == null ? "" : ": " + last.reason())
              + (events.size() == 1 ? "" : " (" + events.size() + " such times within a day)"));
    }
  }

  static ObjectNode json(BreakerRow breaker) {
    ObjectNode node = JobJson.object();
    node.put("name", breaker.name()).put("engine", breaker.engine());
    node.put("resource", breaker.resource()).put("state", breaker.state().wire());
    node.put("since", JobJson.time(breaker.since())).put("reason", breaker.reason());
    node.put("changedBy", breaker.changedBy());
    node.put("nextProbeAt", JobJson.time(breaker.nextProbeAt()));
    node.put("failedProbes", breaker.failedProbes()).put("probeJobId", breaker.probeJobId());
    node.put("probeWorker", breaker.probeWorker());
    node.put("runs", breaker.runs()).put("failures", breaker.failures());
    node.put("failureRate", breaker.failureRate()).put("heldJobs", breaker.heldJobs());
    return node.put("workers", breaker.workers());
  }

  private void table(List<BreakerRow> breakers) {
    TablePrinter table =
        new TablePrinter("BREAKER", "STATE", "SINCE", "FAILURES", "HELD", "NEXT PROBE", "WHY");
    for (BreakerRow breaker : breakers) {
      table.row(
          breaker.name(),
          word(breaker),
          texts().time(breaker.since()),
          failures(breaker),
          Texts.count(breaker.heldJobs()),
          Texts.orDash(texts().time(breaker.nextProbeAt())),
          Texts.orDash(breaker.reason()));
    }
    table.print(io().out());
  }

  static String word(BreakerRow breaker) {
    return breaker.state().wire().replace('_', '-');
  }

  static String failures(BreakerRow breaker) {
    Double rate = breaker.failureRate();
    return rate == null
        ? "-"
        : String.format(
            Locale.ROOT, "%.0f %% (%d of %d)", rate * 100, breaker.failures(), breaker.runs());
  }
}
