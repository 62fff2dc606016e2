package io.joborchestrator.console.task;

import java.time.Duration;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The background work a person should know of: everything that runs for more than a second. FX
 * thread only.
 */
public final class Operations {
  /** Work shorter than this is not worth a line. */
  public static final Duration WORTH_SHOWING = Duration.ofSeconds(1);

  private final ObservableList<Operation> running = FXCollections.observableArrayList();
  private final ObservableList<Operation> readOnly =
      FXCollections.unmodifiableObservableList(running);

  /** One piece of work. */
  public static final class Operation {
    private final String what;
    private final UiTasks.Handle handle;
    private final ReadOnlyBooleanWrapper ended = new ReadOnlyBooleanWrapper();

    private Operation(String what, UiTasks.Handle handle) {
      this.what = what;
      this.handle = handle;
    }

    /** In a few words. */
    public String what() {
      return what;
    }

    public void cancel() {
      handle.cancel();
    }

    public ReadOnlyBooleanProperty endedProperty() {
      return ended.getReadOnlyProperty();
    }
  }

  /** Those that run now, oldest first. */
  public ObservableList<Operation> running() {
    return readOnly;
  }

  Operation begin(String what, UiTasks.Handle handle) {
    return new Operation(what, handle);
  }

  void show(Operation operation) {
    if (!operation.ended.get()) {
      running.add(operation);
    }
  }

  void end(Operation operation) {
    operation.ended.set(true);
    running.remove(operation);
  }
}
