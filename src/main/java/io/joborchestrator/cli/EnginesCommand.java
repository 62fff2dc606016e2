package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.orchestrator.EngineManager;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code engines}: what this installation can run jobs with. */
@Command(name = "engines", description = "List the engines of this installation.")
final class EnginesCommand extends Verb {
  EnginesCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      EngineManager manager = session.orchestrator().engines();
      List<EngineView> engines = manager.engines();
      Map<String, BreakerRow> breakers = breakers(manager);
      if (json()) {
        ArrayNode array = JobJson.array();
        engines.forEach(engine -> array.add(json(engine, breakers.get(engine.name()))));
        print(array);
      } else {
        table(engines, breakers);
      }
    }
    return ExitCode.OK;
  }

  /** By the engine of this machine that stands behind it. */
  private static Map<String, BreakerRow> breakers(EngineManager manager) {
    Map<String, BreakerRow> byEngine = new HashMap<>();
    for (BreakerRow breaker : manager.breakers()) {
      if (manager.breakerOf(breaker.engine()).filter(breaker.name()::equals).isPresent()) {
        byEngine.put(breaker.engine(), breaker);
      }
    }
    return byEngine;
  }

  private static ObjectNode json(EngineView engine, @Nullable BreakerRow breaker) {
    ObjectNode node = JobJson.object();
    node.put("name", engine.name()).put("state", state(engine));
    node.put("message", engine.health().message());
    node.set("jobTypes", JobJson.tree(engine.capabilities().jobTypes().stream().sorted().toList()));
    node.put("slots", engine.resources().slots()).put("running", engine.resources().running());
    node.put("comfortableInputBytes", engine.capabilities().comfortableInputBytes());
    node.set("facts", JobJson.tree(engine.resources().facts()));
    if (breaker == null) {
      node.putNull("breaker");
    } else {
      node.set("breaker", BreakersCommand.json(breaker));
    }
    return node;
  }

  private void table(List<EngineView> engines, Map<String, BreakerRow> breakers) {
    TablePrinter table =
        new TablePrinter("NAME", "STATE", "SLOTS", "RUNS", "BREAKER", "HELD", "WHAT IT SAYS");
    for (EngineView engine : engines) {
      BreakerRow breaker = breakers.get(engine.name());
      table.row(
          engine.name(),
          state(engine),
          Integer.toString(engine.capabilities().slots()),
          String.join(", ", engine.capabilities().jobTypes().stream().sorted().toList()),
          breaker == null ? "-" : BreakersCommand.word(breaker),
          breaker == null ? "-" : Texts.count(breaker.heldJobs()),
          engine.health().message());
    }
    table.print(io().out());
  }

  private static String state(EngineView engine) {
    return engine.health().state().name().toLowerCase(Locale.ROOT);
  }
}
