package io.joborchestrator.console.jobs;

import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/**
 * Which columns are shown, in which order and how wide: chosen in a menu, remembered from start to
 * start as {@code id:width:shown} words. The last shown column takes the rest of the width.
 */
final class ColumnState {
  private static final String KEY = "jobs.columns";

  private final TableView<JobRow> table;
  private final UiState state;
  private boolean restoring;

  ColumnState(TableView<JobRow> table, UiState state) {
    this.table = table;
    this.state = state;
    restore();
    table.getColumns().addListener((ListChangeListener<TableColumn<JobRow, ?>>) c -> save());
    for (TableColumn<JobRow, ?> column : table.getColumns()) {
      column.widthProperty().addListener((property, before, now) -> save());
      column.visibleProperty().addListener((property, before, now) -> changed());
    }
    table.widthProperty().addListener((property, before, now) -> fill());
    fill();
  }

  private void changed() {
    fill();
    save();
  }

  /** Gives what is left of the width to the worker column, if it is shown. */
  private void fill() {
    table.getColumns().stream()
        .filter(column -> "worker".equals(column.getId()) && column.isVisible())
        .findFirst()
        .ifPresent(this::fill);
  }

  private void fill(TableColumn<JobRow, ?> last) {
    double others =
        table.getColumns().stream()
            .filter(column -> column != last && column.isVisible())
            .mapToDouble(TableColumn::getWidth)
            .sum();
    double rest = table.getWidth() - others - 12;
    if (rest > 112) {
      last.setPrefWidth(rest);
    }
  }

  private void restore() {
    String remembered = state.get(KEY).orElse("");
    List<String> order = new ArrayList<>();
    restoring = true;
    for (String word : remembered.split(" ", -1)) {
      String[] parts = word.split(":", -1);
      if (parts.length == 3) {
        order.add(parts[0]);
        apply(parts);
      }
    }
    if (!order.isEmpty()) {
      List<TableColumn<JobRow, ?>> columns = new ArrayList<>(table.getColumns());
      columns.sort(Comparator.comparingInt(column -> place(order, column.getId())));
      table.getColumns().setAll(columns);
    }
    restoring = false;
  }

  private void apply(String[] parts) {
    table.getColumns().stream()
        .filter(column -> column.getId().equals(parts[0]) && !"check".equals(parts[0]))
        .forEach(
            column -> {
              column.setPrefWidth(width(parts[1], column.getPrefWidth()));
              column.setVisible(parts[2].equals("shown"));
            });
  }

  private static double width(String text, double otherwise) {
    try {
      return Math.max(56, Math.min(1200, Double.parseDouble(text)));
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static int place(List<String> order, String id) {
    if ("check".equals(id)) {
      return -1;
    }
    int place = order.indexOf(id);
    return place < 0 ? order.size() : place;
  }

  private void save() {
    if (!restoring) {
      state.put(
          KEY,
          table.getColumns().stream()
              .map(
                  column ->
                      column.getId()
                          + ":"
                          + Math.round(column.getWidth())
                          + ":"
                          + (column.isVisible() ? "shown" : "hidden"))
              .collect(Collectors.joining(" ")));
    }
  }

  /** Fills the menu in which columns are chosen. */
  void fillMenu(MenuButton menu, List<MenuItem> more) {
    for (TableColumn<JobRow, ?> column : table.getColumns()) {
      if (!"check".equals(column.getId()) && !"job".equals(column.getId())) {
        CheckMenuItem item = new CheckMenuItem(titleOf(column));
        item.selectedProperty().bindBidirectional(column.visibleProperty());
        menu.getItems().add(item);
      }
    }
    if (!more.isEmpty()) {
      menu.getItems().add(new SeparatorMenuItem());
      menu.getItems().addAll(more);
    }
  }

  private static String titleOf(TableColumn<JobRow, ?> column) {
    return column.getText().isEmpty() ? "Submitted" : column.getText();
  }
}
