package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import io.joborchestrator.pipeline.PipelineWorkbench.Preview;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Rows behind the chosen part, from a sample of the inputs. The old rows stay until the new ones
 * are there. FX thread only.
 */
final class PreviewViewModel {
  static final int SAMPLE_ROWS = 5_000;
  static final int SHOWN_ROWS = 100;

  /** What the table shows. */
  record Table(List<Column> columns, List<List<@Nullable String>> rows) {
    static final Table EMPTY = new Table(List.of(), List.of());
  }

  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private final ReadOnlyObjectWrapper<Table> table = new ReadOnlyObjectWrapper<>(Table.EMPTY);
  private final ReadOnlyStringWrapper heading = new ReadOnlyStringWrapper("Preview");
  private final ReadOnlyStringWrapper facts = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private final SampleCounts counts;
  private UiTasks.Handle running = () -> {};
  private long turn;

  PreviewViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    this.tasks = tasks;
    this.workbench = workbench;
    this.counts = new SampleCounts(tasks, workbench);
  }

  ReadOnlyObjectProperty<Table> table() {
    return table.getReadOnlyProperty();
  }

  ReadOnlyStringProperty heading() {
    return heading.getReadOnlyProperty();
  }

  /** "186 rows of 5,000, 41 ms". */
  ReadOnlyStringProperty facts() {
    return facts.getReadOnlyProperty();
  }

  /** Why there are no new rows, else empty. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** Shows the rows that leave the chosen part. */
  void refresh(PipelineViewModel pipeline) {
    PipelinePart part = pipeline.selected().get();
    if (part == null) {
      return;
    }
    long mine = ++turn;
    running.cancel();
    heading.set(
        part instanceof StepViewModel
            ? "Preview after step " + pipeline.numberOf(part)
            : part instanceof InputViewModel ? "First rows" : "Preview of the result");
    if (part instanceof InputViewModel input) {
      showInput(input);
    } else if (pipeline.mainInput().knownColumns().isEmpty()) {
      showNothing("Choose what to read first");
    } else {
      ask(mine, pipeline, pipeline.stepsUpTo(part));
    }
    counts.refresh(pipeline);
  }

  /** Shows the first rows of an input, and nothing of any other part. */
  void refresh(@Nullable PipelinePart part) {
    turn++;
    running.cancel();
    heading.set("First rows");
    if (part instanceof InputViewModel input) {
      showInput(input);
    } else {
      showNothing("");
    }
  }

  private void ask(long mine, PipelineViewModel pipeline, int steps) {
    PipelineSpec spec = pipeline.spec();
    busy.set(true);
    running =
        tasks.run(
            "preview a pipeline",
            () -> workbench.preview(spec, steps, SAMPLE_ROWS, SHOWN_ROWS),
            preview -> show(mine, preview),
            problem -> fail(mine, problem));
  }

  private void show(long mine, Preview preview) {
    if (mine != turn) {
      return;
    }
    busy.set(false);
    failure.set("");
    facts.set(
        String.format(
            Locale.ROOT,
            "%,d rows of %,d, %,d ms",
            preview.rowCount(),
            preview.sampledRows(),
            preview.millis()));
    table.set(new Table(preview.columns(), preview.rows()));
  }

  private void fail(long mine, Exception problem) {
    if (mine == turn) {
      busy.set(false);
      failure.set(Objects.requireNonNullElse(problem.getMessage(), problem.toString()));
    }
  }

  private void showInput(InputViewModel input) {
    FileInspection found = input.look().inspection().get();
    busy.set(input.look().state().get() == InputLook.State.LOOKING);
    failure.set(input.look().failure().get());
    if (found != null) {
      facts.set(FileFacts.describe(found));
      table.set(new Table(found.columns(), found.firstRows()));
    } else if (input.look().state().get() == InputLook.State.EMPTY) {
      showNothing("Choose a file or table to see its first rows");
    }
  }

  private void showNothing(String why) {
    busy.set(false);
    facts.set("");
    failure.set(why);
    table.set(Table.EMPTY);
  }
}
