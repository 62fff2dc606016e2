package io.joborchestrator.store.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobSubmission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form in which {@code submit_jobs} takes a job and {@code schedules} keep one. */
final class SubmissionJson {
  private SubmissionJson() {}

  static ObjectNode write(JobSubmission job) {
    ObjectNode node = Rows.JSON.createObjectNode();
    node.put("name", job.name());
    node.put("type", job.type());
    node.set("config", job.config());
    node.put("priority", job.priority().wire());
    node.put("queue", job.queue());
    put(node, "engine", job.engine());
    put(node, "run_at", job.runAt());
    Double timeout = Rows.seconds(job.timeout());
    if (timeout != null) {
      node.put("timeout_seconds", timeout);
    }
    put(node, "retry_policy", job.retryPolicy());
    put(node, "idempotency_key", job.idempotencyKey());
    put(node, "parent_job_id", job.parentJobId());
    putAll(node, "parents", job.parents());
    putAll(node, "tags", job.tags());
    return node;
  }

  static JobSubmission read(JsonNode node) {
    JsonNode config = node.path("config");
    return new JobSubmission(
        node.path("name").asText(),
        node.path("type").asText(),
        config instanceof ObjectNode object ? object : Rows.JSON.createObjectNode(),
        JobPriority.parse(node.path("priority").asText("normal")),
        node.path("queue").asText(JobSubmission.DEFAULT_QUEUE),
        text(node, "engine"),
        text(node, "run_at") == null ? null : Instant.parse(node.path("run_at").asText()),
        node.hasNonNull("timeout_seconds")
            ? Duration.ofMillis(Math.round(node.path("timeout_seconds").asDouble() * 1000))
            : null,
        text(node, "retry_policy"),
        text(node, "idempotency_key"),
        texts(node, "parents"),
        texts(node, "tags"),
        text(node, "parent_job_id"));
  }

  private static void put(ObjectNode node, String field, @Nullable Object value) {
    if (value != null) {
      node.put(field, value.toString());
    }
  }

  private static void putAll(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(field);
      values.forEach(array::add);
    }
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.path(field).asText() : null;
  }

  private static List<String> texts(JsonNode node, String field) {
    List<String> values = new ArrayList<>();
    node.path(field).forEach(value -> values.add(value.asText()));
    return values;
  }
}
