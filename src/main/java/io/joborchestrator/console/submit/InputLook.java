package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The look into the file or table of an input, in the background: what it found, or why not. A new
 * one takes the place of an older one, whose answer is dropped. FX thread only.
 */
final class InputLook {
  /** How far it has come. */
  enum State {
    EMPTY,
    LOOKING,
    KNOWN,
    FAILED
  }

  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.EMPTY);
  private final ReadOnlyObjectWrapper<@Nullable FileInspection> inspection =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper warnings = new ReadOnlyStringWrapper("");
  private final Runnable onEnd;
  private UiTasks.Handle waiting = () -> {};
  private UiTasks.Handle looking = () -> {};
  private long turn;

  /**
   * @param onEnd called when a look has ended, well or not
   */
  InputLook(UiTasks tasks, Runnable onEnd) {
    this.tasks = tasks;
    this.onEnd = onEnd;
  }

  ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable FileInspection> inspection() {
    return inspection.getReadOnlyProperty();
  }

  /** Why it failed, else empty. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** What is odd although it can be read; one a line, else empty. */
  ReadOnlyStringProperty warnings() {
    return warnings.getReadOnlyProperty();
  }

  boolean hasFailed() {
    return state.get() == State.FAILED;
  }

  /** What was found is of another place than the one that is named now. */
  void forget(boolean named) {
    inspection.set(null);
    failure.set("");
    warnings.set("");
    state.set(named ? State.LOOKING : State.EMPTY);
  }

  /** Drops what goes on and, after a delay, does something: {@link #start} as a rule. */
  void soon(Duration delay, @Nullable Runnable look) {
    waiting.cancel();
    looking.cancel();
    turn++;
    if (look != null) {
      waiting = tasks.after(delay, look);
    }
  }

  /**
   * Looks now.
   *
   * @param onFound called with what was found, before the properties have it
   */
  void start(String what, Callable<FileInspection> work, Consumer<FileInspection> onFound) {
    long mine = ++turn;
    state.set(State.LOOKING);
    looking =
        tasks.run(
            what,
            work,
            found -> {
              if (mine == turn) {
                onFound.accept(found);
                show(found);
              }
            },
            problem -> {
              if (mine == turn) {
                fail(problem);
              }
            });
  }

  /** Ends one that takes too long. */
  void stop() {
    if (state.get() == State.LOOKING) {
      soon(Duration.ZERO, null);
      fail(new CancellationException("Stopped before the database had answered"));
    }
  }

  private void show(FileInspection found) {
    failure.set("");
    warnings.set(String.join("\n", found.warnings()));
    inspection.set(found);
    state.set(State.KNOWN);
    onEnd.run();
  }

  private void fail(Exception problem) {
    inspection.set(null);
    failure.set(Objects.requireNonNullElse(problem.getMessage(), problem.toString()));
    warnings.set("");
    state.set(State.FAILED);
    onEnd.run();
  }
}
