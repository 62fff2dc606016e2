package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/** The values that SQL statements refer to as {@code :name}. FX thread only. */
final class ParametersViewModel extends PipelinePart {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";

  private final ObservableList<Row> rows = editedRows();

  /** A name with its type and value. */
  static final class Row extends FormPart {
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty type = new SimpleStringProperty("string");
    private final StringProperty value = new SimpleStringProperty("");

    Row(String name, String type, String value) {
      this.name.set(name);
      this.type.set(type);
      this.value.set(value);
      watch(this.name, this.type, this.value);
    }

    StringProperty name() {
      return name;
    }

    StringProperty type() {
      return type;
    }

    /** As it would stand in a CSV file. */
    StringProperty value() {
      return value;
    }

    private JsonNode json() {
      String text = value.get();
      if (TypeText.parse(type.get()).filter(ColumnType::isNumeric).isPresent()) {
        return FormInput.number(text);
      }
      boolean flag = "boolean".equals(type.get()) && text.strip().matches("true|false");
      return flag ? NODES.booleanNode("true".equals(text.strip())) : NODES.textNode(text);
    }
  }

  ParametersViewModel() {
    describe();
  }

  ObservableList<Row> rows() {
    return rows;
  }

  void add() {
    rows.add(new Row("", "string", ""));
  }

  List<String> names() {
    return rows.stream()
        .map(row -> row.name.get().strip())
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** Rows without a name are left out. */
  ObjectNode config() {
    ObjectNode config = NODES.objectNode();
    for (Row row : rows) {
      if (!row.name.get().isBlank()) {
        ObjectNode parameter = config.putObject(row.name.get().strip());
        parameter.put("type", row.type.get().strip());
        parameter.set("value", row.json());
      }
    }
    return config;
  }

  void load(JsonNode parameters) {
    List<Row> loaded = new ArrayList<>();
    parameters
        .properties()
        .forEach(
            each ->
                loaded.add(
                    new Row(
                        each.getKey(),
                        each.getValue().path("type").asText("string"),
                        each.getValue().path("value").asText(""))));
    quietly(() -> rows.setAll(loaded));
    describe();
  }

  @Override
  String title() {
    return "Parameters";
  }

  @Override
  String icon() {
    return "mdomz-tune";
  }

  @Override
  String describeSettings() {
    return list(names().stream().map(name -> ":" + name).toList(), "none");
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Row row : rows) {
      String name = row.name.get().strip();
      if (name.isEmpty()) {
        found.add(wrong(pointerOf(row), "Give the parameter a name"));
      } else if (!name.matches(NAME)) {
        found.add(
            wrong(
                pointerOf(row), "A name begins with a letter and has letters, digits and _ only"));
      } else if (!seen.add(name)) {
        found.add(wrong(pointerOf(row), "There are two parameters " + name));
      }
      if (TypeText.parse(row.type.get()).isEmpty()) {
        found.add(wrong(pointerOf(row) + "/type", TypeText.HINT));
      }
    }
    return found;
  }

  /** Place of a row; it begins at this part. */
  static String pointerOf(Row row) {
    return "/" + row.name.get().strip().replace("~", "~0").replace("/", "~1");
  }
}
