package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.BulkOperationItem;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.ReplayPreview;
import java.util.List;

/** Dead letters and operations as {@code --json} prints them, by the promise of {@link JobJson}. */
final class DlqJson {
  private DlqJson() {}

  static ObjectNode row(DeadLetterRow row) {
    ObjectNode node = JobJson.object();
    node.put("entry", row.entryNo()).put("jobId", row.jobId()).put("name", row.jobName());
    node.put("type", row.jobType()).put("queue", row.queue()).put("owner", row.owner());
    node.set("tags", JobJson.tree(row.tags()));
    node.put("engine", row.engine()).put("group", row.groupNo());
    node.put("state", row.state().wire()).put("reason", row.reason().name());
    node.put("errorCode", row.errorCode());
    node.put("errorType", row.errorType() == null ? null : row.errorType().wire());
    node.put("errorMessage", row.errorMessage());
    node.put("retries", row.retryCount()).put("crashes", row.crashCount());
    node.put("manualRetries", row.manualRetries()).put("failures", row.failures());
    node.put("replays", row.replays());
    node.put("firstFailedAt", JobJson.time(row.firstFailedAt()));
    node.put("failedAt", JobJson.time(row.failedAt()));
    node.put("operation", row.operationNo()).put("assignee", row.assignee());
    node.put("stateAt", JobJson.time(row.stateAt())).put("stateBy", row.stateBy());
    return node.put("stateReason", row.stateReason());
  }

  static ObjectNode group(DeadLetterGroup group) {
    ObjectNode node = JobJson.object();
    node.put("group", group.groupNo()).put("signature", group.signature());
    node.put("message", group.message()).put("errorCode", group.errorCode());
    node.set("reasons", JobJson.tree(group.reasons().stream().sorted().toList()));
    node.put("type", group.jobType()).put("engine", group.engine());
    node.put("entries", group.entries()).put("open", group.open());
    node.put("pending", group.pending()).put("parked", group.parked());
    node.put("recovered", group.recovered());
    node.put("firstFailedAt", JobJson.time(group.firstFailedAt()));
    node.put("lastFailedAt", JobJson.time(group.lastFailedAt()));
    node.set("trend", JobJson.tree(group.trend()));
    return node;
  }

  static ObjectNode detail(DeadLetterDetail detail) {
    ObjectNode node = row(detail.row());
    node.set("error", JobJson.error(detail.error()));
    node.set("payload", detail.payload());
    node.put("requestedEngine", detail.requestedEngine());
    node.put("timeoutMillis", JobJson.millis(detail.timeout()));
    node.put("retryPolicy", detail.retryPolicy());
    ArrayNode attempts = node.putArray("attempts");
    detail.attempts().forEach(attempt -> attempts.add(JobJson.attempt(attempt)));
    ArrayNode replays = node.putArray("replayJobs");
    detail.replays().forEach(replay -> replays.add(replay(replay)));
    ArrayNode comments = node.putArray("comments");
    detail
        .comments()
        .forEach(
            comment ->
                comments
                    .addObject()
                    .put("at", JobJson.time(comment.at()))
                    .put("author", comment.author())
                    .put("text", comment.text()));
    return node;
  }

  private static ObjectNode replay(DeadLetterDetail.Replay replay) {
    ObjectNode node = JobJson.object();
    node.put("operation", replay.operationNo()).put("outcome", replay.outcome().wire());
    node.put("jobId", replay.jobId());
    node.put("status", replay.status() == null ? null : replay.status().wire());
    node.put("engine", replay.engine());
    node.set("editedPayload", replay.editedPayload());
    node.put("message", replay.message()).put("by", replay.by());
    return node.put("at", JobJson.time(replay.at()));
  }

  static ObjectNode preview(ReplayPreview preview) {
    ObjectNode node = JobJson.object();
    node.put("matching", preview.matching()).put("eligible", preview.eligible());
    node.put("parked", preview.parked()).put("pending", preview.pending());
    node.put("closed", preview.closed());
    node.set("engines", JobJson.tree(preview.engines()));
    return node.put("oldest", JobJson.time(preview.oldest()));
  }

  static ObjectNode operation(BulkOperation operation) {
    ObjectNode node = JobJson.object();
    node.put("operation", operation.operationNo()).put("kind", operation.kind().wire());
    node.put("state", operation.state().wire()).put("reason", operation.reason());
    node.put("createdBy", operation.createdBy());
    node.put("createdAt", JobJson.time(operation.createdAt()));
    node.put("stateBy", operation.stateBy()).put("stateReason", operation.stateReason());
    node.put("total", operation.total()).put("waiting", operation.waiting());
    node.put("running", operation.running()).put("succeeded", operation.succeeded());
    node.put("failed", operation.failed()).put("skipped", operation.skipped());
    return node.put("finishedAt", JobJson.time(operation.finishedAt()));
  }

  static ObjectNode operation(BulkOperation operation, List<BulkOperationItem> items) {
    ObjectNode node = operation(operation);
    ArrayNode array = node.putArray("items");
    for (BulkOperationItem item : items) {
      array
          .addObject()
          .put("entry", item.entryNo())
          .put("jobId", item.jobId())
          .put("state", item.state().wire())
          .put("replayJobId", item.replayJobId())
          .put("message", item.message());
    }
    return node;
  }
}
