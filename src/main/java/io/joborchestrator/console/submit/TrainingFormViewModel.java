package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.learning.LearningTask;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * A training: its file gives the columns, features are chips. What the form has no field for, as
 * options of single features or a cross-validation, is kept as it was loaded. FX thread only.
 */
final class TrainingFormViewModel extends KindForm {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Map<String, String> TITLES =
      Map.of(
          "input", "Input",
          "task", "Task",
          "label", "Label",
          "features", "Features",
          "algorithm", "Algorithm",
          "split", "Split",
          "crossValidation", "Cross-validation",
          "model", "Model",
          "predictions", "Predictions");

  private final InputViewModel input;
  private final StringProperty task = new SimpleStringProperty("classification");
  private final StringProperty label = new SimpleStringProperty("");
  private final ObservableList<String> features =
      watched(FXCollections.<String>observableArrayList());
  private final AlgorithmViewModel algorithm = new AlgorithmViewModel();
  private final StringProperty testShare = new SimpleStringProperty("0.2");
  private final StringProperty seed = new SimpleStringProperty("1");
  private final StringProperty modelPath = new SimpleStringProperty("");
  private final StringProperty ifExists = new SimpleStringProperty("refuse");
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private final Map<String, ObjectNode> options = new HashMap<>();
  private final Set<String> touched = new HashSet<>();
  private ObjectNode rest = NODES.objectNode();

  TrainingFormViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    input = new InputViewModel(tasks, workbench);
    task.addListener((observed, before, after) -> onTask());
    input.onEdit(this::edited);
    algorithm.onEdit(this::edited);
    algorithm.choose(LearningTask.CLASSIFICATION);
    watch(task, label, testShare, seed, modelPath, ifExists);
    touchOn("label", label);
    touchOn("model", modelPath);
    touchOn("split", testShare);
    features.addListener((javafx.beans.InvalidationListener) changed -> touch("features"));
  }

  private void touchOn(String key, StringProperty value) {
    value.addListener((observed, before, after) -> touch(key));
  }

  private void touch(String key) {
    if (!isMuted()) {
      touched.add(key);
    }
  }

  private void onTask() {
    LearningTask chosen = LearningTask.of(task.get());
    algorithm.choose(chosen);
    if (!isMuted()) {
      testShare.set(chosen.hasLabel() ? "0.2" : "0");
    }
  }

  InputViewModel input() {
    return input;
  }

  /** Word of a {@link LearningTask}. */
  StringProperty task() {
    return task;
  }

  StringProperty label() {
    return label;
  }

  ObservableList<String> features() {
    return features;
  }

  AlgorithmViewModel algorithm() {
    return algorithm;
  }

  StringProperty testShare() {
    return testShare;
  }

  StringProperty seed() {
    return seed;
  }

  StringProperty modelPath() {
    return modelPath;
  }

  StringProperty ifExists() {
    return ifExists;
  }

  /** Columns of the file that can still be taken as features. */
  List<String> columns() {
    return input.knownColumns().stream()
        .map(Column::name)
        .filter(name -> !name.equals(label.get()))
        .toList();
  }

  /** Takes every column but the label. */
  void takeAll() {
    List<String> more = new ArrayList<>(columns());
    more.removeAll(features);
    features.addAll(more);
  }

  /** The message of the first problem at or below a place. */
  StringExpression errorAt(String pointer) {
    return Bindings.createStringBinding(
        () ->
            problems.stream()
                .filter(
                    each ->
                        each.pointer().equals(pointer) || each.pointer().startsWith(pointer + "/"))
                .map(Problem::message)
                .findFirst()
                .orElse(""),
        problems);
  }

  /** What the model goes without in the form but the document has, in words, or empty. */
  String kept() {
    List<String> kept = new ArrayList<>();
    rest.fieldNames().forEachRemaining(name -> kept.add(TITLES.getOrDefault(name, name)));
    if (!options.isEmpty()) {
      kept.add("options of features");
    }
    return kept.isEmpty() ? "" : "Also set, to be seen as JSON: " + String.join(", ", kept);
  }

  @Override
  ObjectNode config() {
    ObjectNode config = NODES.objectNode();
    config.set("input", FormInput.json(input.spec()));
    config.put("task", task.get());
    if (LearningTask.of(task.get()).hasLabel() && !label.get().isBlank()) {
      config.put("label", label.get().strip());
    }
    config.set("features", featureList());
    config.set("algorithm", algorithm.config());
    ObjectNode split = config.putObject("split");
    number(split, "testShare", testShare.get());
    number(split, "seed", seed.get());
    config.setAll(rest);
    ObjectNode model = config.putObject("model").put("path", modelPath.get().strip());
    if (!"refuse".equals(ifExists.get())) {
      model.put("ifExists", ifExists.get());
    }
    return config;
  }

  /** Neighbours with the same options are one feature of several columns. */
  private ArrayNode featureList() {
    ArrayNode list = NODES.arrayNode();
    ObjectNode last = null;
    ObjectNode lastOptions = null;
    for (String column : features) {
      ObjectNode own = options.getOrDefault(column, NODES.objectNode());
      boolean alike = own.equals(lastOptions) && (own.has("as") || kind(column).equals(kind(last)));
      if (last == null || !alike) {
        last = list.addObject();
        last.putArray("columns");
        last.setAll(own);
        lastOptions = own;
      }
      last.withArray("columns").add(column);
    }
    return list;
  }

  private String kind(@org.jspecify.annotations.Nullable ObjectNode feature) {
    return feature == null ? "" : kind(feature.path("columns").path(0).asText());
  }

  private String kind(String column) {
    return input.knownColumns().stream()
        .filter(each -> each.name().equals(column))
        .map(each -> io.joborchestrator.learning.FeatureKind.usual(each.type()).wire())
        .findFirst()
        .orElse("");
  }

  private static void number(ObjectNode target, String key, String text) {
    try {
      var number = new java.math.BigDecimal(text.strip());
      target.set(key, NODES.numberNode(number));
    } catch (NumberFormatException notANumber) {
      target.put(key, text);
    }
  }

  @Override
  void load(ObjectNode config) {
    ObjectNode document = config.deepCopy();
    LearningTask loaded = LearningTask.of(document.path("task").asText("classification"));
    JsonNode read = document.path("input");
    quietly(
        () -> {
          FormInput.load(input, read);
          task.set(loaded.wire());
          label.set(document.path("label").asText(""));
          loadFeatures(document.path("features"));
          algorithm.load(loaded, document.path("algorithm"));
          testShare.set(document.at("/split/testShare").asText(loaded.hasLabel() ? "0.2" : "0"));
          seed.set(document.at("/split/seed").asText("1"));
          modelPath.set(document.at("/model/path").asText(""));
          ifExists.set(document.at("/model/ifExists").asText("refuse"));
          rest = document;
          rest.remove(List.of("input", "task", "label", "features", "algorithm", "split", "model"));
        });
    edited();
  }

  private void loadFeatures(JsonNode list) {
    options.clear();
    List<String> columns = new ArrayList<>();
    for (JsonNode feature : list) {
      ObjectNode own = feature.isObject() ? feature.deepCopy() : NODES.objectNode();
      own.remove("columns");
      for (JsonNode column : feature.path("columns")) {
        columns.add(column.asText());
        if (!own.isEmpty()) {
          options.put(column.asText(), own);
        }
      }
    }
    features.setAll(columns);
  }

  @Override
  void clear() {
    load(NODES.objectNode());
    touched.clear();
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>(FormInput.own(input, "/input"));
    if (LearningTask.of(task.get()).hasLabel() && label.get().isBlank()) {
      found.add(wrong("/label", "Choose the column that is predicted"));
    }
    if (features.isEmpty()) {
      found.add(wrong("/features", "Choose what the model looks at"));
    }
    found.addAll(algorithm.ownProblems());
    if (modelPath.get().isBlank()) {
      found.add(wrong("/model", "Say where the model goes"));
    }
    return found;
  }

  private static Problem wrong(String pointer, String message) {
    return Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message);
  }

  @Override
  void showProblems(List<Problem> found) {
    FormInput.show(input, "/input", found);
    List<Problem> shown = new ArrayList<>();
    ownProblems().stream().filter(each -> isTouchedAt(each.pointer())).forEach(shown::add);
    shown.addAll(found);
    if (!shown.equals(problems)) {
      problems.setAll(shown);
    }
  }

  @Override
  void touchAll() {
    input.touch();
    touched.addAll(TITLES.keySet());
  }

  @Override
  boolean isTouchedAt(String pointer) {
    String key = key(pointer);
    return key.equals("input")
        ? input.isTouched()
        : !TITLES.containsKey(key) || touched.contains(key) || key.equals("algorithm");
  }

  @Override
  String titleAt(String pointer) {
    return TITLES.getOrDefault(key(pointer), "");
  }

  private static String key(String pointer) {
    String[] words = pointer.split("/", 3);
    return words.length < 2 ? "" : words[1];
  }

  @Override
  String proposedName() {
    String about = label.get().isBlank() ? input.describeSettings() : label.get().strip();
    boolean empty = label.get().isBlank() && input.path().get().isBlank();
    return empty ? "" : "train_" + about.replaceAll("\\.[A-Za-z0-9]+$", "");
  }

  @Override
  String checkedThings() {
    int columns = input.knownColumns().size();
    return "paths, " + columns + (columns == 1 ? " column" : " columns") + ", features, settings";
  }
}
