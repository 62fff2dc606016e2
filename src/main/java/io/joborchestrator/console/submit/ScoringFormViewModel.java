package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/** A scoring: a model, what it is applied to, where the rows go. FX thread only. */
final class ScoringFormViewModel extends LearningForm {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final StringProperty model = new SimpleStringProperty("");
  private final OutputViewModel output = new OutputViewModel();
  private ObjectNode rest = NODES.objectNode();
  private boolean modelTouched;

  ScoringFormViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    super(tasks, workbench);
    output.onEdit(this::edited);
    output.onEdit(output::touch);
    model.addListener((observed, before, after) -> modelTouched |= !isMuted());
    watch(model);
  }

  /** Folder of a model. */
  StringProperty model() {
    return model;
  }

  OutputViewModel output() {
    return output;
  }

  @Override
  ObjectNode config() {
    ObjectNode config = NODES.objectNode().put("model", model.get().strip());
    config.set("input", FormInput.json(input().spec()));
    config.setAll(rest);
    config.set("output", FormInput.json(output.spec()));
    return config;
  }

  @Override
  void load(ObjectNode config) {
    ObjectNode document = config.deepCopy();
    quietly(
        () -> {
          FormInput.load(input(), document.path("input"));
          FormInput.load(output, document.path("output"));
          model.set(document.path("model").asText(""));
          rest = document;
          rest.remove(List.of("model", "input", "output"));
        });
    edited();
  }

  @Override
  void clear() {
    load(NODES.objectNode());
    modelTouched = false;
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    if (model.get().isBlank()) {
      found.add(wrong("/model", "Choose the folder of a model"));
    }
    found.addAll(FormInput.own(input(), "/input"));
    found.addAll(FormInput.own(output, "/output"));
    return found;
  }

  @Override
  void showProblems(List<Problem> found) {
    FormInput.show(output, "/output", found);
    super.showProblems(found);
  }

  @Override
  void touchAll() {
    modelTouched = true;
    input().touch();
    output.touch();
  }

  @Override
  boolean isTouchedAt(String pointer) {
    if (pointer.startsWith("/input")) {
      return input().isTouched();
    }
    return pointer.startsWith("/output") ? output.isTouched() : modelTouched;
  }

  @Override
  String titleAt(String pointer) {
    if (pointer.startsWith("/input")) {
      return "Input";
    }
    return pointer.startsWith("/output") ? "Output" : "Model";
  }

  @Override
  String proposedName() {
    String path = input().nameSource().strip();
    return path.isEmpty()
        ? ""
        : "score_" + path.replaceAll("^.*[/\\\\]", "").replaceAll("\\.[A-Za-z0-9]+$", "");
  }

  @Override
  String checkedThings() {
    return "model, paths, columns";
  }
}
