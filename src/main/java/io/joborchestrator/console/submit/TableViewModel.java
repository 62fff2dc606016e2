package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * A table by the name of its connection and its own, with the names there are to choose from. FX
 * thread only.
 */
final class TableViewModel extends FormPart {
  static final int MOST_NAMES = 500;

  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private final StringProperty connection = new SimpleStringProperty("");
  private final StringProperty table = new SimpleStringProperty("");
  private final ObservableList<String> connections = FXCollections.observableArrayList();
  private final ObservableList<String> tables = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private UiTasks.Handle listing = () -> {};

  TableViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    this.tasks = tasks;
    this.workbench = workbench;
    connections.setAll(workbench.connections());
    connection.addListener((observed, before, after) -> listTables());
    watch(connection, table);
  }

  /** Name of a database of the configuration. */
  StringProperty connection() {
    return connection;
  }

  /** {@code schema.table}. */
  StringProperty table() {
    return table;
  }

  /** The databases there are. */
  ObservableList<String> connections() {
    return connections;
  }

  /** Tables of the chosen connection, as soon as it has named them. */
  ObservableList<String> tables() {
    return tables;
  }

  /** Why the tables cannot be named, else empty. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  boolean isNamed() {
    return !connection.get().isBlank() && !table.get().isBlank();
  }

  /** The table without its schema, for names that are made from it. */
  String bareName() {
    String text = table.get().strip().replace("\"", "");
    return text.substring(text.lastIndexOf('.') + 1);
  }

  void load(String connectionName, String tableName) {
    connection.set(connectionName);
    table.set(tableName);
  }

  /** What is missing; pointers begin at the part. */
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    if (connection.get().isBlank()) {
      found.add(PipelinePart.wrong("/connection", "Choose a connection"));
    } else if (table.get().isBlank()) {
      found.add(PipelinePart.wrong("/table", "Choose the table"));
    }
    return found;
  }

  private void listTables() {
    listing.cancel();
    tables.clear();
    failure.set("");
    String name = connection.get().strip();
    if (connections.contains(name)) {
      listing =
          tasks.run(
              "list the tables of " + name,
              () -> workbench.tables(name, "", MOST_NAMES),
              tables::setAll,
              problem ->
                  failure.set(
                      Objects.requireNonNullElse(problem.getMessage(), problem.toString())));
    }
  }
}
