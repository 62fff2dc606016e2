package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.learning.LearningTask;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/**
 * A training: its input gives the columns, features are chips. What the form has no field for, as
 * options of single features, is kept as it was loaded. FX thread only.
 */
final class TrainingFormViewModel extends LearningForm {
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

  private final StringProperty task = new SimpleStringProperty("classification");
  private final StringProperty label = new SimpleStringProperty("");
  private final FeaturesViewModel features = new FeaturesViewModel(input());
  private final AlgorithmViewModel algorithm = new AlgorithmViewModel();
  private final CrossValidationViewModel crossValidation =
      new CrossValidationViewModel(
          () -> algorithm.settings().stream().map(AlgorithmViewModel.Setting::parameter).toList());
  private final BooleanProperty writesPredictions = new SimpleBooleanProperty();
  private final OutputViewModel predictions = new OutputViewModel();
  private final StringProperty testShare = new SimpleStringProperty("0.2");
  private final StringProperty seed = new SimpleStringProperty("1");
  private final StringProperty modelPath = new SimpleStringProperty("");
  private final StringProperty ifExists = new SimpleStringProperty("refuse");
  private final Set<String> touched = new HashSet<>();
  private ObjectNode rest = NODES.objectNode();

  TrainingFormViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    super(tasks, workbench);
    task.addListener((observed, before, after) -> onTask());
    features.onEdit(this::edited);
    algorithm.onEdit(this::edited);
    crossValidation.onEdit(this::edited);
    predictions.load(OutputSpec.of("csv", ""));
    predictions.onEdit(this::edited);
    predictions.onEdit(predictions::touch);
    algorithm.choose(LearningTask.CLASSIFICATION);
    watch(task, label, testShare, seed, modelPath, ifExists, writesPredictions);
    touchOn("label", label);
    touchOn("model", modelPath);
    touchOn("split", testShare);
    features.columns().addListener((InvalidationListener) changed -> touch("features"));
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

  /** Word of a {@link LearningTask}. */
  StringProperty task() {
    return task;
  }

  StringProperty label() {
    return label;
  }

  ObservableList<String> features() {
    return features.columns();
  }

  AlgorithmViewModel algorithm() {
    return algorithm;
  }

  /** The parameters that are tried with several values. */
  CrossValidationViewModel crossValidation() {
    return crossValidation;
  }

  /** Whether the predictions for the rows held out are written. */
  BooleanProperty writesPredictions() {
    return writesPredictions;
  }

  /** Where they go. */
  OutputViewModel predictions() {
    return predictions;
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
    return input().knownColumns().stream()
        .map(Column::name)
        .filter(name -> !name.equals(label.get()))
        .toList();
  }

  /** Takes every column but the label. */
  void takeAll() {
    List<String> more = new ArrayList<>(columns());
    more.removeAll(features());
    features().addAll(more);
  }

  /** What the model goes without in the form but the document has, in words, or empty. */
  String kept() {
    List<String> kept = new ArrayList<>();
    rest.fieldNames().forEachRemaining(name -> kept.add(TITLES.getOrDefault(name, name)));
    if (features.hasOptions()) {
      kept.add("options of features");
    }
    return kept.isEmpty() ? "" : "Also set, to be seen as JSON: " + String.join(", ", kept);
  }

  @Override
  ObjectNode config() {
    ObjectNode config = NODES.objectNode();
    config.set("input", FormInput.json(input().spec()));
    config.put("task", task.get());
    if (LearningTask.of(task.get()).hasLabel() && !label.get().isBlank()) {
      config.put("label", label.get().strip());
    }
    config.set("features", features.config());
    config.set("algorithm", algorithm.config());
    ObjectNode split = config.putObject("split");
    split.set("testShare", FormInput.number(testShare.get()));
    split.set("seed", FormInput.number(seed.get()));
    crossValidation.writeTo(config);
    config.setAll(rest);
    ObjectNode model = config.putObject("model").put("path", modelPath.get().strip());
    if (!"refuse".equals(ifExists.get())) {
      model.put("ifExists", ifExists.get());
    }
    if (writesPredictions.get()) {
      config.set("predictions", FormInput.json(predictions.spec()));
    }
    return config;
  }

  @Override
  void load(ObjectNode config) {
    ObjectNode document = config.deepCopy();
    LearningTask loaded = LearningTask.of(document.path("task").asText("classification"));
    JsonNode read = document.path("input");
    quietly(
        () -> {
          FormInput.load(input(), read);
          task.set(loaded.wire());
          label.set(document.path("label").asText(""));
          features.load(document.path("features"));
          algorithm.load(loaded, document.path("algorithm"));
          testShare.set(document.at("/split/testShare").asText(loaded.hasLabel() ? "0.2" : "0"));
          seed.set(document.at("/split/seed").asText("1"));
          modelPath.set(document.at("/model/path").asText(""));
          ifExists.set(document.at("/model/ifExists").asText("refuse"));
          crossValidation.load(document.path("crossValidation"));
          FormInput.load(predictions, document.path("predictions"));
          writesPredictions.set(document.path("predictions").isObject());
          rest = document;
          rest.remove(TITLES.keySet());
        });
    edited();
  }

  @Override
  void clear() {
    load(NODES.objectNode());
    touched.clear();
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>(FormInput.own(input(), "/input"));
    if (LearningTask.of(task.get()).hasLabel() && label.get().isBlank()) {
      found.add(wrong("/label", "Choose the column that is predicted"));
    }
    if (features().isEmpty()) {
      found.add(wrong("/features", "Choose what the model looks at"));
    }
    found.addAll(algorithm.ownProblems());
    found.addAll(crossValidation.ownProblems());
    if (writesPredictions.get()) {
      found.addAll(FormInput.own(predictions, "/predictions"));
    }
    if (modelPath.get().isBlank()) {
      found.add(wrong("/model", "Say where the model goes"));
    }
    return found;
  }

  @Override
  void showProblems(List<Problem> found) {
    FormInput.show(predictions, "/predictions", found);
    super.showProblems(found);
  }

  @Override
  void touchAll() {
    input().touch();
    predictions.touch();
    touched.addAll(TITLES.keySet());
  }

  @Override
  boolean isTouchedAt(String pointer) {
    String key = key(pointer);
    if (key.equals("predictions")) {
      return predictions.isTouched();
    }
    return key.equals("input")
        ? input().isTouched()
        : !TITLES.containsKey(key)
            || touched.contains(key)
            || key.equals("algorithm")
            || key.equals("crossValidation");
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
    String about = label.get().isBlank() ? input().baseName() : label.get().strip();
    boolean empty = label.get().isBlank() && !input().isNamed();
    return empty ? "" : "train_" + about.replaceAll("\\.[A-Za-z0-9]+$", "");
  }

  @Override
  String checkedThings() {
    int columns = input().knownColumns().size();
    return "paths, " + columns + (columns == 1 ? " column" : " columns") + ", features, settings";
  }
}
