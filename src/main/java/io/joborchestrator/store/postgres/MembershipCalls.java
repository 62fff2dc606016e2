package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.worker.EngineExecutor;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.store.WorkStore.HeartbeatReply;
import io.joborchestrator.store.WorkStore.JobCommand;
import io.joborchestrator.store.WorkStore.WorkerLoad;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A worker's membership of the fleet, on connections that nothing else can use up. */
final class MembershipCalls {
  private static final String REGISTER =
      "SELECT w.*, declare_engines(w.worker_no, w.epoch, ?::jsonb) FROM register_worker(?::jsonb) w";
  private static final String HEARTBEAT = "SELECT * FROM heartbeat(?, ?, ?, ?, ?, ?)";
  private static final String EXECUTORS = "SELECT report_executors(?, ?, ?::jsonb)";
  private static final String DEREGISTER = "SELECT deregister_worker(?, ?)";

  private final Database database;

  MembershipCalls(Database database) {
    this.database = database;
  }

  WorkerSession register(WorkerRegistration registration) {
    return database.call(
        PoolKind.CONTROL,
        "register as a worker",
        connection ->
            Statements.one(
                connection,
                REGISTER,
                row ->
                    new WorkerSession(
                        row.getLong("worker_no"),
                        row.getInt("epoch"),
                        Rows.instant(row, "server_time"),
                        registration.lease()),
                PostgresBreakerStore.json(registration.resources()).toString(),
                json(registration).toString()));
  }

  private static ObjectNode json(WorkerRegistration worker) {
    ObjectNode node = Rows.JSON.createObjectNode();
    node.put("worker_id", worker.workerId());
    node.put("name", worker.name());
    node.put("kind", worker.kind());
    node.put("host", worker.host());
    node.put("version", worker.version());
    node.put("pid", worker.pid());
    node.put("slots", worker.slots());
    node.put("cpu_cores", worker.cpuCores());
    node.put("memory_bytes", worker.memoryBytes());
    worker.jobTypes().forEach(node.putArray("job_types")::add);
    worker.engines().forEach(node.putArray("engines")::add);
    worker.queues().forEach(node.putArray("queues")::add);
    node.put("only_own_jobs", worker.onlyOwnJobs());
    node.put("lease_seconds", Rows.seconds(worker.lease()));
    return node;
  }

  HeartbeatReply heartbeat(WorkerSession session, WorkerLoad load) {
    return database.call(
        PoolKind.CONTROL,
        "send a heartbeat",
        connection ->
            Statements.one(
                connection,
                HEARTBEAT,
                MembershipCalls::reply,
                session.workerNo(),
                session.epoch(),
                load.runningJobs(),
                load.cpuPercent(),
                load.memoryPercent(),
                load.localTime()));
  }

  private static HeartbeatReply reply(ResultSet row) throws SQLException {
    List<JobCommand> commands = new ArrayList<>();
    for (JsonNode command : Rows.parse(row.getString("commands"))) {
      commands.add(
          new JobCommand(
              command.path("no").asLong(),
              command.path("epoch").asInt(),
              command.path("command").asText(),
              command.hasNonNull("reason") ? command.path("reason").asText() : null));
    }
    return new HeartbeatReply(
        row.getBoolean("valid"),
        row.getBoolean("paused"),
        row.getBoolean("draining"),
        Rows.instant(row, "server_time"),
        List.copyOf(commands));
  }

  boolean executors(WorkerSession session, List<EngineExecutor> executors) {
    ArrayNode array = Rows.JSON.createArrayNode();
    executors.forEach(executor -> array.add(json(executor)));
    return database.call(
        PoolKind.DUTY,
        "report the executors",
        connection ->
            Statements.one(
                connection,
                EXECUTORS,
                row -> row.getBoolean(1),
                session.workerNo(),
                session.epoch(),
                array.toString()));
  }

  private static ObjectNode json(EngineExecutor executor) {
    ObjectNode node = Rows.JSON.createObjectNode();
    node.put("application", executor.application());
    node.put("executor_id", executor.executorId());
    node.put("version", executor.version());
    node.put("host", executor.host());
    node.put("cores", executor.cores());
    node.put("memory_bytes", executor.memoryBytes());
    node.put("memory_used_bytes", executor.memoryUsedBytes());
    node.put("active_tasks", executor.activeTasks());
    node.put("completed_tasks", executor.completedTasks());
    node.put("failed_tasks", executor.failedTasks());
    node.put("added_at", executor.addedAt().toString());
    String loss = executor.loss();
    return node.put("loss", loss == null ? null : Rows.storable(loss));
  }

  void deregister(WorkerSession session) {
    database.call(
        PoolKind.CONTROL,
        "leave the fleet",
        connection ->
            Statements.one(
                connection, DEREGISTER, row -> row.getInt(1), session.workerNo(), session.epoch()));
  }
}
