package io.joborchestrator.store.postgres;

import static io.joborchestrator.store.postgres.Statements.array;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.joborchestrator.domain.job.LogLine;
import io.joborchestrator.domain.job.RunEvent;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.LogPart;
import io.joborchestrator.store.WorkStore.ProgressReport;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.util.List;

/** What runs tell while they go on: progress, events, lines of their logs. */
final class ProgressWrites {
  private static final String PROGRESS = "SELECT report_progress(?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String EVENTS = "SELECT report_run_events(?, ?, ?, ?::jsonb)";
  private static final String LOG = "SELECT append_logs(?, ?, ?, ?, ?, ?, ?)";

  private final Database database;

  ProgressWrites(Database database) {
    this.database = database;
  }

  void progress(WorkerSession session, List<ProgressReport> reports) {
    database.call(
        PoolKind.WORK,
        "report progress",
        connection ->
            Statements.one(
                connection,
                PROGRESS,
                row -> row.getInt(1),
                session.workerNo(),
                array("bigint", reports, report -> report.claim().no()),
                array("integer", reports, report -> report.claim().epoch()),
                array("float8", reports, ProgressReport::percent),
                array("bigint", reports, ProgressReport::records),
                array("bigint", reports, ProgressReport::recordsTotal),
                array("float8", reports, ProgressReport::rate),
                array("text", reports, ProgressReport::message)));
  }

  boolean events(WorkerSession session, Claim claim, List<RunEvent> events) {
    ArrayNode array = Rows.JSON.createArrayNode();
    for (RunEvent event : events) {
      array.addObject().put("event", event.event()).put("text", Rows.storable(event.text()));
    }
    return database.call(
        PoolKind.WORK,
        "store events of a run",
        connection ->
            Statements.one(
                connection,
                EVENTS,
                row -> row.getBoolean(1),
                session.workerNo(),
                claim.no(),
                claim.epoch(),
                array.toString()));
  }

  void log(WorkerSession session, List<LogPart> parts) {
    List<LogLine> lines = parts.stream().flatMap(part -> part.lines().stream()).toList();
    List<Claim> claims =
        parts.stream().flatMap(part -> part.lines().stream().map(line -> part.claim())).toList();
    database.call(
        PoolKind.WORK,
        "store log lines",
        connection ->
            Statements.one(
                connection,
                LOG,
                row -> row.getInt(1),
                session.workerNo(),
                array("bigint", claims, Claim::no),
                array("integer", claims, Claim::epoch),
                array("bigint", lines, LogLine::seq),
                array("timestamptz", lines, line -> line.at().toString()),
                array("text", lines, LogLine::level),
                array("text", lines, line -> Rows.storable(line.text()))));
  }
}
