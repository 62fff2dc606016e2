package io.joborchestrator.console.jobs;

import io.joborchestrator.console.filter.FilterBarViewModel;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobStatus;
import java.util.Arrays;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;

/** Tab, filter and order of the Jobs page, from start to start. FX thread only. */
final class JobsMemory {
  private static final String TAB = "jobs.tab";
  private static final String FILTER = "jobs.filter";
  private static final String NEWEST_FIRST = "jobs.newestFirst";

  private final UiState state;

  JobsMemory(UiState state) {
    this.state = state;
  }

  /** Sets what was remembered, and remembers every change from then on. */
  void follow(
      ObjectProperty<StateTab> tab, FilterBarViewModel<?> filter, BooleanProperty newestFirst) {
    tab.set(remembered(state.get(TAB).orElse("")));
    state.get(FILTER).ifPresent(filter::setText);
    newestFirst.set(state.flag(NEWEST_FIRST, true));
    tab.addListener((property, before, now) -> state.put(TAB, word(now)));
    filter
        .filterProperty()
        .addListener((property, before, now) -> state.put(FILTER, filter.text()));
    newestFirst.addListener((property, before, now) -> state.put(NEWEST_FIRST, now));
  }

  private static String word(StateTab tab) {
    JobStatus status = tab.status();
    return status == null ? "" : status.name();
  }

  private static StateTab remembered(String word) {
    return Arrays.stream(JobStatus.values())
        .filter(status -> status.name().equals(word))
        .findFirst()
        .map(StateTab::new)
        .orElse(StateTab.ALL);
  }
}
