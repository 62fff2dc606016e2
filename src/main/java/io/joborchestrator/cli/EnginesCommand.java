package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import java.util.Locale;
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
      List<EngineView> engines = session.orchestrator().engines().engines();
      if (json()) {
        ArrayNode array = JobJson.array();
        engines.forEach(engine -> array.add(json(engine)));
        print(array);
      } else {
        table(engines);
      }
    }
    return ExitCode.OK;
  }

  private static ObjectNode json(EngineView engine) {
    ObjectNode node = JobJson.object();
    node.put("name", engine.name()).put("state", state(engine));
    node.put("message", engine.health().message());
    node.set("jobTypes", JobJson.tree(engine.capabilities().jobTypes().stream().sorted().toList()));
    node.put("slots", engine.resources().slots()).put("running", engine.resources().running());
    node.put("comfortableInputBytes", engine.capabilities().comfortableInputBytes());
    node.set("facts", JobJson.tree(engine.resources().facts()));
    return node;
  }

  private void table(List<EngineView> engines) {
    TablePrinter table = new TablePrinter("NAME", "STATE", "SLOTS", "RUNS", "WHAT IT SAYS");
    for (EngineView engine : engines) {
      table.row(
          engine.name(),
          state(engine),
          Integer.toString(engine.capabilities().slots()),
          String.join(", ", engine.capabilities().jobTypes().stream().sorted().toList()),
          engine.health().message());
    }
    table.print(io().out());
  }

  private static String state(EngineView engine) {
    return engine.health().state().name().toLowerCase(Locale.ROOT);
  }
}
