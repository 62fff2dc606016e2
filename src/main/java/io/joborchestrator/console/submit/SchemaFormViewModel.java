package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form made from the JSON Schema of a kind of job. FX thread only. */
final class SchemaFormViewModel extends KindForm {
  private final List<FieldViewModel> fields;
  private final String description;
  private final String checkedThings;
  private ObjectNode rest = JsonNodeFactory.instance.objectNode();

  SchemaFormViewModel(JsonNode schema) {
    this(schema, "settings");
  }

  /**
   * @param checkedThings what a check looks at, in a few words
   */
  SchemaFormViewModel(JsonNode schema, String checkedThings) {
    this.checkedThings = checkedThings;
    description = schema.path("description").asText("");
    fields = SchemaField.of(schema).stream().map(FieldViewModel::new).toList();
    fields.forEach(field -> field.onEdit(this::edited));
  }

  String description() {
    return description;
  }

  List<FieldViewModel> fields() {
    return fields;
  }

  @Nullable FieldViewModel field(String name) {
    return fields.stream()
        .filter(each -> each.field().name().equals(name))
        .findFirst()
        .orElse(null);
  }

  @Override
  void clear() {
    rest = JsonNodeFactory.instance.objectNode();
    fields.forEach(FieldViewModel::clear);
    edited();
  }

  /** Fills the form; keys the schema does not know are kept as they are. */
  @Override
  void load(ObjectNode config) {
    rest = config.deepCopy();
    for (FieldViewModel field : fields) {
      JsonNode value = rest.remove(field.field().name());
      if (value == null || value.isNull()) {
        field.clear();
      } else {
        field.load(value);
      }
    }
    edited();
  }

  @Override
  ObjectNode config() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    for (FieldViewModel field : fields) {
      JsonNode value = field.value();
      if (value != null && !isUnchangedDefault(field, value)) {
        config.set(field.field().name(), value);
      }
    }
    config.setAll(rest);
    return config;
  }

  @Override
  List<Problem> ownProblems() {
    return fields.stream().flatMap(field -> field.ownProblem().stream()).toList();
  }

  /** Shows what fields lack also where the person has not been yet. */
  @Override
  void touchAll() {
    fields.forEach(FieldViewModel::touch);
  }

  /** Problems of fields where the person has not been are not shown. */
  @Override
  void showProblems(List<Problem> problems) {
    for (FieldViewModel field : fields) {
      String pointer = "/" + field.field().name();
      List<Problem> own = new ArrayList<>(field.ownProblem().stream().toList());
      problems.stream()
          .filter(each -> field.isTouched())
          .filter(each -> each.isAtOrBelow(pointer))
          .forEach(own::add);
      if (!own.equals(field.problems())) {
        field.problems().setAll(own);
      }
    }
  }

  @Override
  boolean isTouchedAt(String pointer) {
    FieldViewModel field = at(pointer);
    return field == null || field.isTouched();
  }

  @Override
  String titleAt(String pointer) {
    FieldViewModel field = at(pointer);
    return field == null ? "" : field.field().title();
  }

  private @Nullable FieldViewModel at(String pointer) {
    String[] words = pointer.split("/", 3);
    return words.length < 2 ? null : field(words[1]);
  }

  @Override
  String proposedName() {
    return NameProposal.of(this);
  }

  @Override
  String checkedThings() {
    return checkedThings;
  }

  /** Numbers of another Java type are the same number. */
  private static boolean isUnchangedDefault(FieldViewModel field, JsonNode value) {
    JsonNode normal = field.field().normal();
    return normal != null
        && !field.field().required()
        && (value.equals(normal)
            || (value.isValueNode() && value.asText().equals(normal.asText())));
  }
}
