package io.joborchestrator.console.jobs;

import io.joborchestrator.console.jobs.action.JobCommand;
import io.joborchestrator.console.view.ActionButton;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobRow;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** What can be done with the checked jobs, above the table. FX thread only. */
final class BulkBar extends HBox {
  private final JobsViewModel viewModel;
  private final Texts texts;
  private final Label count = new Label();
  private final Button all = new Button();
  private final ActionButton retry;
  private final ActionButton cancel;
  private final ActionButton pause;
  private final MenuButton priority;
  private final Button tag;
  private final Button copy;

  BulkBar(JobsViewModel viewModel, Texts texts) {
    this.viewModel = viewModel;
    this.texts = texts;
    priority = new MenuButton(texts.get("jobs.bulk.priority"), Icons.of("mdoal-low_priority"));
    tag = new Button(texts.get("jobs.bulk.tag"), Icons.of("mdoal-label"));
    copy = new Button(texts.get("jobs.copy"), Icons.of("mdoal-content_copy"));
    getStyleClass().add(Styles.BULK_BAR);
    setMinWidth(0);
    retry = new ActionButton(JobCommand.RETRY.verb(), "mdomz-replay", this::retry);
    cancel = new ActionButton(JobCommand.CANCEL.verb(), "mdal-block", this::cancel);
    cancel.button().getStyleClass().add(Styles.DANGER);
    pause = new ActionButton(JobCommand.PAUSE.verb(), "mdomz-pause", this::pause);
    retry.button().setId("bulkRetry");
    cancel.button().setId("bulkCancel");
    Button clear = new Button("", Icons.of("mdal-close"));
    clear.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY);
    clear.setAccessibleText(texts.get("jobs.bulk.clear"));
    clear.setOnAction(event -> viewModel.selection().clear());
    all.setId("selectAllMatching");
    all.getStyleClass().add(Styles.LINK_BUTTON);
    all.setOnAction(event -> viewModel.selection().checkAllMatching());
    count.getStyleClass().add(Styles.W500);
    count.setMinWidth(USE_PREF_SIZE);
    priority
        .getItems()
        .setAll(Arrays.stream(JobPriority.values()).map(this::priorityItem).toList());
    tag.setOnAction(event -> viewModel.actions().editTags(viewModel.selection().rows()));
    copy.setOnAction(event -> viewModel.exports().copyRows(viewModel.selection().rows()));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    for (javafx.scene.control.ButtonBase button :
        List.of(retry.button(), cancel.button(), pause.button(), priority, tag, copy)) {
      button.getStyleClass().add(Styles.SMALL_BUTTON);
    }
    getChildren().setAll(count, all, space, retry, cancel, pause, priority, tag, copy, clear);
    viewModel.selection().versionProperty().addListener((property, before, now) -> show());
    viewModel.connectedProperty().addListener((property, before, now) -> show());
    viewModel.list().totalProperty().addListener((property, before, now) -> show());
    widthProperty().addListener((property, before, now) -> narrow(now.doubleValue() < 760));
    show();
  }

  private MenuItem priorityItem(JobPriority value) {
    String word = value.wire();
    MenuItem item = new MenuItem(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    item.setOnAction(event -> viewModel.actions().setPriority(viewModel.selection().rows(), value));
    return item;
  }

  private void retry() {
    if (everything()) {
      viewModel.retryAllMatching();
    } else {
      viewModel.actions().retry(viewModel.selection().rows());
    }
  }

  private void cancel() {
    if (everything()) {
      viewModel.cancelAllMatching();
    } else {
      viewModel.actions().cancel(viewModel.selection().rows());
    }
  }

  private void pause() {
    viewModel.actions().pause(viewModel.selection().rows());
  }

  private boolean everything() {
    return viewModel.selection().allMatchingProperty().get();
  }

  private void show() {
    int chosen = viewModel.selection().countProperty().get();
    boolean everything = everything();
    setVisible(everything || chosen > 0);
    setManaged(isVisible());
    if (!isVisible()) {
      return;
    }
    long total = viewModel.list().totalProperty().get();
    String matching = Formats.exact(total);
    count.setText(
        everything
            ? texts.get("jobs.bulk.everything", matching)
            : texts.get("jobs.bulk.chosen", Formats.exact(chosen)));
    all.setText(texts.get("jobs.bulk.all", matching));
    all.setVisible(!everything && total > chosen);
    all.setManaged(all.isVisible());
    showActions(everything);
  }

  private void showActions(boolean everything) {
    List<JobRow> rows = viewModel.selection().rows();
    show(retry, JobCommand.RETRY, rows, everything, true);
    show(cancel, JobCommand.CANCEL, rows, everything, true);
    show(pause, JobCommand.PAUSE, rows, everything, false);
    boolean offline = !viewModel.connectedProperty().get();
    priority.setDisable(offline || everything);
    tag.setDisable(offline || everything);
    copy.setDisable(everything);
    Tooltips.set(priority, everything ? texts.get("jobs.bulk.single") : null);
  }

  private void show(
      ActionButton button,
      JobCommand command,
      List<JobRow> rows,
      boolean everything,
      boolean onAll) {
    boolean connected = viewModel.connectedProperty().get();
    long able = rows.stream().filter(command::isPossible).count();
    if (everything) {
      String missing = onAll ? null : texts.get("jobs.bulk.single");
      button.show(
          onAll ? texts.get("jobs.bulk.onAll", command.verb()) : command.verb(),
          connected ? missing : JobCommand.NOT_CONNECTED);
    } else {
      String number = able == 0 ? "" : " " + able;
      button.show(command.verb() + number, command.whyNot(rows, connected));
    }
  }

  private void narrow(boolean narrow) {
    for (Region extra : List.of(pause, priority, tag, copy)) {
      extra.setVisible(!narrow);
      extra.setManaged(!narrow);
    }
  }
}
