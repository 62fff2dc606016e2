package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.orchestrator.EngineManager.Handler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The form of custom jobs: a handler of a plug-in and its configuration. FX thread only. */
final class CustomController {
  private final SubmitViewModel viewModel;
  private final CustomFormViewModel form;
  private final Dialogs dialogs;
  private final Texts texts;
  private final FieldMap own = new FieldMap();
  private FieldMap fields = new FieldMap();
  private final VBox configuration = new VBox();
  @FXML private VBox cards;

  CustomController(SubmitViewModel viewModel, Dialogs dialogs, Texts texts) {
    this.viewModel = viewModel;
    this.form = viewModel.form().custom();
    this.dialogs = dialogs;
    this.texts = texts;
  }

  @FXML
  private void initialize() {
    List<Node> all = new ArrayList<>();
    if (form.handlers().handlers().isEmpty()) {
      all.add(none());
    }
    configuration.getStyleClass().add("script-fields");
    all.add(FormNodes.card(texts.get("submit.custom"), handler()));
    Node settings = FormNodes.card(texts.get("submit.custom.configuration"), configuration);
    settings.visibleProperty().bind(form.handler().isNotEmpty());
    settings.managedProperty().bind(settings.visibleProperty());
    all.add(settings);
    if (!form.handlers().problems().isEmpty()) {
      all.add(broken());
    }
    cards.getChildren().setAll(all);
    form.fields().addListener((observed, before, after) -> showFields());
    showFields();
    viewModel.focus().addListener((observed, before, after) -> focus(after));
  }

  private Node handler() {
    ComboBox<String> choice = new ComboBox<>();
    choice.getItems().setAll(form.handlers().handlers().stream().map(Handler::name).toList());
    choice.setEditable(true);
    choice.setId("handler");
    choice.setMaxWidth(360);
    choice.setCellFactory(list -> new HandlerCell());
    choice.getEditor().getStyleClass().add("code");
    choice.setPromptText(texts.get("submit.custom.handler.prompt"));
    choice.getEditor().textProperty().bindBidirectional(form.handler());
    own.put("/handler", choice);
    VBox field =
        FormNodes.field(texts.get("submit.custom.handler"), choice, form.errorAt("/handler"));
    field.getChildren().add(FormNodes.hint(about()));
    return field;
  }

  private StringExpression about() {
    return Bindings.createStringBinding(
        () ->
            form.chosen()
                .map(this::describe)
                .orElseGet(
                    () -> form.handler().get().isBlank() ? "" : texts.get("submit.custom.unknown")),
        form.handler());
  }

  private String describe(Handler handler) {
    String source = texts.get("submit.custom.handler.source", handler.source());
    return handler.description().isBlank() ? source : handler.description() + " (" + source + ")";
  }

  private void showFields() {
    fields = new FieldMap();
    SchemaFields nodes = new SchemaFields(form.isText() ? fields : fields.within("/config"));
    List<Node> all = new ArrayList<>();
    if (form.isText()) {
      all.add(FormNodes.hint(texts.get("submit.custom.configuration.hint")));
    }
    all.addAll(nodes.of(form.fields().get()));
    configuration.getChildren().setAll(all);
  }

  /** What to do on a machine without plug-ins. */
  private Node none() {
    Label heading = new Label(texts.get("submit.custom.none"), Icons.of("mdoal-extension"));
    heading.getStyleClass().add(Styles.HEADING);
    Label folder = new Label(form.handlers().folder());
    folder.getStyleClass().add(Styles.MONO);
    folder.setWrapText(true);
    Button open =
        FormNodes.button(
            texts.get("submit.custom.folder.open"),
            "mdoal-folder_open",
            () -> dialogs.openWithSystem(Path.of(form.handlers().folder())));
    VBox card =
        new VBox(
            heading,
            FormNodes.hint(texts.get("submit.custom.none.how")),
            FormNodes.row(folder, open),
            FormNodes.hint(texts.get("submit.custom.none.elsewhere")));
    card.getStyleClass().addAll(Styles.CARD, "script-card");
    card.setId("noHandlers");
    return card;
  }

  private Node broken() {
    VBox lines = new VBox();
    lines.getStyleClass().add("form-rows");
    for (String problem : form.handlers().problems()) {
      Label line = new Label(problem, Icons.of("mdoal-info"));
      line.getStyleClass().add("field-warning");
      line.setWrapText(true);
      lines.getChildren().add(line);
    }
    return FormNodes.card(texts.get("submit.custom.problems"), lines);
  }

  private void focus(SubmitViewModel.@Nullable FocusRequest request) {
    if (request != null
        && request.part() == null
        && viewModel.form().kind().get() == FormKind.CUSTOM) {
      fields
          .find(request.pointer())
          .or(() -> own.find(request.pointer()))
          .ifPresent(Node::requestFocus);
    }
  }

  /** Name, and what it does below. */
  private final class HandlerCell extends ListCell<String> {
    private final Label name = new Label();
    private final Label does = new Label();
    private final VBox box = new VBox(name, does);

    HandlerCell() {
      name.getStyleClass().add(Styles.MONO);
      does.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    }

    @Override
    protected void updateItem(String item, boolean empty) {
      super.updateItem(item, empty);
      setText(null);
      setGraphic(empty ? null : box);
      if (!empty) {
        name.setText(item);
        does.setText(
            form.handlers().handlers().stream()
                .filter(each -> each.name().equals(item))
                .map(Handler::description)
                .findFirst()
                .orElse(""));
      }
    }
  }
}
