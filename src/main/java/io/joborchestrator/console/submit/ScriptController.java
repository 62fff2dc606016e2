package io.joborchestrator.console.submit;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The form that is made from a JSON Schema: scripts. FX thread only. */
final class ScriptController {
  private final SubmitViewModel viewModel;
  private final FieldMap map = new FieldMap();
  @FXML private VBox fields;
  @FXML private Label heading;
  @FXML private Label description;

  ScriptController(SubmitViewModel viewModel) {
    this.viewModel = viewModel;
  }

  @FXML
  private void initialize() {
    FormNodes.showOnlyWithText(description);
    SchemaFormViewModel form = viewModel.form().script();
    heading.setText(FormKind.SCRIPT.title());
    description.setText(form.description());
    fields.getChildren().setAll(new SchemaFields(map).of(form));
    viewModel.focus().addListener((observed, before, after) -> focus(after));
  }

  private void focus(SubmitViewModel.@Nullable FocusRequest request) {
    if (request != null
        && request.part() == null
        && viewModel.form().kind().get() == FormKind.SCRIPT) {
      map.find(request.pointer()).ifPresent(Node::requestFocus);
    }
  }
}
