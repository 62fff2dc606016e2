package io.joborchestrator.console.jobs;

import io.joborchestrator.console.jobs.action.JobActions;
import io.joborchestrator.console.jobs.action.JobCommand;
import io.joborchestrator.console.jobs.action.MatchingActions;
import io.joborchestrator.console.jobs.compare.CompareViewModel;
import io.joborchestrator.console.view.RowSelection;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobRow;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** The jobs a person chose in the list, and the commands given to them. FX thread only. */
final class ChosenJobs {
  private final RowSelection<JobRow> selection;
  private final ObservableValue<@Nullable JobRow> current;
  private final Supplier<JobFilter> filter;
  private final ObservableBooleanValue connected;
  private final JobActions actions;
  private final MatchingActions matchingActions;
  private final CompareViewModel compare;

  /**
   * @param current the row under the keyboard, chosen while none is checked
   * @param filter of the list, for commands on everything that matches
   */
  ChosenJobs(
      RowSelection<JobRow> selection,
      ObservableValue<@Nullable JobRow> current,
      Supplier<JobFilter> filter,
      ObservableBooleanValue connected,
      JobActions actions,
      MatchingActions matchingActions,
      CompareViewModel compare) {
    this.selection = selection;
    this.current = current;
    this.filter = filter;
    this.connected = connected;
    this.actions = actions;
    this.matchingActions = matchingActions;
    this.compare = compare;
  }

  /** The checked jobs, or the one under the keyboard. */
  List<JobRow> rows() {
    if (selection.countProperty().get() > 0) {
      return selection.rows();
    }
    JobRow row = current.getValue();
    return row == null ? List.of() : List.of(row);
  }

  /** Everything that matches the filter is chosen, not only what is loaded. */
  boolean isEverything() {
    return selection.allMatchingProperty().get();
  }

  /** Gives a command to the chosen jobs, if the connection is there. */
  void command(JobCommand command) {
    if (!connected.get()) {
      return;
    }
    if (isEverything()) {
      commandEverything(command);
      return;
    }
    List<JobRow> rows = rows();
    switch (command) {
      case CANCEL -> actions.cancel(rows);
      case FORCE_STOP -> actions.forceStop(rows);
      case RETRY -> actions.retry(rows);
      case PAUSE -> actions.pause(rows);
      case RESUME -> actions.resume(rows);
      case TAGS -> actions.editTags(rows);
      case RERUN -> rows.stream().limit(1).forEach(actions::rerunWithChanges);
      case PRIORITY, NOTE -> {
        // They need a value and are chosen in a menu.
      }
    }
  }

  private void commandEverything(JobCommand command) {
    if (command == JobCommand.CANCEL) {
      matchingActions.cancelAll(filter.get());
    } else if (command == JobCommand.RETRY) {
      matchingActions.retryAll(filter.get());
    }
  }

  /** Compares the two chosen jobs, or the one with its previous run. */
  void compare() {
    List<JobRow> rows = rows();
    if (compare.whyNot(rows, connected.get()) == null) {
      compare.compare(rows);
    }
  }
}
