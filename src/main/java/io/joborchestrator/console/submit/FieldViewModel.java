package io.joborchestrator.console.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The value of one field of a generated form. FX thread only. */
final class FieldViewModel extends FormPart {
  /** Reads texts of several lines as they are written: SQL, for one. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

  private static final Pattern LINE_BREAK = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\n");

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final SchemaField field;
  private final StringProperty text = new SimpleStringProperty("");
  private final BooleanProperty flag = new SimpleBooleanProperty();
  private final ObservableList<Entry> entries = editedRows();
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private boolean touched;

  FieldViewModel(SchemaField field) {
    this.field = field;
    watch(text, flag);
    onEdit(this::touch);
    clear();
  }

  SchemaField field() {
    return field;
  }

  StringProperty text() {
    return text;
  }

  BooleanProperty flag() {
    return flag;
  }

  /** Lines of a list, or names with values of a map. */
  ObservableList<Entry> entries() {
    return entries;
  }

  /** What is wrong with it; shown below the field. */
  ObservableList<Problem> problems() {
    return problems;
  }

  /** Whether the person was here: only then is what it lacks shown as wrong. */
  boolean isTouched() {
    return touched;
  }

  void touch() {
    touched = true;
  }

  void add() {
    entries.add(new Entry("", ""));
  }

  void clear() {
    touched = false;
    quietly(
        () -> {
          JsonNode normal = field.normal();
          boolean listed = field.shape() == SchemaField.Shape.LIST;
          entries.setAll(listed && field.required() ? List.of(new Entry("", "")) : List.of());
          text.set(normal == null || normal.isContainerNode() ? "" : normal.asText());
          flag.set(normal != null && normal.asBoolean());
        });
  }

  void load(JsonNode value) {
    touched = true;
    quietly(
        () -> {
          List<Entry> rows = new ArrayList<>();
          switch (field.shape()) {
            case LIST -> value.forEach(each -> rows.add(new Entry("", each.asText())));
            case MAP ->
                value
                    .properties()
                    .forEach(each -> rows.add(new Entry(each.getKey(), each.getValue().asText())));
            case BOOLEAN -> flag.set(value.asBoolean());
            case JSON -> text.set(readable(value));
            case TEXT, NUMBER, INTEGER, CHOICE -> text.set(value.asText());
          }
          entries.setAll(rows);
        });
  }

  /** The value, or null if the field is left out. What cannot be read is left out as well. */
  @Nullable JsonNode value() {
    return switch (field.shape()) {
      case BOOLEAN -> flag.get() || field.normal() != null ? NODES.booleanNode(flag.get()) : null;
      case TEXT, CHOICE -> text.get().isEmpty() ? null : NODES.textNode(text.get());
      case NUMBER, INTEGER -> number().orElse(null);
      case LIST -> entries.isEmpty() ? null : list();
      case MAP -> entries.isEmpty() ? null : map();
      case JSON -> json().orElse(null);
    };
  }

  Optional<Problem> ownProblem() {
    boolean empty = value() == null;
    boolean typed = !text.get().isBlank();
    return switch (field.shape()) {
      case NUMBER -> problemIf(empty && typed, "Write a number");
      case INTEGER -> problemIf(empty && typed, "Write a whole number");
      case JSON -> problemIf(empty && typed, "This is not JSON");
      case TEXT, CHOICE, LIST, MAP, BOOLEAN -> Optional.empty();
    };
  }

  private Optional<Problem> problemIf(boolean wrong, String message) {
    return wrong
        ? Optional.of(Problem.at(ErrorCode.INVALID_SPECIFICATION, "/" + field.name(), message))
        : Optional.empty();
  }

  private Optional<JsonNode> number() {
    try {
      BigDecimal number = new BigDecimal(text.get().strip().replace(",", ""));
      boolean whole = field.shape() == SchemaField.Shape.INTEGER;
      return Optional.of(
          whole ? NODES.numberNode(number.longValueExact()) : NODES.numberNode(number));
    } catch (ArithmeticException | NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private ArrayNode list() {
    ArrayNode list = NODES.arrayNode();
    entries.forEach(entry -> list.add(entry.value.get()));
    return list;
  }

  private ObjectNode map() {
    ObjectNode map = NODES.objectNode();
    entries.stream()
        .filter(entry -> !entry.name.get().isBlank())
        .forEach(entry -> map.put(entry.name.get().strip(), entry.value.get()));
    return map;
  }

  /** Indented, with the line breaks of texts as line breaks. */
  private static String readable(JsonNode value) {
    return LINE_BREAK.matcher(value.toPrettyString()).replaceAll("$1\n");
  }

  private Optional<JsonNode> json() {
    try {
      return text.get().isBlank() ? Optional.empty() : Optional.of(JSON.readTree(text.get()));
    } catch (JsonProcessingException broken) {
      return Optional.empty();
    }
  }

  /** A line of a list (the name is unused) or a name with its value. */
  static final class Entry extends FormPart {
    private final StringProperty name;
    private final StringProperty value;

    Entry(String name, String value) {
      this.name = new SimpleStringProperty(name);
      this.value = new SimpleStringProperty(value);
      watch(this.name, this.value);
    }

    StringProperty name() {
      return name;
    }

    StringProperty value() {
      return value;
    }
  }
}
