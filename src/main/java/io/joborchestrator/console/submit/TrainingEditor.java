package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.learning.LearningTask;
import io.joborchestrator.learning.Parameter;
import io.joborchestrator.pipeline.spec.Column;
import java.util.Arrays;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The cards of a training below its input. FX thread only. */
final class TrainingEditor {
  private static final double NARROW = 170;
  private static final List<String> METRICS =
      List.of(
          CrossValidationViewModel.USUAL,
          "f1",
          "accuracy",
          "log_loss",
          "auc",
          "rmse",
          "mae",
          "r2",
          "silhouette");

  private final TrainingFormViewModel form;
  private final FieldMap fields;
  private final Dialogs dialogs;
  private final SimpleObjectProperty<List<Column>> columns = new SimpleObjectProperty<>(List.of());

  TrainingEditor(TrainingFormViewModel form, FieldMap fields, Dialogs dialogs) {
    this.form = form;
    this.fields = fields;
    this.dialogs = dialogs;
    form.input().columns().addListener((ListChangeListener<ColumnRow>) change -> showColumns());
    showColumns();
  }

  private void showColumns() {
    columns.set(form.input().knownColumns());
  }

  /** Task, label, features. */
  Node learning() {
    List<String> words = Arrays.stream(LearningTask.values()).map(LearningTask::wire).toList();
    HBox task = FormNodes.segments(form.task(), words, List.of("A class", "A number", "Groups"));
    task.setMaxWidth(Region.USE_PREF_SIZE);
    fields.put("/task", task.getChildren().get(0));
    VBox label =
        FormNodes.field(
            "Column that is predicted",
            fields.put("/label", new ColumnPicker(form.label(), columns)),
            form.errorAt("/label"));
    label.visibleProperty().bind(form.task().isNotEqualTo("clustering"));
    label.managedProperty().bind(label.visibleProperty());
    ChipsField chips = new ChipsField(form.features(), form::columns, "column");
    chips.setId("trainingFeatures");
    fields.put("/features", chips.input());
    VBox features = FormNodes.field("Columns it looks at", chips, form.errorAt("/features"));
    features.getChildren().add(FormNodes.add("Take all others", form::takeAll));
    features
        .getChildren()
        .add(
            FormNodes.hint(
                "Numbers as they are, texts as categories, dates by their parts; other ways are"
                    + " set as JSON"));
    VBox box =
        new VBox(FormNodes.field("What it predicts", task, form.errorAt("/task")), label, features);
    box.getStyleClass().add("step-form");
    return box;
  }

  /** Algorithm, parameters, split. */
  Node algorithm() {
    ComboBox<String> choice = new ComboBox<>(form.algorithm().offered());
    choice.valueProperty().bindBidirectional(form.algorithm().title());
    choice.setId("trainingAlgorithm");
    fields.put("/algorithm", choice);
    FlowPane settings = new FlowPane(16, 8);
    form.algorithm()
        .settings()
        .addListener(
            (ListChangeListener<AlgorithmViewModel.Setting>) change -> showSettings(settings));
    showSettings(settings);
    TextField share = FormNodes.code(form.testShare(), "0.2");
    TextField seed = FormNodes.code(form.seed(), "1");
    fields.put("/split/testShare", share);
    fields.put("/split/seed", seed);
    VBox shareField =
        FormNodes.field("Share of rows held out", share, form.errorAt("/split/testShare"));
    VBox seedField = FormNodes.field("Seed", seed, form.errorAt("/split/seed"));
    shareField.setMaxWidth(NARROW);
    seedField.setMaxWidth(NARROW);
    VBox box =
        new VBox(
            FormNodes.field("Algorithm", choice, form.errorAt("/algorithm/name")),
            settings,
            FormNodes.row(shareField, seedField),
            crossValidation(),
            FormNodes.hint(Bindings.createStringBinding(form::kept, form.features(), form.task())));
    box.getStyleClass().add("step-form");
    return box;
  }

  /** Several values of parameters, of which the best are taken. */
  private Node crossValidation() {
    CrossValidationViewModel model = form.crossValidation();
    CheckBox wanted = new CheckBox("Try several values of parameters and take the best");
    wanted.setId("crossValidation");
    wanted.selectedProperty().bindBidirectional(model.wanted());
    fields.put("/crossValidation", wanted);
    TextField folds = FormNodes.code(model.folds(), "3");
    folds.setId("folds");
    fields.put("/crossValidation/folds", folds);
    ComboBox<String> metric = FormNodes.choice(model.metric(), METRICS);
    fields.put("/crossValidation/metric", metric);
    VBox foldsField = FormNodes.field("Folds", folds, form.errorAt("/crossValidation/folds"));
    VBox metricField = FormNodes.field("By", metric, form.errorAt("/crossValidation/metric"));
    foldsField.setMaxWidth(NARROW);
    metricField.setMaxWidth(NARROW);
    Node add = fields.put("/crossValidation/grid", FormNodes.add("Add a parameter", model::add));
    VBox details =
        new VBox(
            new RowsBox<>(model.rows(), row -> tried(model, row)),
            add,
            FormNodes.row(foldsField, metricField),
            FormNodes.hint("Every combination of the values is trained on every fold"));
    details.getStyleClass().add("step-form");
    details.visibleProperty().bind(model.wanted());
    details.managedProperty().bind(model.wanted());
    VBox box = new VBox(wanted, details);
    box.getStyleClass().add("step-form");
    return box;
  }

  private Node tried(CrossValidationViewModel model, CrossValidationViewModel.Row row) {
    ComboBox<String> parameter = FormNodes.choice(row.parameter(), model.names());
    parameter.setMinWidth(NARROW);
    parameter.setMaxWidth(NARROW);
    parameter.setAccessibleText("Parameter that is tried");
    // Another algorithm has other parameters.
    parameter.setOnShowing(
        event -> {
          if (!parameter.getItems().equals(model.names())) {
            parameter.getItems().setAll(model.names());
          }
        });
    TextField values = FormNodes.code(row.values(), "5, 10, 20");
    values.setAccessibleText("Values to try");
    values.getStyleClass().add("tried-values");
    fields.put(() -> CrossValidationViewModel.pointerOf(row), values);
    return new VBox(
        FormNodes.row(
            parameter,
            values,
            FormNodes.icon("mdoal-close", "Remove", () -> model.rows().remove(row))),
        FormNodes.error(values, form.errorAt(() -> CrossValidationViewModel.pointerOf(row))));
  }

  private void showSettings(FlowPane settings) {
    settings.getChildren().setAll(form.algorithm().settings().stream().map(this::setting).toList());
  }

  private Node setting(AlgorithmViewModel.Setting setting) {
    Parameter parameter = setting.parameter();
    String pointer = "/algorithm/" + parameter.name();
    Node control;
    if (parameter.choices().isEmpty()) {
      control = FormNodes.code(setting.text(), usual(parameter));
    } else {
      ComboBox<String> box = FormNodes.choice(setting.text(), parameter.choices());
      box.setPromptText(usual(parameter));
      control = box;
    }
    fields.put(pointer, control);
    VBox field = FormNodes.field(parameter.title(), control, form.errorAt(pointer));
    field.setPrefWidth(NARROW);
    return field;
  }

  private static String usual(Parameter parameter) {
    return parameter.normal().toString();
  }

  private Node predictions() {
    CheckBox wanted = new CheckBox("Write the predictions for the rows held out");
    wanted.setId("predictions");
    wanted.selectedProperty().bindBidirectional(form.writesPredictions());
    VBox output =
        new OutputEditor(fields.within("/predictions"), dialogs).of(form.predictions(), "held-out");
    output.visibleProperty().bind(form.writesPredictions());
    output.managedProperty().bind(form.writesPredictions());
    VBox box = new VBox(wanted, output);
    box.getStyleClass().add("step-form");
    return box;
  }

  /** Where it goes. */
  Node model() {
    TextField path = FormNodes.code(form.modelPath(), "/models/churn");
    path.setId("modelPath");
    fields.put("/model", path);
    HBox row =
        FormNodes.row(
            path,
            FormNodes.button(
                "Browse",
                "mdoal-folder_open",
                () ->
                    dialogs
                        .chooseFolder(
                            "Where the model goes", Paths.folderOf(form.modelPath().get()))
                        .ifPresent(folder -> form.modelPath().set(folder.toString()))));
    HBox exists =
        FormNodes.segments(
            form.ifExists(), List.of("refuse", "replace"), List.of("Refuse", "Replace it"));
    exists.setMaxWidth(Region.USE_PREF_SIZE);
    VBox box =
        new VBox(
            FormNodes.field("Folder", row, form.errorAt("/model")),
            FormNodes.field("If there is a model already", exists),
            predictions());
    box.getStyleClass().add("step-form");
    return box;
  }
}
