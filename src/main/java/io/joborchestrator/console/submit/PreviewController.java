package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.pipeline.spec.Column;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
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
        rowsTable.getColumns().add(values(shown.get(i), i));
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

  private TableColumn<List<@Nullable String>, @Nullable String> values(Column spec, int index) {
    TableColumn<List<@Nullable String>, @Nullable String> column = new TableColumn<>();
    boolean right = spec.type().isNumeric();
    Label name = new Label(spec.name());
    name.getStyleClass().addAll("preview-name", Styles.W500);
    Label type = new Label(spec.type().toString());
    type.getStyleClass().add("preview-type");
    VBox title = new VBox(name, type);
    title.setAlignment(right ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
    title.setMaxWidth(Double.MAX_VALUE);
    column.setGraphic(title);
    if (right) {
      column.getStyleClass().add(Styles.ALIGN_RIGHT);
    }
    column.setSortable(false);
    column.setPrefWidth(width(spec, index));
    column.setCellValueFactory(
        row ->
            new ReadOnlyObjectWrapper<>(
                index < row.getValue().size() ? row.getValue().get(index) : null));
    column.setCellFactory(any -> new ValueCell(right));
    return column;
  }

  /** Wide enough for the name and the longest of the first values, within reason. */
  private double width(Column spec, int index) {
    int longest = Math.max(spec.name().length(), spec.type().toString().length());
    for (List<@Nullable String> row : viewModel.table().get().rows()) {
      String value = index < row.size() ? row.get(index) : null;
      String shown =
          value == null ? "NULL" : spec.type().isNumeric() ? Formats.number(value) : value;
      longest = Math.max(longest, shown.length());
    }
    return 28 + 7.4 * Math.min(longest, 34);
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

  private static final class ValueCell extends TableCell<List<@Nullable String>, @Nullable String> {
    private final boolean number;

    ValueCell(boolean number) {
      this.number = number;
      if (number) {
        getStyleClass().add(Styles.ALIGN_RIGHT);
      }
    }

    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      boolean blank = getTableRow() == null || getTableRow().getItem() == null;
      boolean isNull = !blank && item == null;
      getStyleClass().remove("preview-null");
      if (isNull) {
        getStyleClass().add("preview-null");
      }
      setText(blank ? null : item == null ? "NULL" : number ? Formats.number(item) : item);
      // Exactly as it is in the file.
      Tooltips.set(this, number && item != null && !item.equals(getText()) ? item : null);
    }
  }
}
