package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many rows of the sample leave each part. What was counted is not counted again while nothing
 * before it changes. FX thread only.
 */
final class SampleCounts {
  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private Map<PipelineSpec, Long> known = new HashMap<>();
  private UiTasks.Handle running = () -> {};
  private long turn;

  SampleCounts(UiTasks tasks, PipelineWorkbench workbench) {
    this.tasks = tasks;
    this.workbench = workbench;
  }

  void refresh(PipelineViewModel pipeline) {
    running.cancel();
    long mine = ++turn;
    if (pipeline.mainInput().knownColumns().isEmpty()) {
      pipeline.parts().forEach(part -> part.sampleRows().set(null));
      return;
    }
    List<PipelineSpec> prefixes = prefixes(pipeline.spec());
    Map<PipelineSpec, Long> before = Map.copyOf(known);
    running =
        tasks.run(
            "count rows of the sample",
            () -> count(prefixes, before),
            counted -> show(mine, pipeline, prefixes, counted),
            failure -> show(mine, pipeline, prefixes, before));
  }

  private Map<PipelineSpec, Long> count(
      List<PipelineSpec> prefixes, Map<PipelineSpec, Long> before) {
    Map<PipelineSpec, Long> counted = new HashMap<>();
    for (PipelineSpec prefix : prefixes) {
      Long rows = before.get(prefix);
      try {
        counted.put(prefix, rows == null ? count(prefix) : rows);
      } catch (OrchestratorException wrongStep) {
        // The check says what is wrong with it; no row passes it or what follows.
        return counted;
      }
    }
    return counted;
  }

  private Long count(PipelineSpec prefix) {
    return workbench
        .preview(prefix, prefix.steps().size(), PreviewViewModel.SAMPLE_ROWS, 1)
        .rowCount();
  }

  private void show(
      long mine,
      PipelineViewModel pipeline,
      List<PipelineSpec> prefixes,
      Map<PipelineSpec, Long> counted) {
    if (mine != turn) {
      return;
    }
    known = counted;
    pipeline.mainInput().sampleRows().set(counted.get(prefixes.get(0)));
    List<StepViewModel> steps = pipeline.steps();
    for (int step = 0; step < steps.size() && step + 1 < prefixes.size(); step++) {
      steps.get(step).sampleRows().set(counted.get(prefixes.get(step + 1)));
    }
    pipeline.output().sampleRows().set(counted.get(prefixes.get(prefixes.size() - 1)));
  }

  private static List<PipelineSpec> prefixes(PipelineSpec spec) {
    List<PipelineSpec> prefixes = new ArrayList<>();
    for (int steps = 0; steps <= spec.steps().size(); steps++) {
      prefixes.add(
          new PipelineSpec(
              spec.inputs(), spec.tables(), spec.from(), spec.steps().subList(0, steps), null));
    }
    return prefixes;
  }
}
