package io.joborchestrator.console.jobs;

import io.joborchestrator.console.jobs.action.JobCommand;
import io.joborchestrator.domain.job.JobRow;
import java.util.List;
import javafx.scene.input.KeyEvent;

/**
 * Keys of the Jobs page: Del cancel, Shift+Del force stop, R retry, P pause or resume, L log, C
 * compare, Ctrl+C copy, Esc clears the choice. A key whose command is not possible does nothing. FX
 * thread only.
 */
final class JobKeys {
  private final JobsViewModel viewModel;

  JobKeys(JobsViewModel viewModel) {
    this.viewModel = viewModel;
  }

  /** True if the key meant something. */
  boolean handle(KeyEvent event) {
    if (event.isShortcutDown()) {
      return copy(event);
    }
    if (event.isAltDown()) {
      return false;
    }
    switch (event.getCode()) {
      case DELETE -> {
        if (event.isShiftDown()) {
          command(JobCommand.FORCE_STOP);
        } else {
          command(JobCommand.CANCEL);
        }
      }
      case R -> command(JobCommand.RETRY);
      case P -> {
        boolean resumes =
            viewModel.chosen().rows().stream().anyMatch(JobCommand.RESUME::isPossible);
        command(resumes ? JobCommand.RESUME : JobCommand.PAUSE);
      }
      case L -> viewModel.openLog();
      case C -> viewModel.chosen().compare();
      case ESCAPE -> viewModel.selection().clear();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean copy(KeyEvent event) {
    List<JobRow> rows = viewModel.chosen().rows();
    boolean isCopy = event.getCode() == javafx.scene.input.KeyCode.C && !rows.isEmpty();
    if (isCopy) {
      viewModel.exports().copyRows(rows);
    }
    return isCopy;
  }

  private void command(JobCommand command) {
    viewModel.chosen().command(command);
  }
}
