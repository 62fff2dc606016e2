package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.view.ActionButton;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.RowSelection;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** Title of the list of entries, or how many are chosen, and what can be done with them. */
final class EntryHead extends HBox {
  private static final double NARROW = 600;

  private final DeadLettersViewModel viewModel;
  private final PageContext context;
  private final Texts texts;
  private final Label title = Parts.label("", Styles.NAME);
  private final Label count = Parts.label("", Styles.SMALL, Styles.MUTED);
  private final Button all = new Button();
  private final Button clear = new Button("", Icons.of("mdal-close"));
  private final ActionButton assign;
  private final ActionButton edit;
  private final ActionButton discard;
  private final ActionButton restore;
  private final ActionButton replay;

  /**
   * @param editPayload opens the editor of the entry under the keyboard
   */
  EntryHead(DeadLettersViewModel viewModel, Runnable editPayload) {
    this.viewModel = viewModel;
    this.context = viewModel.context();
    this.texts = context.texts();
    getStyleClass().add("pane-head");
    setMinWidth(0);
    assign = button("dead.assign", "mdomz-person", "assignEntries", this::assign);
    edit = button("dead.edit", "mdoal-edit", "editEntry", editPayload);
    discard = button("dead.discard", "mdoal-delete", "discardEntries", viewModel::discardChosen);
    discard.button().getStyleClass().add(Styles.DANGER);
    restore = button("dead.restore", "mdomz-restore_from_trash", "restoreEntries", this::restore);
    replay = button("dead.replay", "mdmz-replay", "replayEntries", viewModel::replayChosen);
    all.setId("selectAllEntries");
    all.getStyleClass().add(Styles.LINK_BUTTON);
    all.setOnAction(event -> viewModel.selection().checkAllMatching());
    clear.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY);
    clear.setId("entriesClear");
    clear.setAccessibleText(texts.get("dead.check.clear"));
    clear.setOnAction(event -> viewModel.selection().clear());
    title.setMinWidth(60);
    Tooltips.whenCut(title);
    count.setMinWidth(USE_PREF_SIZE);
    all.setMinWidth(USE_PREF_SIZE);
    getChildren()
        .setAll(title, count, all, Parts.space(), assign, edit, discard, restore, replay, clear);
    viewModel.selection().versionProperty().addListener(observable -> update());
    viewModel.currentProperty().addListener(observable -> update());
    viewModel.entries().totalProperty().addListener(observable -> update());
    viewModel.scope().group().addListener(observable -> update());
    viewModel.scope().allEntries().addListener(observable -> update());
    viewModel.groups().rows().addListener((javafx.beans.Observable observable) -> update());
    viewModel.connectedProperty().addListener(observable -> update());
    widthProperty().addListener((p, before, now) -> fit(now.doubleValue()));
    update();
  }

  private ActionButton button(String key, String icon, String id, Runnable action) {
    ActionButton button = new ActionButton(texts.get(key), icon, action);
    button.button().setId(id);
    button.button().getStyleClass().add(Styles.SMALL_BUTTON);
    button.button().setAccessibleText(texts.get(key));
    return button;
  }

  private void fit(double width) {
    for (ActionButton button : new ActionButton[] {assign, edit, discard, restore}) {
      button.button().getStyleClass().remove(Styles.ICON_ONLY);
      if (width < NARROW) {
        button.button().getStyleClass().add(Styles.ICON_ONLY);
      }
    }
  }

  private void assign() {
    ReplayTarget target = viewModel.target();
    if (target == null) {
      return;
    }
    String now = target.isSingle() ? target.rows().get(0).assignee() : null;
    if (now != null) {
      viewModel.actions().assign(target, now);
      return;
    }
    context
        .tasks()
        .run(
            texts.get("dead.task.who"),
            context.orchestrator()::facts,
            (ConnectionFacts facts) -> viewModel.actions().assign(target, facts.user()),
            failure -> viewModel.actions().assign(target, ""));
  }

  private void restore() {
    ReplayTarget target = viewModel.target();
    if (target != null) {
      viewModel.actions().restore(target);
    }
  }

  private void update() {
    RowSelection<DeadLetterRow> selection = viewModel.selection();
    boolean everything = selection.allMatchingProperty().get();
    int chosen = selection.countProperty().get();
    boolean any = everything || chosen > 0;
    long total = viewModel.entries().totalProperty().get();
    pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("chosen"), any);
    GroupRow group = viewModel.scope().chosenGroup();
    if (any) {
      title.setText(
          everything
              ? texts.get("dead.chosen.all", Formats.exact(total))
              : texts.get("dead.chosen", Formats.exact(chosen)));
    } else {
      title.setText(
          group == null || viewModel.scope().allEntries().get()
              ? texts.get("dead.entries")
              : GroupCell.titleOf(group.group(), texts));
    }
    count.setText(any ? "" : texts.count("dead.entries.count", total));
    Parts.showIf(count, !any);
    all.setText(texts.get("dead.chosen.more", Formats.exact(total)));
    Parts.showIf(all, chosen > 0 && !everything && total > chosen);
    Parts.showIf(clear, any);
    showActions(viewModel.target());
  }

  private void showActions(@Nullable ReplayTarget target) {
    String missing =
        !viewModel.connectedProperty().get()
            ? texts.get("dead.missing.connection")
            : target == null ? texts.get("dead.missing.entry") : null;
    boolean discarded = false;
    boolean pending = false;
    boolean settled = false;
    if (target != null && !target.rows().isEmpty()) {
      discarded = all(target, DeadLetterState.DISCARDED);
      pending = all(target, DeadLetterState.PENDING);
      settled = target.rows().stream().noneMatch(row -> row.state().isUnresolved()) && !discarded;
    } else if (target != null) {
      discarded =
          viewModel.scope().filter().states().equals(java.util.Set.of(DeadLetterState.DISCARDED));
    }
    Parts.showIf(restore, discarded);
    Parts.showIf(discard, !discarded);
    assign.show(missing);
    restore.show(missing);
    boolean single = target != null && target.isSingle() && !viewModel.selectionIsChecked();
    edit.show(missing != null ? missing : single ? null : texts.get("dead.missing.single"));
    String obstacle = pending ? texts.get("dead.missing.pending") : null;
    if (settled) {
      obstacle = texts.get("dead.missing.settled");
    }
    discard.show(missing != null ? missing : obstacle);
    if (discarded) {
      obstacle = texts.get("dead.missing.discarded");
    }
    replay.show(missing != null ? missing : obstacle);
  }

  private static boolean all(ReplayTarget target, DeadLetterState state) {
    return target.rows().stream().map(DeadLetterRow::state).allMatch(state::equals);
  }
}
