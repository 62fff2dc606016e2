package io.joborchestrator.domain.job;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.BrokenJson;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A job as a JSON document, the same for files, the command line and the window:
 *
 * <pre>{@code
 * {"name": "daily", "type": "etl", "config": {…}, "priority": "high", "queue": "default",
 *  "engine": "spark", "runAt": "2026-11-23T02:15:00Z", "timeout": "30 m", "retryPolicy": "default",
 *  "idempotencyKey": "…", "parents": ["…"], "tags": ["nightly"], "parentJobId": "…"}
 * }</pre>
 *
 * <p>Only name, type and config are needed. Unknown fields are refused, so that a misspelt one is
 * not ignored.
 */
public final class JobFile {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(SerializationFeature.INDENT_OUTPUT);
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "type",
          "config",
          "priority",
          "queue",
          "engine",
          "runAt",
          "timeout",
          "retryPolicy",
          "idempotencyKey",
          "parents",
          "tags",
          "parentJobId");

  private JobFile() {}

  /**
   * Reads a document.
   *
   * @throws JobFileException with line and column if it is not JSON, without if a field is wrong
   */
  public static JobSubmission parse(String text) {
    ObjectNode job = object(text);
    job.fieldNames().forEachRemaining(JobFile::mustBeKnown);
    JsonNode config = job.get("config");
    if (!(config instanceof ObjectNode configuration)) {
      throw wrong("'config' must be an object with what the job does");
    }
    return JobSubmission.of(required(job, "name"), required(job, "type"), configuration)
        .withPriority(priority(job))
        .withQueue(orDefault(text(job, "queue"), JobSubmission.DEFAULT_QUEUE))
        .withEngine(text(job, "engine"))
        .withRunAt(time(job))
        .withTimeout(timeout(job))
        .withRetryPolicy(text(job, "retryPolicy"))
        .withIdempotencyKey(text(job, "idempotencyKey"))
        .withParents(texts(job, "parents"))
        .withTags(texts(job, "tags"))
        .withParentJobId(text(job, "parentJobId"));
  }

  /** Writes a document, indented; what equals its default is left out. */
  public static String format(JobSubmission job) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", job.name()).put("type", job.type());
    put(node, "priority", job.priority() == JobPriority.NORMAL ? null : job.priority().wire());
    put(node, "queue", job.queue().equals(JobSubmission.DEFAULT_QUEUE) ? null : job.queue());
    put(node, "engine", job.engine());
    put(node, "runAt", job.runAt() == null ? null : job.runAt().toString());
    put(node, "timeout", job.timeout() == null ? null : TimeLimit.format(job.timeout()));
    put(node, "retryPolicy", job.retryPolicy());
    put(node, "idempotencyKey", job.idempotencyKey());
    putAll(node, "parents", job.parents());
    putAll(node, "tags", job.tags());
    put(node, "parentJobId", job.parentJobId());
    node.set("config", job.config());
    try {
      return JSON.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("A tree of JSON nodes can always be written", impossible);
    }
  }

  private static ObjectNode object(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode job) {
        return job;
      }
    } catch (JsonProcessingException broken) {
      JsonLocation at = broken.getLocation();
      int line = at == null ? -1 : at.getLineNr();
      int column = at == null ? -1 : at.getColumnNr();
      throw new JobFileException(BrokenJson.describe(broken), line, column, broken);
    }
    throw wrong("A job file is one JSON object with name, type and config");
  }

  private static void mustBeKnown(String field) {
    if (!FIELDS.contains(field)) {
      throw wrong("Unknown field '" + field + "' in the job file");
    }
  }

  private static String required(ObjectNode job, String field) {
    String value = text(job, field);
    if (value == null || value.isBlank()) {
      throw wrong("'" + field + "' is missing in the job file");
    }
    return value;
  }

  private static @Nullable String text(ObjectNode job, String field) {
    JsonNode node = job.get(field);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw wrong("'" + field + "' must be text");
    }
    return node.textValue();
  }

  private static List<String> texts(ObjectNode job, String field) {
    JsonNode node = job.get(field);
    if (node == null || node.isNull()) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrong("'" + field + "' must be a list of texts");
    }
    List<String> values = new ArrayList<>();
    for (Iterator<JsonNode> each = node.elements(); each.hasNext(); ) {
      JsonNode value = each.next();
      if (!value.isTextual()) {
        throw wrong("'" + field + "' must be a list of texts");
      }
      values.add(value.textValue());
    }
    return values;
  }

  private static JobPriority priority(ObjectNode job) {
    try {
      return JobPriority.parse(orDefault(text(job, "priority"), JobPriority.NORMAL.wire()));
    } catch (IllegalArgumentException unknown) {
      throw wrong(String.valueOf(unknown.getMessage()));
    }
  }

  private static @Nullable Instant time(ObjectNode job) {
    String value = text(job, "runAt");
    if (value == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeParseException notATime) {
      throw wrong("'runAt' must be a time with its zone, like 2026-11-23T02:15:00Z");
    }
  }

  private static @Nullable Duration timeout(ObjectNode job) {
    String value = text(job, "timeout");
    if (value == null) {
      return null;
    }
    try {
      return TimeLimit.parse(value);
    } catch (IllegalArgumentException notALength) {
      throw wrong("'timeout': " + notALength.getMessage());
    }
  }

  private static String orDefault(@Nullable String value, String otherwise) {
    return value == null ? otherwise : value;
  }

  private static void put(ObjectNode node, String field, @Nullable String value) {
    if (value != null) {
      node.put(field, value);
    }
  }

  private static void putAll(ObjectNode node, String field, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode array = node.putArray(field);
      values.forEach(array::add);
    }
  }

  private static JobFileException wrong(String message) {
    return new JobFileException(message, -1, -1, null);
  }
}
