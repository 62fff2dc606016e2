package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.learning.Algorithm;
import io.joborchestrator.learning.LearningTask;
import io.joborchestrator.learning.Parameter;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** An algorithm with its parameters, among those that do a task. FX thread only. */
final class AlgorithmViewModel extends FormPart {
  private final ObservableList<String> offered = FXCollections.observableArrayList();
  private final StringProperty title = new SimpleStringProperty("");
  private final ObservableList<Setting> settings = editedRows();
  private List<Algorithm> able = List.of();

  /** A parameter and what is typed for it; empty: the usual value. */
  static final class Setting extends FormPart {
    private final Parameter parameter;
    private final StringProperty text = new SimpleStringProperty("");

    Setting(Parameter parameter, String value) {
      this.parameter = parameter;
      text.set(value);
      watch(text);
    }

    Parameter parameter() {
      return parameter;
    }

    StringProperty text() {
      return text;
    }
  }

  AlgorithmViewModel() {
    title.addListener((observed, before, after) -> showSettings());
    watch(title);
  }

  /** Titles of the algorithms that do the task. */
  ObservableList<String> offered() {
    return offered;
  }

  /** Title of the chosen one. */
  StringProperty title() {
    return title;
  }

  ObservableList<Setting> settings() {
    return settings;
  }

  /** Offers what does a task; what was chosen stays if it does it too. */
  void choose(LearningTask task) {
    String before = title.get();
    able = Algorithm.forTask(task);
    List<String> titles = able.stream().map(Algorithm::title).toList();
    if (!titles.equals(offered)) {
      offered.setAll(titles);
    }
    title.set(titles.contains(before) ? before : titles.get(0));
  }

  private Algorithm chosen() {
    return able.stream()
        .filter(each -> each.title().equals(title.get()))
        .findFirst()
        .orElse(able.get(0));
  }

  private void showSettings() {
    settings.setAll(
        chosen().parameters().stream().map(parameter -> new Setting(parameter, "")).toList());
  }

  void load(LearningTask task, JsonNode document) {
    choose(task);
    Algorithm.of(document.path("name").asText())
        .filter(each -> each.does(task))
        .ifPresent(each -> title.set(each.title()));
    for (Setting setting : settings) {
      setting.text().set(document.path(setting.parameter().name()).asText(""));
    }
  }

  ObjectNode config() {
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("name", chosen().wire());
    for (Setting setting : settings) {
      if (!setting.text().get().isBlank()) {
        config.set(setting.parameter().name(), value(setting));
      }
    }
    return config;
  }

  private static JsonNode value(Setting setting) {
    String text = setting.text().get().strip();
    return setting.parameter().choices().isEmpty()
        ? FormInput.number(text)
        : JsonNodeFactory.instance.textNode(text);
  }

  /** What cannot be a value of a parameter. */
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    for (Setting setting : settings) {
      String wrong =
          setting.text().get().isBlank() ? null : setting.parameter().problem(value(setting));
      if (wrong != null) {
        String pointer = "/algorithm/" + setting.parameter().name();
        found.add(Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, wrong));
      }
    }
    return found;
  }
}
