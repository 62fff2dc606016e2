package io.joborchestrator.console.jobs;

import io.joborchestrator.console.jobs.compare.CompareViewModel;
import io.joborchestrator.console.jobs.detail.JobDetailViewModel;
import javafx.beans.value.ObservableBooleanValue;

/**
 * What is at the right of the list: the detail of a job or two runs beside each other. There is
 * place for one, so opening one closes the other. FX thread only.
 */
final class SidePanels {
  private final JobDetailViewModel detail;
  private final CompareViewModel compare;

  SidePanels(JobDetailViewModel detail, CompareViewModel compare) {
    this.detail = detail;
    this.compare = compare;
    whenOpened(detail.openProperty(), compare::close);
    whenOpened(compare.openProperty(), detail::close);
  }

  private static void whenOpened(ObservableBooleanValue open, Runnable closeOther) {
    open.addListener(
        (property, before, now) -> {
          if (now) {
            closeOther.run();
          }
        });
  }

  boolean isOpen() {
    return detail.openProperty().get() || compare.openProperty().get();
  }

  void refresh() {
    detail.refresh();
    compare.refresh();
  }
}
