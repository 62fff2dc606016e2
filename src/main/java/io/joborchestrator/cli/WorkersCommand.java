package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.worker.ExecutorFacts;
import io.joborchestrator.domain.worker.WorkerRow;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code workers}: the fleet. */
@Command(
    name = "workers",
    description =
        "List the processes that execute jobs, and the executors of Spark that work for them.")
final class WorkersCommand extends Verb {
  WorkersCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() {
    try (OrchestratorSession session = open(Purpose.COMMAND)) {
      List<WorkerRow> workers = session.orchestrator().workers().workers();
      if (json()) {
        ArrayNode array = JobJson.array();
        workers.forEach(worker -> array.add(json(worker)));
        print(array);
      } else if (workers.isEmpty()) {
        note("No worker is running. 'orchestrator worker run' starts one.");
      } else {
        table(workers);
      }
    }
    return ExitCode.OK;
  }

  private static ObjectNode json(WorkerRow worker) {
    ObjectNode node = JobJson.object();
    node.put("id", worker.workerId()).put("name", worker.name()).put("kind", worker.kind());
    node.put("status", worker.status()).put("host", worker.host());
    node.put("version", worker.version());
    node.put("lastHeartbeat", JobJson.time(worker.lastHeartbeat()));
    node.put("heartbeatAgeMillis", JobJson.millis(worker.heartbeatAge()));
    node.put("clockSkewMillis", JobJson.millis(worker.clockSkew()));
    node.put("slots", worker.slots()).put("runningJobs", worker.runningJobs());
    node.put("cpuPercent", worker.cpuPercent()).put("memoryPercent", worker.memoryPercent());
    node.set("capabilities", JobJson.tree(worker.capabilities()));
    ExecutorFacts executor = worker.executor();
    if (executor != null) {
      node.set("executor", json(executor));
    }
    return node.put("owner", worker.owner());
  }

  private static ObjectNode json(ExecutorFacts executor) {
    ObjectNode node = JobJson.object();
    node.put("partOf", executor.partOf()).put("application", executor.application());
    node.put("id", executor.executorId()).put("memoryBytes", executor.memoryBytes());
    node.put("completedTasks", executor.completedTasks());
    node.put("failedTasks", executor.failedTasks());
    node.put("addedAt", JobJson.time(executor.addedAt()));
    return node.put("loss", executor.loss());
  }

  private void table(List<WorkerRow> workers) {
    TablePrinter table =
        new TablePrinter("NAME", "KIND", "STATE", "HOST", "HEARTBEAT", "RUNNING", "TAKES");
    for (WorkerRow worker : workers) {
      String age = Texts.duration(worker.heartbeatAge());
      ExecutorFacts executor = worker.executor();
      table.row(
          executor == null ? worker.name() : "  " + worker.name(),
          worker.kind(),
          worker.status(),
          Texts.orDash(worker.host()),
          age.isEmpty() ? "-" : age + " ago",
          worker.runningJobs() + " of " + worker.slots(),
          executor == null ? String.join(", ", worker.capabilities()) : tasks(executor));
    }
    table.print(io().out());
  }

  private static String tasks(ExecutorFacts executor) {
    String loss = executor.loss();
    return loss == null
        ? executor.completedTasks() + " tasks done, " + executor.failedTasks() + " failed"
        : loss;
  }
}
