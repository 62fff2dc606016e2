package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells every step which columns reach it. Behind a step that is wrong the last known columns stay.
 * FX thread only.
 */
final class ColumnFlow {
  private record Found(List<List<Column>> afterSteps, Map<String, List<Column>> tables) {}

  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private UiTasks.Handle running = () -> {};
  private long turn;

  ColumnFlow(UiTasks tasks, PipelineWorkbench workbench) {
    this.tasks = tasks;
    this.workbench = workbench;
  }

  void refresh(PipelineViewModel pipeline) {
    running.cancel();
    long mine = ++turn;
    if (pipeline.mainInput().knownColumns().isEmpty()) {
      return;
    }
    PipelineSpec spec = pipeline.spec();
    Set<String> tables = Set.copyOf(pipeline.tables().keySet());
    List<StepViewModel> steps = pipeline.steps();
    running =
        tasks.run(
            "find the columns of each step",
            () -> new Found(workbench.columnsAfterSteps(spec), tableColumns(spec, tables)),
            found -> show(mine, pipeline, steps, found),
            failure -> keep());
  }

  private Map<String, List<Column>> tableColumns(PipelineSpec spec, Set<String> tables) {
    Map<String, List<Column>> columns = new HashMap<>();
    for (String table : tables) {
      try {
        columns.put(
            table,
            workbench
                .columnsAfterSteps(
                    new PipelineSpec(spec.inputs(), spec.tables(), table, List.of(), null))
                .get(0));
      } catch (OrchestratorException | IndexOutOfBoundsException wrongTable) {
        // Its problem is in the check; pickers for it stay empty.
        columns.put(table, List.of());
      }
    }
    return columns;
  }

  private void show(long mine, PipelineViewModel pipeline, List<StepViewModel> steps, Found found) {
    if (mine != turn) {
      return;
    }
    found.tables().forEach((name, columns) -> pipeline.sources().columns().put(name, columns));
    for (int step = 0; step < steps.size() && step < found.afterSteps().size(); step++) {
      List<Column> before = found.afterSteps().get(step);
      if (!before.equals(steps.get(step).columnsBefore().get())) {
        steps.get(step).columnsBefore().set(before);
      }
    }
  }

  /** A file that cannot be read is reported by its input and by the check. */
  private void keep() {
    turn++;
  }
}
