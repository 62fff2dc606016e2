package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** What a step can refer to: the columns that reach it, and other inputs. FX thread only. */
final class StepScope {
  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private final SourceList sources;
  private final ObjectProperty<List<Column>> columns = new SimpleObjectProperty<>(List.of());

  StepScope(UiTasks tasks, PipelineWorkbench workbench, SourceList sources) {
    this.tasks = tasks;
    this.workbench = workbench;
    this.sources = sources;
  }

  ObjectProperty<List<Column>> columns() {
    return columns;
  }

  /** Inputs and tables a step can join or append, with their columns. */
  SourceList sources() {
    return sources;
  }

  ExpressionViewModel expression(@Nullable ColumnType expected) {
    return new ExpressionViewModel(tasks, workbench, columns, expected);
  }

  /** The columns of a source that is chosen in the form, as they become known. */
  ObservableValue<List<Column>> columnsOf(ObservableValue<String> source) {
    return sources.columnsOf(source);
  }
}
