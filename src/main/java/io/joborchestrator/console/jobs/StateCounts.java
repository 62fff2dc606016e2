package io.joborchestrator.console.jobs;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.job.JobCounts;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.Map;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** How many jobs are in each state; one question is under way at a time. FX thread only. */
final class StateCounts {
  private final EnhancedJobManager jobs;
  private final UiTasks tasks;
  private final ReadOnlyObjectWrapper<JobCounts> counts =
      new ReadOnlyObjectWrapper<>(this, "counts", new JobCounts(Map.of()));
  private final ReadOnlyBooleanWrapper counted = new ReadOnlyBooleanWrapper(this, "counted");
  private boolean counting;

  StateCounts(EnhancedJobManager jobs, UiTasks tasks) {
    this.jobs = jobs;
    this.tasks = tasks;
  }

  void refresh() {
    if (counting) {
      return;
    }
    counting = true;
    tasks.run(
        "Count jobs by state",
        jobs::counts,
        fresh -> {
          counting = false;
          counted.set(true);
          counts.set(fresh);
        },
        // The list shows the same failure with its reason; counts stay as they were.
        failure -> counting = false);
  }

  JobCounts get() {
    return counts.get();
  }

  ReadOnlyObjectProperty<JobCounts> countsProperty() {
    return counts.getReadOnlyProperty();
  }

  /** True once the counts have been read. */
  ReadOnlyBooleanProperty countedProperty() {
    return counted.getReadOnlyProperty();
  }
}
