package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Styles;
import io.joborchestrator.pipeline.spec.Column;
import java.util.List;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** A choice of a column, with its type beside the name; a name can be typed too. FX thread only. */
final class ColumnPicker extends ComboBox<String> {
  // Kept here because what is bound to it is held weakly.
  private final ObservableValue<List<Column>> columns;

  ColumnPicker(Property<String> value, ObservableValue<List<Column>> columns) {
    this.columns = columns;
    setEditable(true);
    setMaxWidth(Double.MAX_VALUE);
    setMinWidth(90);
    setPrefWidth(160);
    getStyleClass().add("column-picker");
    getEditor().getStyleClass().add("code");
    getEditor().setPromptText("column");
    setAccessibleText("Column");
    setCellFactory(list -> new Cell());
    setVisibleRowCount(14);
    columns.addListener((observed, before, after) -> offer());
    offer();
    getEditor().textProperty().bindBidirectional(value);
    HBox.setHgrow(this, Priority.ALWAYS);
  }

  private void offer() {
    List<String> names = columns.getValue().stream().map(Column::name).toList();
    if (!names.equals(getItems())) {
      String typed = getEditor().getText();
      getItems().setAll(names);
      getEditor().setText(typed);
    }
  }

  private final class Cell extends ListCell<String> {
    private final Label name = new Label();
    private final Label type = new Label();
    private final HBox row;

    Cell() {
      Region space = new Region();
      HBox.setHgrow(space, Priority.ALWAYS);
      name.getStyleClass().add(Styles.MONO);
      type.getStyleClass().addAll(Styles.CAPTION, Styles.FAINT);
      row = new HBox(12, name, space, type);
    }

    @Override
    protected void updateItem(String item, boolean empty) {
      super.updateItem(item, empty);
      setGraphic(empty ? null : row);
      if (!empty) {
        name.setText(item);
        type.setText(
            columns.getValue().stream()
                .filter(column -> column.name().equals(item))
                .map(column -> column.type().toString())
                .findFirst()
                .orElse(""));
      }
    }
  }
}
