package io.joborchestrator.console.submit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/**
 * Shows a list of rows as nodes; the node of a row is made once, so that the keyboard stays in it
 * when others come and go. FX thread only.
 */
final class RowsBox<R> extends VBox {
  private final Map<R, Node> nodes = new HashMap<>();
  private final Function<R, Node> factory;

  RowsBox(ObservableList<R> rows, Function<R, Node> factory) {
    this.factory = factory;
    getStyleClass().add("form-rows");
    rows.addListener((ListChangeListener<R>) change -> show(rows));
    show(rows);
  }

  private void show(List<R> rows) {
    nodes.keySet().retainAll(rows);
    getChildren().setAll(rows.stream().map(row -> nodes.computeIfAbsent(row, factory)).toList());
    setVisible(!rows.isEmpty());
    setManaged(!rows.isEmpty());
  }
}
