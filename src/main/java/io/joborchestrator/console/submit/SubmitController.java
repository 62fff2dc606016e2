package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Head, kinds and foot of the Submit page. FX thread only. */
final class SubmitController {
  private static final KeyCombination SEND =
      new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

  private final SubmitViewModel viewModel;
  private final JobText jobText;
  private final Texts texts;
  @FXML private VBox root;
  @FXML private HBox head;
  @FXML private HBox kinds;
  @FXML private TextField nameField;
  @FXML private Label nameError;
  @FXML private ToggleButton jsonButton;
  @FXML private Node parts;
  @FXML private Node script;
  @FXML private Node custom;
  @FXML private Node learning;
  @FXML private Node json;
  @FXML private Node run;
  @FXML private HBox failureBanner;
  @FXML private Label failureText;
  @FXML private Hyperlink problemCount;
  @FXML private Hyperlink firstProblem;
  @FXML private Node problemIcon;
  @FXML private Node goodIcon;
  @FXML private Label checked;
  @FXML private Button submitButton;
  @FXML private StackPane submitFrame;
  private final Tooltip submitTooltip = new Tooltip();

  SubmitController(SubmitViewModel viewModel, JobText jobText, Texts texts) {
    this.viewModel = viewModel;
    this.jobText = jobText;
    this.texts = texts;
  }

  @FXML
  private void initialize() {
    SubmitForm form = viewModel.form();
    bindKinds(form);
    Tooltips.whenCut(firstProblem);
    nameField.textProperty().bindBidirectional(form.name());
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    form.kind().addListener((observed, before, after) -> showBody());
    viewModel.json().visible().addListener((observed, before, after) -> showBody());
    form.textProperty().addListener((observed, before, after) -> showBody());
    head.getChildren().add(2, new TemplatesMenu(viewModel.templates(), texts));
    root.getChildren().add(2, new RerunStrip(viewModel.rerun(), texts));
    showBody();
    failureText.textProperty().bind(viewModel.sending().failure());
    failureBanner.pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("failed"), true);
    failureBanner.visibleProperty().bind(viewModel.sending().failure().isNotEmpty());
    failureBanner.managedProperty().bind(failureBanner.visibleProperty());
    checked.textProperty().bind(viewModel.problems().checked());
    viewModel.focus().addListener((observed, before, after) -> focus(after));
    Tooltip.install(submitFrame, submitTooltip);
    viewModel.problems().list().addListener((InvalidationListener) changed -> showProblems());
    viewModel.sending().busy().addListener((InvalidationListener) changed -> showProblems());
    viewModel.json().error().addListener((InvalidationListener) changed -> showProblems());
    viewModel.problems().shownAll().addListener((InvalidationListener) changed -> showProblems());
    viewModel.problems().checked().addListener((InvalidationListener) changed -> showProblems());
    showProblems();
  }

  private void bindKinds(SubmitForm form) {
    List<FormKind> all = List.of(FormKind.values());
    HBox segments =
        FormNodes.segments(form.kind(), all, all.stream().map(FormKind::title).toList());
    for (int i = 0; i < all.size(); i++) {
      ToggleButton button = (ToggleButton) segments.getChildren().get(i);
      button.setGraphic(Icons.of(all.get(i).icon()));
      button.setId("kind-" + all.get(i).type());
    }
    kinds.getChildren().add(0, segments);
  }

  private void showBody() {
    boolean asJson = viewModel.json().visible().get();
    FormKind kind = viewModel.form().kind().get();
    boolean hasFields = !viewModel.form().isText();
    show(kinds, hasFields);
    show(run, hasFields);
    show(json, asJson);
    show(parts, !asJson && kind.hasParts());
    show(script, !asJson && kind == FormKind.SCRIPT);
    show(custom, !asJson && kind == FormKind.CUSTOM);
    show(learning, !asJson && kind.isLearning());
    jsonButton.setSelected(asJson);
  }

  private static void show(Node node, boolean wanted) {
    node.setVisible(wanted);
    node.setManaged(wanted);
  }

  private void showProblems() {
    List<FormProblem> all = viewModel.problems().list();
    boolean good = all.isEmpty();
    List<FormProblem> wrong = all.stream().filter(FormProblem::marked).toList();
    show(problemIcon, !wrong.isEmpty());
    String looked = viewModel.problems().checked().get();
    show(goodIcon, good && !looked.isEmpty());
    Tooltips.set(checked, looked.isEmpty() ? null : looked);
    show(problemCount, !good);
    show(firstProblem, !good);
    problemCount.getStyleClass().removeAll("problem-count", "missing-count");
    problemCount.getStyleClass().add(wrong.isEmpty() ? "missing-count" : "problem-count");
    if (!good) {
      problemCount.setText(
          wrong.isEmpty()
              ? texts.count("submit.missing", all.size())
              : texts.count("submit.problems", wrong.size()));
      firstProblem.setText(first(all).sentence());
    }
    String nameWrong =
        wrong.stream()
            .filter(each -> "name".equals(each.pointer()) && each.part() == null)
            .map(each -> each.problem().message())
            .findFirst()
            .orElse("");
    nameError.setText(nameWrong);
    submitButton.setDisable(
        !good || viewModel.sending().busy().get() || viewModel.json().isBroken());
    submitTooltip.setText(
        Stream.of(
                viewModel.json().error().get(),
                good ? "" : first(all).sentence(),
                viewModel.sending().busy().get() ? texts.get("submit.sending") : "",
                texts.get("submit.send.tooltip"))
            .filter(sentence -> !sentence.isEmpty())
            .findFirst()
            .orElse(""));
  }

  /** What is wrong comes before what is only missing. */
  private static FormProblem first(List<FormProblem> all) {
    return all.stream().filter(FormProblem::marked).findFirst().orElse(all.get(0));
  }

  private void focus(SubmitViewModel.@Nullable FocusRequest request) {
    if (request != null && request.part() == null && "name".equals(request.pointer())) {
      nameField.requestFocus();
    }
  }

  private void onKey(KeyEvent event) {
    if (SEND.match(event)) {
      viewModel.submit();
      event.consume();
    }
  }

  @FXML
  private void onSubmit() {
    viewModel.submit();
  }

  @FXML
  private void onFirstProblem() {
    viewModel.goTo(first(viewModel.problems().list()));
  }

  @FXML
  private void onAllProblems() {
    ContextMenu menu = new ContextMenu();
    for (FormProblem problem : viewModel.problems().list()) {
      MenuItem item = new MenuItem(problem.sentence());
      item.setMnemonicParsing(false);
      item.setOnAction(event -> viewModel.goTo(problem));
      menu.getItems().add(item);
    }
    menu.show(problemCount, javafx.geometry.Side.TOP, 0, -4);
  }

  @FXML
  private void onJson() {
    viewModel.json().toggle();
    jsonButton.setSelected(viewModel.json().visible().get());
  }

  @FXML
  private void onOpen() {
    jobText.open();
  }

  @FXML
  private void onSave() {
    jobText.save();
  }

  @FXML
  private void onCopyCli() {
    jobText.copyAsCli();
  }

  @FXML
  private void onClose() {
    viewModel.close();
  }
}
