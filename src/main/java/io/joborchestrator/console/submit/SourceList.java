package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.Column;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;

/** Names of the inputs and tables beside the main chain, and their columns. FX thread only. */
final class SourceList {
  private final ObservableList<String> names = FXCollections.observableArrayList();
  private final ObservableMap<String, List<Column>> columns = FXCollections.observableHashMap();
  private Consumer<Consumer<String>> chooser = onAdded -> {};

  ObservableList<String> names() {
    return names;
  }

  ObservableMap<String, List<Column>> columns() {
    return columns;
  }

  ObservableValue<List<Column>> columnsOf(ObservableValue<String> source) {
    return Bindings.createObjectBinding(
        () -> columns.getOrDefault(source.getValue(), List.of()), source, columns);
  }

  /** Lets the person choose one more file; the name of the new input arrives if one is chosen. */
  void addFile(Consumer<String> onAdded) {
    chooser.accept(onAdded);
  }

  void onAddFile(Consumer<Consumer<String>> action) {
    chooser = action;
  }
}
