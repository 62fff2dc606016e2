package io.joborchestrator.engine.equality;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.orchestrator.submit.AllowedPaths;
import io.joborchestrator.orchestrator.submit.KindRules;
import io.joborchestrator.orchestrator.submit.PipelineReader;
import io.joborchestrator.orchestrator.submit.PipelineRules;
import io.joborchestrator.pipeline.schema.PipelineDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pipeline and the files it reads, written down once and run on both engines. Paths are relative
 * to the folder of the case. JSON may leave out the quotes of names.
 */
final class PipelineCase {
  static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES).build();

  private final String name;
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private final ObjectNode spec = JSON.createObjectNode();
  private ErrorCode error;
  private boolean ordered;
  private long expectedRows = -1;
  private boolean submitted;

  private PipelineCase(String name) {
    this.name = name;
    spec.putObject("inputs");
    spec.putArray("steps");
    spec.putObject("output").put("format", "parquet").put("path", "out.parquet");
  }

  static PipelineCase of(String name) {
    return new PipelineCase(name);
  }

  /** A CSV input {@code t} in {@code t.csv}; {@code columns} as {@code "a integer, b string"}. */
  PipelineCase csv(String columns, String text) {
    return input("t", "csv", "t.csv", columns, text.getBytes(StandardCharsets.UTF_8));
  }

  PipelineCase csv(String input, String columns, String text) {
    return input(input, "csv", input + ".csv", columns, text.getBytes(StandardCharsets.UTF_8));
  }

  PipelineCase json(String columns, String text) {
    return input("t", "json", "t.json", columns, text.getBytes(StandardCharsets.UTF_8));
  }

  PipelineCase input(String input, String format, String file, String columns, byte[] content) {
    if (content != null) {
      files.put(file, content);
    }
    ObjectNode node = spec.withObject("/inputs").putObject(input);
    node.put("format", format).put("path", file);
    columns(node, columns);
    return this;
  }

  /** An input that is a table of a database; {@code #} in the name of a column is a blank. */
  PipelineCase table(String input, String connection, String table, String columns) {
    ObjectNode node = spec.withObject("/inputs").putObject(input);
    node.put("format", "jdbc").put("connection", connection).put("table", table);
    columns(node, columns);
    for (JsonNode column : node.path("columns")) {
      ((ObjectNode) column).put("name", column.path("name").asText().replace('#', ' '));
    }
    return this;
  }

  private static void columns(ObjectNode node, String columns) {
    if (!columns.isEmpty()) {
      ArrayNode list = node.putArray("columns");
      for (String column : columns.split(",\\s*(?![^(]*\\))")) {
        String[] words = column.strip().split("\\s+", 3);
        ObjectNode one = list.addObject().put("name", words[0]).put("type", words[1]);
        if (words.length == 3) {
          one.put("format", words[2]);
        }
      }
    }
  }

  PipelineCase file(String file, byte[] content) {
    files.put(file, content);
    return this;
  }

  PipelineCase file(String file, String text) {
    files.put(file, text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** More options of an input. */
  PipelineCase with(String input, String options) {
    ((ObjectNode) spec.at("/inputs/" + input)).setAll((ObjectNode) parse(options));
    return this;
  }

  /** Steps of the main chain, each as JSON. */
  PipelineCase steps(String... steps) {
    for (String step : steps) {
      ((ArrayNode) spec.get("steps")).add(parse(step));
    }
    return this;
  }

  /**
   * Derives a column per expression, {@code e0}, {@code e1} and so on, after one {@code select}.
   */
  PipelineCase expressions(String... expressions) {
    ObjectNode step = JSON.createObjectNode().put("op", "derive");
    ArrayNode columns = step.putArray("columns");
    for (int i = 0; i < expressions.length; i++) {
      columns.addObject().put("name", "e" + i).put("expression", expressions[i]);
    }
    ((ArrayNode) spec.get("steps")).add(step);
    return this;
  }

  PipelineCase from(String input) {
    spec.put("from", input);
    return this;
  }

  PipelineCase table(String table, String json) {
    spec.withObject("/tables").set(table, parse(json));
    return this;
  }

  PipelineCase output(String json) {
    spec.set("output", parse(json));
    return this;
  }

  /** What is found of the inputs is written down before it is run, as at a submission. */
  PipelineCase submitted() {
    submitted = true;
    return this;
  }

  /** The rows must come in the same order from both. */
  PipelineCase ordered() {
    ordered = true;
    return this;
  }

  /** A guard against both engines agreeing on nothing. */
  PipelineCase rows(long count) {
    expectedRows = count;
    return this;
  }

  PipelineCase fails(ErrorCode code) {
    error = code;
    return this;
  }

  ErrorCode error() {
    return error;
  }

  boolean isOrdered() {
    return ordered;
  }

  long expectedRows() {
    return expectedRows;
  }

  /** Writes the files and gives the configuration with absolute paths. */
  ObjectNode prepare(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    ObjectNode config = spec.deepCopy();
    for (JsonNode input : config.get("inputs")) {
      makeAbsolute((ObjectNode) input, "path", folder);
      makeAbsolute((ObjectNode) input, "quarantinePath", folder);
    }
    makeAbsolute((ObjectNode) config.get("output"), "path", folder);
    return submitted ? examined(config) : config;
  }

  private static ObjectNode examined(ObjectNode config) {
    var rules =
        new PipelineRules(
            new LocalPipelineWorkbench(new DuckDbSettings(1, 256)),
            text -> {
              PipelineDocument.Reading read = PipelineDocument.read(text);
              return new PipelineReader.Reading(read.spec(), read.problems());
            },
            new AllowedPaths(List.of()),
            JSON);
    KindRules.Examined examined = rules.examine(config);
    if (!examined.problems().isEmpty()) {
      throw new IllegalArgumentException(examined.problems().toString());
    }
    return examined.config();
  }

  private static void makeAbsolute(ObjectNode node, String field, Path folder) {
    if (node.has(field)) {
      node.put(field, folder.resolve(node.get(field).asText()).toString());
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException wrong) {
      throw new IllegalArgumentException(json, wrong);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
