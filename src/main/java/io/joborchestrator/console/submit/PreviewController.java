package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.DataColumn;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.pipeline.spec.Column;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** Rows and columns that leave the chosen part. FX thread only. */
final class PreviewController {
  private enum View {
    ROWS,
    COLUMNS
  }

  private final PreviewViewModel viewModel;
  private final ObjectProperty<View> view = new SimpleObjectProperty<>(View.ROWS);
  @FXML private Label heading;
  @FXML private Label facts;
  @FXML private Label failure;
  @FXML private HBox head;
  @FXML private ProgressBar busyBar;
  @FXML private TableView<List<@Nullable String>> rowsTable;
  @FXML private TableView<Column> columnsTable;
  private List<Column> shown = List.of();

  PreviewController(PreviewViewModel viewModel) {
    this.viewModel = viewModel;
  }

  @FXML
  private void initialize() {
    heading.textProperty().bind(viewModel.heading());
    facts.textProperty().bind(viewModel.facts());
    failure.textProperty().bind(viewModel.failure());
    FormNodes.showOnlyWithText(failure);
    busyBar.visibleProperty().bind(viewModel.busy());
    head.getChildren()
        .add(FormNodes.segments(view, List.of(View.values()), List.of("Rows", "Columns")));
    rowsTable.visibleProperty().bind(view.isEqualTo(View.ROWS));
    columnsTable.visibleProperty().bind(view.isEqualTo(View.COLUMNS));
    rowsTable.setFixedCellSize(28);
    columnsTable.setFixedCellSize(28);
    rowsTable.setPlaceholder(new Label(""));
    columnsTable.setPlaceholder(new Label(""));
    columnsTable.getColumns().add(column("Name", Column::name, 220));
    columnsTable.getColumns().add(column("Type", column -> column.type().toString(), 160));
    viewModel.table().addListener((observed, before, after) -> show(after));
    show(viewModel.table().get());
  }

  private void show(PreviewViewModel.Table table) {
    if (!table.columns().equals(shown)) {
      shown = table.columns();
      rowsTable.getColumns().setAll(List.of(numbers()));
      for (int i = 0; i < shown.size(); i++) {
        Column spec = shown.get(i);
        rowsTable
            .getColumns()
            .add(
                DataColumn.of(
                    spec.name(), spec.type().toString(), spec.type().isNumeric(), i, table.rows()));
      }
      columnsTable.setItems(FXCollections.observableArrayList(shown));
    }
    rowsTable.setItems(FXCollections.observableArrayList(table.rows()));
  }

  private static TableColumn<List<@Nullable String>, String> numbers() {
    TableColumn<List<@Nullable String>, String> column = new TableColumn<>("");
    column.setSortable(false);
    column.setReorderable(false);
    column.setPrefWidth(44);
    column.setCellFactory(any -> new NumberCell());
    return column;
  }

  private static TableColumn<Column, String> column(
      String title, java.util.function.Function<Column, String> text, double width) {
    TableColumn<Column, String> column = new TableColumn<>(title);
    column.setSortable(false);
    column.setPrefWidth(width);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(text.apply(row.getValue())));
    return column;
  }

  private static final class NumberCell extends TableCell<List<@Nullable String>, String> {
    NumberCell() {
      getStyleClass().addAll("preview-number", Styles.ALIGN_RIGHT);
    }

    @Override
    protected void updateItem(String item, boolean empty) {
      super.updateItem(item, empty);
      boolean blank = getTableRow() == null || getTableRow().getItem() == null;
      setText(blank ? null : Integer.toString(getIndex() + 1));
    }
  }
}
