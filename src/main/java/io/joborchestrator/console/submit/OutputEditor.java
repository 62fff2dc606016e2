package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form of the output. FX thread only. */
final class OutputEditor {
  private final FieldMap fields;
  private final Dialogs dialogs;

  OutputEditor(FieldMap fields, Dialogs dialogs) {
    this.fields = fields;
    this.dialogs = dialogs;
  }

  VBox of(OutputViewModel output, String proposedName) {
    VBox file = new VBox(path(output, proposedName), options(output), ifExists(output));
    file.getStyleClass().add("step-form");
    TableViewModel table = output.table();
    if (table == null) {
      return file;
    }
    showOnlyIf(file, output.toTable().not());
    VBox form = new VBox(target(output), file, table(output, table));
    form.getStyleClass().add("step-form");
    return form;
  }

  private static Node target(OutputViewModel output) {
    HBox choice =
        FormNodes.segments(
            output.toTable().asObject(),
            List.of(false, true),
            List.of("File", "Table of a database"));
    choice.setId("outputTarget");
    choice.setMaxWidth(Region.USE_PREF_SIZE);
    return choice;
  }

  private Node table(OutputViewModel output, TableViewModel table) {
    HBox mode =
        FormNodes.segments(
            output.mode(),
            OutputViewModel.MODES,
            List.of("Refuse", "Append", "Replace all rows", "Upsert by key"));
    mode.setId("tableMode");
    mode.setMaxWidth(Region.USE_PREF_SIZE);
    fields.put("/mode", mode.getChildren().get(0));
    ChipsField key = new ChipsField(output.key(), List::of, "add a column");
    fields.put("/key", key.input());
    CheckBox create = new CheckBox("Make the table if it is missing");
    create.selectedProperty().bindBidirectional(output.create());
    fields.put("/create", create);
    VBox keys =
        FormNodes.field("Key: columns that tell rows apart", key, output.errorAt(() -> "/key"));
    showOnlyIf(keys, output.mode().isEqualTo("upsert").or(output.create()));
    VBox box =
        new VBox(
            new TableEditor(fields).of(table, output::errorAt),
            FormNodes.field("If it has rows already", mode, output.errorAt(() -> "/mode")),
            create,
            keys,
            FormNodes.hint("The rows are loaded at once or not at all"));
    box.getStyleClass().add("step-form");
    showOnlyIf(box, output.toTable());
    return box;
  }

  private static void showOnlyIf(Node node, ObservableValue<Boolean> condition) {
    node.visibleProperty().bind(condition);
    node.managedProperty().bind(node.visibleProperty());
  }

  private Node path(OutputViewModel output, String proposedName) {
    TextField path = FormNodes.code(output.path(), "/data/result.parquet, or a folder");
    path.setId("outputPath");
    fields.put("/path", path);
    HBox row =
        FormNodes.row(
            path,
            FormNodes.button("Browse", "mdoal-folder_open", () -> choose(output, proposedName)));
    VBox field = FormNodes.field("File or folder", row, output.errorAt(() -> "/path"));
    field.getChildren().add(FormNodes.hint(output.shape()));
    return field;
  }

  private void choose(OutputViewModel output, String proposedName) {
    String name = proposedName + "." + output.format().get();
    dialogs
        .chooseTarget("Where the result goes", name, Paths.folderOf(output.path().get()))
        .ifPresent(file -> output.path().set(file.toString()));
  }

  private Node options(OutputViewModel output) {
    ComboBox<String> format = FormNodes.choice(output.format(), FormatName.ALL);
    ComboBox<String> compression =
        FormNodes.choice(output.compression(), OutputViewModel.compressions(output.format().get()));
    output
        .format()
        .addListener(
            (observed, before, after) -> {
              String chosen = output.compression().get();
              compression.getItems().setAll(OutputViewModel.compressions(after));
              compression.setValue(chosen);
            });
    fields.put("/format", format);
    fields.put("/compression", compression);
    return FormNodes.row(
        FormNodes.field("Format", format, output.errorAt(() -> "/format")),
        FormNodes.field("Compression", compression, output.errorAt(() -> "/compression")));
  }

  private Node ifExists(OutputViewModel output) {
    HBox choice =
        FormNodes.segments(
            output.ifExists(),
            OutputViewModel.IF_EXISTS,
            List.of("Refuse", "Replace it", "Append to the folder"));
    choice.setMaxWidth(Region.USE_PREF_SIZE);
    fields.put("/ifExists", choice.getChildren().get(0));
    return FormNodes.field("If it exists already", choice, output.errorAt(() -> "/ifExists"));
  }
}
