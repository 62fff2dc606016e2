package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The forms of trainings and scorings, of which the chosen one is shown; each is made when it is
 * first chosen. FX thread only.
 */
final class LearningController {
  private final SubmitViewModel viewModel;
  private final Dialogs dialogs;
  private final FieldMap training = new FieldMap();
  private final FieldMap trainingInput = new FieldMap();
  private final FieldMap scoring = new FieldMap();
  private final FieldMap scoringInput = new FieldMap();
  private final FieldMap scoringOutput = new FieldMap();
  private @Nullable List<Node> trainingCards;
  private @Nullable List<Node> scoringCards;
  @FXML private VBox cards;

  LearningController(SubmitViewModel viewModel, Dialogs dialogs) {
    this.viewModel = viewModel;
    this.dialogs = dialogs;
  }

  @FXML
  private void initialize() {
    viewModel.form().kind().addListener((observed, before, after) -> show(after));
    show(viewModel.form().kind().get());
    viewModel.focus().addListener((observed, before, after) -> focus(after));
  }

  private void show(FormKind kind) {
    switch (kind) {
      case ML_TRAINING -> cards.getChildren().setAll(trainingCards());
      case ML_SCORING -> cards.getChildren().setAll(scoringCards());
      case DATA_PROCESSING, ETL, ANALYTICS, SCRIPT, CUSTOM -> cards.getChildren().clear();
    }
  }

  private List<Node> trainingCards() {
    if (trainingCards == null) {
      trainingCards = newTrainingCards();
    }
    return trainingCards;
  }

  private List<Node> newTrainingCards() {
    TrainingFormViewModel form = viewModel.form().training();
    var editor = new TrainingEditor(form, training, dialogs);
    return List.of(
        FormNodes.card(
            "What it learns from", new InputEditor(trainingInput, dialogs).of(form.input())),
        FormNodes.card("What it learns", editor.learning()),
        FormNodes.card("How it learns", editor.algorithm()),
        FormNodes.card("The model", editor.model()));
  }

  private List<Node> scoringCards() {
    if (scoringCards == null) {
      scoringCards = newScoringCards();
    }
    return scoringCards;
  }

  private List<Node> newScoringCards() {
    ScoringFormViewModel form = viewModel.form().scoring();
    Node path =
        FormNodes.row(
            scoring.put("/model", FormNodes.code(form.model(), "/models/churn")),
            FormNodes.button("Browse", "mdoal-folder_open", () -> chooseModel(form)));
    VBox model = FormNodes.field("Folder of the model", path, form.errorAt("/model"));
    return List.of(
        FormNodes.card("Model", model),
        FormNodes.card("Rows to score", new InputEditor(scoringInput, dialogs).of(form.input())),
        FormNodes.card(
            "Where they go", new OutputEditor(scoringOutput, dialogs).of(form.output(), "scored")));
  }

  private void chooseModel(ScoringFormViewModel form) {
    dialogs
        .chooseFolder("Choose a model", Paths.folderOf(form.model().get()))
        .ifPresent(folder -> form.model().set(folder.toString()));
  }

  private void focus(SubmitViewModel.@Nullable FocusRequest request) {
    if (request == null || request.part() != null) {
      return;
    }
    String pointer = request.pointer();
    switch (viewModel.form().kind().get()) {
      case ML_TRAINING -> focus(pointer, "/input", trainingInput, training);
      case ML_SCORING ->
          focus(
              pointer,
              pointer.startsWith("/output") ? "/output" : "/input",
              pointer.startsWith("/output") ? scoringOutput : scoringInput,
              scoring);
      case DATA_PROCESSING, ETL, ANALYTICS, SCRIPT, CUSTOM -> {}
    }
  }

  /** Parts know their fields by pointers that begin at the part. */
  private static void focus(String pointer, String prefix, FieldMap part, FieldMap own) {
    boolean inPart = pointer.startsWith(prefix);
    FieldMap map = inPart ? part : own;
    map.find(inPart ? pointer.substring(prefix.length()) : pointer).ifPresent(Node::requestFocus);
  }
}
