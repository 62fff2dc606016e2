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
  private static final double NARROW = 760;

  /** What choosing all that match needs, without and with comparing beside it. */
  private static final double PLACE_FOR_ALL = 400;

  private static final double PLACE_FOR_BOTH = 620;

  private final JobsViewModel viewModel;
  private final Texts texts;
  private final Label count = new Label();
  private final Region space = new Region();
  private final Button all = new Button();
  private final ActionButton retry;
  private final ActionButton cancel;
  private final ActionButton pause;
  private final MenuButton priority;
  private final Button tag;
  private final Button copy;
  private final ActionButton compare;
  private boolean more;

  BulkBar(JobsViewModel viewModel, Texts texts) {
    this.viewModel = viewModel;
    this.texts = texts;
    priority = new MenuButton(texts.get("jobs.bulk.priority"), Icons.of("mdoal-low_priority"));
    tag = new Button(texts.get("jobs.bulk.tag"), Icons.of("mdoal-label"));
    copy = new Button(texts.get("jobs.copy"), Icons.of("mdoal-content_copy"));
    getStyleClass().add(Styles.BULK_BAR);
    setMinWidth(0);
    retry =
        new ActionButton(JobCommand.RETRY.verb(), "mdomz-replay", () -> command(JobCommand.RETRY));
    cancel =
        new ActionButton(JobCommand.CANCEL.verb(), "mdal-block", () -> command(JobCommand.CANCEL));
    cancel.button().getStyleClass().add(Styles.DANGER);
    pause =
        new ActionButton(JobCommand.PAUSE.verb(), "mdomz-pause", () -> command(JobCommand.PAUSE));
    compare =
        new ActionButton(
            texts.get("jobs.bulk.compare"),
            "mdoal-compare_arrows",
            () -> viewModel.chosen().compare());
    compare.button().setId("bulkCompare");
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
    HBox.setHgrow(space, Priority.ALWAYS);
    for (javafx.scene.control.ButtonBase button :
        List.of(
            retry.button(),
            cancel.button(),
            pause.button(),
            compare.button(),
            priority,
            tag,
            copy)) {
      button.getStyleClass().add(Styles.SMALL_BUTTON);
    }
    getChildren()
        .setAll(count, all, space, retry, cancel, pause, compare, priority, tag, copy, clear);
    viewModel.selection().versionProperty().addListener((property, before, now) -> show());
    viewModel.connectedProperty().addListener((property, before, now) -> show());
    viewModel.list().totalProperty().addListener((property, before, now) -> show());
    viewModel.compare().openProperty().addListener((property, before, now) -> fit());
    widthProperty().addListener((property, before, now) -> fit());
    show();
  }

  private MenuItem priorityItem(JobPriority value) {
    String word = value.wire();
    MenuItem item = new MenuItem(word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    item.setOnAction(event -> viewModel.actions().setPriority(viewModel.selection().rows(), value));
    return item;
  }

  private void command(JobCommand command) {
    viewModel.chosen().command(command);
  }

  private void show() {
    int chosen = viewModel.selection().countProperty().get();
    boolean everything = viewModel.chosen().isEverything();
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
    more = !everything && total > chosen;
    showActions(everything);
    fit();
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
    compare.show(viewModel.compare().whyNot(everything ? List.of() : rows, !offline));
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

  /** In a narrow list only the main actions are left; two jobs can be compared. */
  private void fit() {
    boolean narrow = getWidth() < NARROW;
    boolean two =
        viewModel.chosen().rows().size() == 2
            && !viewModel.chosen().isEverything()
            && !viewModel.compare().openProperty().get();
    for (Region extra : List.of(pause, compare, priority, tag, copy)) {
      extra.setVisible(!narrow || extra == compare && two);
      extra.setManaged(extra.isVisible());
    }
    all.setVisible(more && getWidth() >= (two ? PLACE_FOR_BOTH : PLACE_FOR_ALL));
    all.setManaged(all.isVisible());
    Region before = narrow && two ? space : pause;
    int place = getChildren().indexOf(before) + 1;
    if (getChildren().indexOf(compare) != place) {
      getChildren().remove(compare);
      getChildren().add(getChildren().indexOf(before) + 1, compare);
    }
  }
}
