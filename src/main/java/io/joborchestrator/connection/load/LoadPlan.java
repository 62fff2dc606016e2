package io.joborchestrator.connection.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a staging table becomes part of its target. It can be written down, so that another process
 * finishes what one began.
 *
 * @param job the job, unique over all installations that use the database
 * @param epoch of the attempt that filled the staging table
 * @param target with its real schema
 * @param creates the target does not exist yet
 * @param columns that are loaded, in the order of the result
 * @param types of a new target, in the same order; empty if it exists
 * @param key columns that tell rows apart, may be empty
 */
record LoadPlan(
    String connection,
    String job,
    int epoch,
    TableName target,
    TableName stage,
    TableName marker,
    Mode mode,
    boolean creates,
    List<String> columns,
    List<String> types,
    List<String> key) {
  /** What becomes of the rows that are there. */
  enum Mode {
    REFUSE,
    APPEND,
    REPLACE,
    UPSERT;

    static Mode parse(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  LoadPlan {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
    key = List.copyOf(key);
  }

  /** For people: {@code connection:schema.table}. */
  String describe() {
    return connection + ":" + target;
  }

  ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("connection", connection).put("job", job).put("epoch", epoch);
    json.put("target", target.toString()).put("stage", stage.toString());
    json.put("marker", marker.toString()).put("mode", mode.name().toLowerCase(Locale.ROOT));
    json.put("creates", creates);
    json.set("columns", array(columns));
    json.set("types", array(types));
    json.set("key", array(key));
    return json;
  }

  static LoadPlan of(JsonNode json) {
    return new LoadPlan(
        json.path("connection").asText(),
        json.path("job").asText(),
        json.path("epoch").asInt(),
        TableName.parse(json.path("target").asText()),
        TableName.parse(json.path("stage").asText()),
        TableName.parse(json.path("marker").asText()),
        Mode.parse(json.path("mode").asText()),
        json.path("creates").asBoolean(),
        texts(json.path("columns")),
        texts(json.path("types")),
        texts(json.path("key")));
  }

  private static ArrayNode array(List<String> texts) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
