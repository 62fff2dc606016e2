package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.orchestrator.EngineManager.Handler;
import io.joborchestrator.orchestrator.EngineManager.Handlers;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * A custom job: a handler and its configuration, by the handler's schema if it publishes one, else
 * as a JSON object. What was filled in for one handler is there again when it is chosen again. FX
 * thread only.
 */
final class CustomFormViewModel extends KindForm {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String CONFIG = "/config";

  private final Handlers handlers;
  private final StringProperty handler = new SimpleStringProperty("");
  private ObjectNode rest = NODES.objectNode();
  private final Map<String, SchemaFormViewModel> forms = new HashMap<>();
  private final ReadOnlyObjectWrapper<SchemaFormViewModel> fields = new ReadOnlyObjectWrapper<>();
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private boolean touched;

  CustomFormViewModel(Handlers handlers) {
    this.handlers = handlers;
    handler.addListener(
        (observed, before, after) -> {
          touched |= !isMuted();
          fields.set(formOf(after.strip()));
        });
    watch(handler);
    clear();
  }

  Handlers handlers() {
    return handlers;
  }

  /** Name of the handler; it need not be one of this machine. */
  StringProperty handler() {
    return handler;
  }

  /** The chosen handler, if this machine has it. */
  Optional<Handler> chosen() {
    return known(handler.get().strip());
  }

  /** The fields of the chosen handler's configuration. */
  ReadOnlyObjectProperty<SchemaFormViewModel> fields() {
    return fields.getReadOnlyProperty();
  }

  /** The message of the first problem of the handler, or of the configuration as a whole. */
  StringExpression errorAt(String pointer) {
    return Bindings.createStringBinding(
        () ->
            problems.stream()
                .filter(each -> each.pointer().equals(pointer))
                .map(Problem::message)
                .findFirst()
                .orElse(""),
        problems);
  }

  private Optional<Handler> known(String name) {
    return handlers.handlers().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  private SchemaFormViewModel formOf(String name) {
    JsonNode schema = known(name).map(Handler::schema).orElse(null);
    // Handlers without a schema share one field for an object.
    return schema == null || schema.path("properties").isEmpty()
        ? formOf("", oneObject())
        : formOf(name, schema);
  }

  private SchemaFormViewModel formOf(String name, JsonNode schema) {
    return forms.computeIfAbsent(
        name,
        any -> {
          SchemaFormViewModel form = new SchemaFormViewModel(schema, "");
          form.onEdit(this::edited);
          return form;
        });
  }

  /** Schema of one area for the object as a whole. */
  private static JsonNode oneObject() {
    ObjectNode schema = NODES.objectNode();
    schema.putObject("properties").putObject("config").put("title", "JSON").put("type", "object");
    return schema;
  }

  /** Whether the configuration is written as JSON. */
  boolean isText() {
    return fields.get() == forms.get("");
  }

  @Override
  ObjectNode config() {
    ObjectNode config = NODES.objectNode().put("handler", handler.get().strip());
    ObjectNode own = fields.get().config();
    JsonNode written = isText() ? own.path("config") : own;
    if (isText() ? !written.isMissingNode() : !own.isEmpty()) {
      config.set("config", written);
    }
    return config.setAll(rest);
  }

  @Override
  void load(ObjectNode config) {
    if (!config.path("handler").isMissingNode() && !config.path("handler").isTextual()) {
      throw new IllegalArgumentException("config/handler: write the name of a handler");
    }
    quietly(
        () -> {
          rest = config.deepCopy();
          rest.remove(List.of("handler", "config"));
          handler.set(config.path("handler").asText(""));
          JsonNode own = config.path("config");
          if (isText()) {
            ObjectNode wrapped = NODES.objectNode();
            if (!own.isMissingNode()) {
              wrapped.set("config", own);
            }
            fields.get().load(wrapped);
          } else {
            fields.get().load(own.isObject() ? (ObjectNode) own : NODES.objectNode());
            if (!own.isMissingNode() && !own.isObject()) {
              // Kept, so that the check names it.
              rest.set("config", own);
            }
          }
        });
    touched = !handler.get().isEmpty();
    edited();
  }

  @Override
  void clear() {
    quietly(
        () -> {
          String only = handlers.handlers().size() == 1 ? handlers.handlers().get(0).name() : "";
          handler.set(only);
          fields.set(formOf(only));
          forms.values().forEach(SchemaFormViewModel::clear);
          rest = NODES.objectNode();
        });
    touched = false;
    edited();
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    if (handler.get().isBlank()) {
      found.add(PipelinePart.wrong("/handler", "Choose a handler"));
    }
    notAnObject().ifPresent(found::add);
    for (Problem each : fields.get().ownProblems()) {
      found.add(each.withPointer(isText() ? each.pointer() : CONFIG + each.pointer()));
    }
    return found;
  }

  private Optional<Problem> notAnObject() {
    JsonNode text = isText() ? fields.get().config().path("config") : NODES.objectNode();
    return text.isMissingNode() || text.isObject()
        ? Optional.empty()
        : Optional.of(
            PipelinePart.wrong(CONFIG, "Write a JSON object, like {\"input\": \"/data/x\"}"));
  }

  @Override
  void showProblems(List<Problem> found) {
    List<Problem> ofFields = new ArrayList<>(notAnObject().stream().toList());
    ofFields.addAll(found);
    fields.get().showProblems(isText() ? ofFields : FormInput.below(CONFIG, found));
    List<Problem> shown = new ArrayList<>();
    ownProblems().stream().filter(each -> isTouchedAt(each.pointer())).forEach(shown::add);
    found.stream().filter(each -> isTouchedAt(each.pointer())).forEach(shown::add);
    if (!shown.equals(problems)) {
      problems.setAll(shown);
    }
  }

  @Override
  void touchAll() {
    touched = true;
    fields.get().touchAll();
  }

  @Override
  boolean isTouchedAt(String pointer) {
    return pointer.startsWith(CONFIG)
        ? fields.get().isTouchedAt(isText() ? CONFIG : pointer.substring(CONFIG.length()))
        : touched;
  }

  @Override
  String titleAt(String pointer) {
    if (!pointer.startsWith(CONFIG)) {
      return "Handler";
    }
    String field = isText() ? "" : fields.get().titleAt(pointer.substring(CONFIG.length()));
    return field.isEmpty() ? "Configuration" : field;
  }

  @Override
  String proposedName() {
    return handler.get().strip();
  }

  @Override
  String checkedThings() {
    return chosen().isPresent() ? "handler, configuration" : "configuration";
  }
}
