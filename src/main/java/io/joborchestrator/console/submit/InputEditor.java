package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form of an input: file or table, options, columns with their types. FX thread only. */
final class InputEditor {
  private static final List<String> BAD_ROWS = List.of("fail", "skip", "quarantine");

  private final FieldMap fields;
  private final Dialogs dialogs;

  InputEditor(FieldMap fields, Dialogs dialogs) {
    this.fields = fields;
    this.dialogs = dialogs;
  }

  VBox of(InputViewModel input) {
    VBox file = new VBox(path(input), options(input), csv(input));
    file.getStyleClass().add("step-form");
    showOnlyIf(file, input.source().isEqualTo(InputViewModel.Source.FILE));
    VBox form =
        new VBox(
            source(input),
            file,
            table(input),
            looking(input),
            failure(input),
            warnings(input),
            badRows(input),
            columns(input));
    form.getStyleClass().add("step-form");
    form.setOnDragOver(
        event -> {
          if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
            event.consume();
          }
        });
    form.setOnDragDropped(
        event -> {
          if (event.getDragboard().hasFiles()) {
            input.source().set(InputViewModel.Source.FILE);
            input.path().set(event.getDragboard().getFiles().get(0).getPath());
            event.setDropCompleted(true);
            event.consume();
          }
        });
    return form;
  }

  private static Node source(InputViewModel input) {
    HBox choice =
        FormNodes.segments(
            input.source(),
            List.of(InputViewModel.Source.FILE, InputViewModel.Source.TABLE),
            List.of("File", "Table of a database"));
    choice.setId("inputSource");
    choice.setMaxWidth(HBox.USE_PREF_SIZE);
    return choice;
  }

  private Node table(InputViewModel input) {
    var columns = Bindings.createObjectBinding(() -> wholeNumbers(input), input.columns());
    ColumnPicker by = new ColumnPicker(input.partitions().column(), columns);
    by.getEditor().setPromptText("by itself");
    by.setPromptText("by itself");
    TextField number = FormNodes.code(input.partitions().number(), "8");
    fields.put("/partitionBy", by);
    fields.put("/partitionBy/column", by);
    fields.put("/partitionBy/number", number);
    VBox parts =
        FormNodes.field("Number of parts", number, input.errorAt(() -> "/partitionBy/number"));
    parts.setMinWidth(130);
    parts.setMaxWidth(130);
    HBox cut =
        FormNodes.row(
            FormNodes.field("Cut into parts by", by, input.errorAt(() -> "/partitionBy/column")),
            parts);
    cut.getStyleClass().add("form-row-top");
    VBox box = new VBox(new TableEditor(fields).of(input.table(), input::errorAt), cut);
    box.getStyleClass().add("step-form");
    showOnlyIf(box, input.source().isEqualTo(InputViewModel.Source.TABLE));
    return box;
  }

  private static List<Column> wholeNumbers(InputViewModel input) {
    return input.knownColumns().stream()
        .filter(
            each -> each.type().equals(ColumnType.BIGINT) || each.type().equals(ColumnType.INTEGER))
        .toList();
  }

  /** A database may take its time to answer. */
  private static Node looking(InputViewModel input) {
    ProgressIndicator turning = new ProgressIndicator();
    turning.setPrefSize(16, 16);
    Label words = new Label("Asking the database");
    words.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    HBox row = FormNodes.row(turning, words, FormNodes.add("Stop", input::stopLooking));
    showOnlyIf(
        row,
        input
            .source()
            .isEqualTo(InputViewModel.Source.TABLE)
            .and(input.look().state().isEqualTo(InputLook.State.LOOKING)));
    Node again = FormNodes.add("Ask again", input::refresh);
    showOnlyIf(
        again,
        input
            .source()
            .isEqualTo(InputViewModel.Source.TABLE)
            .and(input.look().state().isEqualTo(InputLook.State.FAILED)));
    VBox box = new VBox(row, again);
    showOnlyIf(box, row.visibleProperty().or(again.visibleProperty()));
    return box;
  }

  private Node path(InputViewModel input) {
    TextField path = FormNodes.code(input.path(), "/data/orders.csv, a folder, or orders-*.csv");
    path.setId("inputPath");
    fields.put("/path", path);
    HBox row =
        FormNodes.row(
            path,
            FormNodes.button("Browse", "mdoal-folder_open", () -> chooseFile(input)),
            FormNodes.button("Folder", null, () -> chooseFolder(input)));
    VBox field = FormNodes.field("File, folder or pattern", row, input.errorAt(() -> "/path"));
    field.getChildren().add(FormNodes.hint("A file can be dropped here"));
    return field;
  }

  private void chooseFile(InputViewModel input) {
    dialogs
        .chooseFile("Choose a file to read", folderOf(input))
        .ifPresent(file -> input.path().set(file.toString()));
  }

  private void chooseFolder(InputViewModel input) {
    dialogs
        .chooseFolder("Choose a folder to read", folderOf(input))
        .ifPresent(folder -> input.path().set(folder.toString()));
  }

  private static @org.jspecify.annotations.Nullable Path folderOf(InputViewModel input) {
    return Paths.folderOf(input.path().get());
  }

  private static Label failure(InputViewModel input) {
    Label failure = new Label();
    failure.getStyleClass().add(Styles.FIELD_ERROR);
    failure.setGraphic(Icons.of("mdal-error"));
    failure.setWrapText(true);
    failure
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> input.problems().isEmpty() ? input.look().failure().get() : "",
                input.look().failure(),
                input.problems()));
    FormNodes.showOnlyWithText(failure);
    return failure;
  }

  private static Label warnings(InputViewModel input) {
    Label warnings = new Label();
    warnings.getStyleClass().add("field-warning");
    warnings.setGraphic(Icons.of("mdoal-info"));
    warnings.setWrapText(true);
    warnings.setMinHeight(Label.USE_PREF_SIZE);
    warnings.textProperty().bind(input.look().warnings());
    FormNodes.showOnlyWithText(warnings);
    return warnings;
  }

  private Node options(InputViewModel input) {
    ComboBox<String> format = FormNodes.choice(input.format(), FormatName.ALL);
    ComboBox<String> encoding = FormNodes.choice(input.csv().encoding(), CsvOptions.ENCODINGS);
    fields.put("/format", format);
    fields.put("/encoding", encoding);
    VBox text = FormNodes.field("Encoding", encoding, input.errorAt(() -> "/encoding"));
    showOnlyIf(text, input.format().isNotEqualTo("parquet"));
    return FormNodes.row(FormNodes.field("Format", format, input.errorAt(() -> "/format")), text);
  }

  private Node csv(InputViewModel input) {
    CsvOptions csv = input.csv();
    ComboBox<String> delimiter = FormNodes.choice(csv.delimiter(), CsvOptions.DELIMITERS);
    delimiter.setEditable(true);
    delimiter.getEditor().textProperty().bindBidirectional(csv.delimiter());
    TextField quote = FormNodes.code(csv.quote(), "none");
    TextField nullText = FormNodes.code(csv.nullText(), "nothing");
    CheckBox header = new CheckBox("First line has names");
    header.setMinWidth(Region.USE_PREF_SIZE);
    header.selectedProperty().bindBidirectional(csv.header());
    fields.put("/delimiter", delimiter);
    fields.put("/quote", quote);
    fields.put("/nullText", nullText);
    HBox row =
        FormNodes.row(
            FormNodes.field("Delimiter", delimiter, input.errorAt(() -> "/delimiter")),
            FormNodes.field("Quote", quote, input.errorAt(() -> "/quote")),
            FormNodes.field("Means NULL", nullText, input.errorAt(() -> "/nullText")),
            FormNodes.field("Header", header, input.errorAt(() -> "/header")));
    showOnlyIf(row, input.format().isEqualTo("csv"));
    return row;
  }

  private Node badRows(InputViewModel input) {
    ComboBox<String> badRows = FormNodes.choice(input.badRows(), BAD_ROWS);
    fields.put("/badRows", badRows);
    TextField path = FormNodes.code(input.quarantinePath(), "/data/rejected.csv");
    fields.put("/quarantinePath", path);
    VBox choice = FormNodes.field("Rows that do not fit", badRows, input.errorAt(() -> "/badRows"));
    choice.setMinWidth(180);
    choice.setMaxWidth(180);
    VBox field = FormNodes.field("Bad rows go to", path, input.errorAt(() -> "/quarantinePath"));
    showOnlyIf(field, input.badRows().isEqualTo("quarantine"));
    return FormNodes.row(choice, field);
  }

  private Node columns(InputViewModel input) {
    RowsBox<ColumnRow> rows = new RowsBox<>(input.columns(), row -> column(input, row));
    rows.getStyleClass().add("column-rows");
    VBox box =
        new VBox(
            StepEditors.caption("Columns and types"),
            rows,
            FormNodes.add("Find out again", input::detectAgain));
    box.getStyleClass().add("step-form");
    showOnlyIf(box, Bindings.isNotEmpty(input.columns()));
    return box;
  }

  private Node column(InputViewModel input, ColumnRow row) {
    Label name = new Label(row.name());
    name.getStyleClass().add(Styles.MONO);
    name.setPrefWidth(190);
    name.setMinWidth(90);
    ComboBox<String> type = FormNodes.choice(row.type(), TypeText.CHOICES);
    type.setEditable(true);
    type.getEditor().getStyleClass().add("code");
    type.getEditor().textProperty().bindBidirectional(row.type());
    type.setMinWidth(140);
    type.setAccessibleText("Type of " + row.name());
    type.setMaxWidth(140);
    TextField format = FormNodes.code(row.format(), "ISO 8601");
    format.setAccessibleText("Pattern of " + row.name());
    format
        .visibleProperty()
        .bind(
            row.type()
                .isEqualTo("date")
                .or(row.type().isEqualTo("timestamp"))
                .and(input.source().isEqualTo(InputViewModel.Source.FILE)));
    fields.put(() -> "/columns/" + input.columns().indexOf(row) + "/type", type);
    return new VBox(
        FormNodes.row(name, type, format),
        FormNodes.error(
            type, input.errorAt(() -> "/columns/" + input.columns().indexOf(row) + "/type")));
  }

  private static void showOnlyIf(Node node, javafx.beans.value.ObservableValue<Boolean> condition) {
    node.visibleProperty().bind(condition);
    node.managedProperty().bind(node.visibleProperty());
  }
}
