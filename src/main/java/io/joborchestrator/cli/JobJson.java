package io.joborchestrator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.joborchestrator.domain.job.Attempt;
import io.joborchestrator.domain.job.JobDetail;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.JobRow;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that {@code --json} prints. These shapes are a promise: fields are added, never renamed
 * or removed; every field is always there, null when there is no value; times are ISO 8601 in UTC,
 * lengths are milliseconds.
 */
final class JobJson {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .registerModule(new Jdk8Module())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT);

  private JobJson() {}

  static String pretty(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A tree of JSON nodes can always be written", impossible);
    }
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static ArrayNode array() {
    return JSON.createArrayNode();
  }

  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  static ArrayNode rows(Collection<JobRow> rows) {
    ArrayNode array = array();
    rows.forEach(row -> array.add(row(row)));
    return array;
  }

  static ObjectNode row(JobRow row) {
    ObjectNode node = object();
    node.put("id", row.jobId()).put("no", row.no());
    node.put("name", row.name()).put("type", row.type()).put("status", row.status().wire());
    node.put("priority", row.priority().wire()).put("queue", row.queue());
    node.put("engine", row.engine()).put("owner", row.owner());
    node.put("submittedAt", time(row.submittedAt())).put("runAt", time(row.runAt()));
    node.put("startedAt", time(row.startedAt())).put("finishedAt", time(row.finishedAt()));
    node.put("percent", row.percent());
    node.put("recordsProcessed", row.recordsProcessed()).put("recordsTotal", row.recordsTotal());
    node.put("ranMillis", millis(row.ran())).put("attempt", row.epoch());
    node.put("retries", row.retryCount()).put("cancelRequested", row.cancelRequested());
    node.put("reason", row.reason()).put("worker", row.worker());
    node.set("tags", tree(row.tags()));
    return node;
  }

  static ObjectNode detail(JobDetail detail) {
    ObjectNode node = row(detail.row());
    node.put("requestedEngine", detail.requestedEngine());
    node.put("timeoutMillis", millis(detail.timeout()));
    node.put("retryPolicy", detail.retryPolicy()).put("maxRetries", detail.maxRetries());
    node.put("parentJobId", detail.parentJobId());
    node.set("parents", tree(detail.parents()));
    node.set("children", tree(detail.children()));
    node.put("waitReason", detail.waitReason()).put("progressMessage", detail.progressMessage());
    node.put("recordsPerSecond", detail.rate()).put("note", detail.note());
    node.set("chunks", detail.chunks() == null ? null : tree(detail.chunks()));
    node.set("error", error(detail.error()));
    node.set("routing", detail.routing() == null ? null : tree(detail.routing()));
    node.set("result", detail.result());
    node.set("config", detail.config());
    ArrayNode attempts = node.putArray("attempts");
    detail.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
    return node;
  }

  static ObjectNode attempt(Attempt attempt) {
    ObjectNode node = object();
    node.put("attempt", attempt.epoch()).put("outcome", attempt.outcome());
    node.put("worker", attempt.worker()).put("engine", attempt.engine());
    node.put("engineRunId", attempt.engineRunId());
    node.put("startedAt", time(attempt.startedAt())).put("endedAt", time(attempt.endedAt()));
    node.put("records", attempt.records());
    node.set("error", error(attempt.error()));
    return node;
  }

  static @Nullable ObjectNode error(@Nullable JobError error) {
    if (error == null) {
      return null;
    }
    ObjectNode node = object();
    node.put("code", error.code()).put("type", error.type().wire());
    return node.put("message", error.message()).put("detail", error.detail());
  }

  static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }

  static @Nullable Long millis(@Nullable Duration duration) {
    return duration == null ? null : duration.toMillis();
  }
}
