package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.filter.FilterBarViewModel;
import io.joborchestrator.console.task.PacedRefresh;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.RowSelection;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterFilterParser;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * The Dead letters page: which groups and entries are shown, which are chosen, what is done with
 * them. Refreshes only between {@link #shown} and {@link #hidden}. FX thread only.
 */
final class DeadLettersViewModel {
  private static final String FILTER = "dead.filter";
  private static final String MODE = "dead.all";
  private static final String SORT = "dead.sort";

  private final PageContext context;
  private final Texts texts;
  private final FilterBarViewModel<DeadLetterFilter> filterBar;
  private final GroupListModel groups;
  private final EntryListModel entries;
  private final RowSelection<DeadLetterRow> selection =
      new RowSelection<>(DeadLetterRow::entryNo, EntryRows::isLoaded);
  private final EntryDetailViewModel detail;
  private final DeadLetterActions actions;
  private final ReplayViewModel replay;
  private final OperationViewModel operation;
  private final EntryExport export;
  private final EntryScope scope;
  private final PacedRefresh refresh;
  private final ReadOnlyObjectWrapper<@Nullable DeadLetterRow> current =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty hovering = new SimpleBooleanProperty();
  private int firstVisible;
  private int lastVisible = -1;
  private boolean lookedForOperation;
  private @Nullable Long wantedEntry;

  DeadLettersViewModel(PageContext context, boolean production) {
    this.context = context;
    this.texts = context.texts();
    this.groups = new GroupListModel(context.orchestrator().deadLetters(), context.tasks(), texts);
    this.entries = new EntryListModel(context.orchestrator().deadLetters(), context.tasks(), texts);
    DeadLetterFilterParser parser =
        new DeadLetterFilterParser(context.clock(), System.getProperty("user.name", ""));
    this.filterBar =
        new FilterBarViewModel<>(
            parser::parse, new EntrySuggestions(groups::known, texts)::of, context.tasks());
    this.scope = new EntryScope(filterBar, groups, texts);
    this.refresh = new PacedRefresh(context.feed(), context.tasks(), this::refresh);
    this.detail = new EntryDetailViewModel(context);
    this.actions = new DeadLetterActions(context, production, this::changed);
    this.operation = new OperationViewModel(context);
    this.replay = new ReplayViewModel(context, actions, this::showOperation);
    this.export = new EntryExport(context);
    groups.sortProperty().set(GroupSort.parse(context.state().get(SORT).orElse("")));
    groups.sortProperty().addListener((p, before, now) -> context.state().put(SORT, now.name()));
    scope.allEntries().set(context.state().flag(MODE, false));
    filterBar.setText(context.state().get(FILTER).orElse(""));
    filterBar.filterProperty().addListener((p, before, now) -> filterChanged());
    scope.allEntries().addListener((p, before, now) -> modeChanged(now));
    groups.rows().addListener((javafx.beans.Observable observable) -> chooseFirst());
  }

  void shown() {
    if (refresh.isRunning()) {
      return;
    }
    if (!groups.loadedProperty().get()) {
      learnWhoIsHere();
      groups.show(filterBar.filterProperty().get());
      if (scope.allEntries().get()) {
        showEntries();
      }
    }
    findOperation();
    refresh.start();
  }

  void hidden() {
    refresh.stop();
    operation.stop();
    groups.stop();
  }

  // "owner:me" means the person the database knows.
  private void learnWhoIsHere() {
    context
        .tasks()
        .run(
            texts.get("dead.task.who"),
            context.orchestrator()::facts,
            facts ->
                filterBar.setParser(
                    new DeadLetterFilterParser(context.clock(), facts.user())::parse),
            // Until it is known, "me" is the user of this computer; the lists show the failure.
            failure -> {});
  }

  /** A replay that runs is shown by itself when the page is opened for the first time. */
  private void findOperation() {
    if (lookedForOperation) {
      return;
    }
    lookedForOperation = true;
    context
        .tasks()
        .run(
            texts.get("dead.task.operation"),
            () -> context.orchestrator().deadLetters().operations(1),
            found -> {
              for (BulkOperation running : found) {
                boolean busy = replay.targetProperty().get() != null || operation.isOpen();
                if (!running.isFinished() && !busy) {
                  showOperation(running.operationNo());
                }
              }
            },
            // It can be opened from the bottom bar as well; the lists show the failure.
            failure -> lookedForOperation = false);
  }

  private void filterChanged() {
    context.state().put(FILTER, filterBar.text());
    if (refresh.isRunning()) {
      groups.show(filterBar.filterProperty().get());
      showEntries();
    }
  }

  private void modeChanged(boolean all) {
    context.state().put(MODE, all);
    if (refresh.isRunning()) {
      showEntries();
    }
  }

  private void chooseFirst() {
    boolean all = scope.allEntries().get();
    boolean there = scope.chosenGroup() != null;
    if (!there && !groups.rows().isEmpty() && wantedEntry == null) {
      chooseGroup(groups.rows().get(0).groupNo());
    } else if (groups.rows().isEmpty() && !all && scope.group().get() != null) {
      scope.group().set(null);
      showEntries();
    } else if (there && !all && !scope.filter().equals(entries.filter())) {
      // The chosen group healed, or died anew: its entries are those of another state now.
      showEntries();
    }
  }

  void chooseGroup(int groupNo) {
    Integer before = scope.group().get();
    if (before == null || before != groupNo) {
      scope.group().set(groupNo);
      if (!scope.allEntries().get()) {
        // The first entry of the group is shown once it is there.
        current.set(null);
        showEntries();
      }
    }
  }

  private void showEntries() {
    selection.clear();
    entries.show(scope.filter());
  }

  /** Reads everything anew (F5, the pill of new rows). */
  void reload() {
    filterBar.reapply();
    groups.refresh();
    entries.reload();
    detail.refresh();
    operation.refresh();
  }

  private void changed() {
    groups.refresh();
    entries.refresh(firstVisible, isHeld());
    detail.refresh();
    context.feed().refreshNow();
  }

  private void refresh() {
    groups.refresh();
    entries.refresh(firstVisible, isHeld());
    selection.refresh(visibleRows());
    detail.refresh();
    operation.refresh();
  }

  /** New rows wait while somebody looks at a place in the list. */
  private boolean isHeld() {
    return (firstVisible > 0 || hovering.get()) && !entries.rows().isEmpty();
  }

  void setVisible(int first, int last) {
    firstVisible = first;
    lastVisible = last;
  }

  private List<DeadLetterRow> visibleRows() {
    return entries.rows().peek(firstVisible, Math.min(lastVisible, firstVisible + 200));
  }

  /** The row under the keyboard changed; the detail follows. */
  void setCurrent(@Nullable DeadLetterRow row) {
    if (row == null || !EntryRows.isLoaded(row)) {
      return;
    }
    current.set(row);
    detail.show(row.entryNo());
  }

  /** Shows an entry, whatever is filtered, with its group. */
  void openEntry(long entryNo) {
    wantedEntry = entryNo;
    detail.show(entryNo);
    context
        .tasks()
        .run(
            texts.get("dead.task.detail"),
            () -> context.orchestrator().deadLetters().detail(entryNo),
            found -> {
              wantedEntry = null;
              found.ifPresent(entry -> showWith(entry.row()));
            },
            failure -> {
              wantedEntry = null;
              context.dialogs().error(texts.get("dead.detail.failed"), failure);
            });
  }

  private void showWith(DeadLetterRow row) {
    boolean usual = filterBar.filterProperty().get().equals(DeadLetterFilter.UNRESOLVED);
    if (!row.state().isUnresolved() || !usual) {
      filterBar.setText("state:" + DeadLetterFilterParser.ALL);
    }
    chooseGroup(row.groupNo());
    current.set(row);
    detail.show(row.entryNo());
  }

  /** The checked entries, or all that match, or the one under the keyboard; null if none. */
  @Nullable ReplayTarget target() {
    if (selection.allMatchingProperty().get()) {
      return allMatching();
    }
    if (selection.countProperty().get() > 0) {
      List<DeadLetterRow> rows = selection.rows();
      return ReplayTarget.of(
          rows,
          rows.size() == 1
              ? rows.get(0).jobName()
              : texts.count("dead.words.checked", rows.size()));
    }
    DeadLetterRow row = current.get();
    return row == null ? null : ReplayTarget.of(List.of(row), row.jobName());
  }

  /** Several or all entries are checked: what is done is not about the one under the keyboard. */
  boolean selectionIsChecked() {
    return !selection.isEmpty();
  }

  /** Everything that the list of entries finds. */
  ReplayTarget allMatching() {
    return scope.allMatching(entries.totalProperty().get());
  }

  /** Opens the form of a replay of what is chosen; an edited payload goes with its entry. */
  void replayChosen() {
    ReplayTarget target = target();
    if (target != null) {
      openReplay(target);
    }
  }

  void openReplay(ReplayTarget target) {
    operation.close();
    boolean edited =
        target.isSingle() && target.rows().get(0).entryNo() == detail.payload().entryNo();
    replay.open(target, edited ? detail.payload().edited() : null);
  }

  void showOperation(long operationNo) {
    replay.close();
    operation.show(operationNo);
    if (refresh.isRunning()) {
      changed();
    }
  }

  void closePanel() {
    replay.close();
    operation.close();
  }

  void discardChosen() {
    ReplayTarget target = target();
    if (target != null) {
      actions.discard(target);
    }
  }

  void showDiscarded() {
    filterBar.setText("state:" + DeadLetterState.DISCARDED.wire());
  }

  void showParked() {
    filterBar.setText("state:" + DeadLetterState.PARKED.wire());
  }

  void clearFilters() {
    filterBar.clear();
  }

  void exportEntries() {
    export.write(scope.filter());
  }

  /** "412 match". */
  String matchesText() {
    return entries.loadedOnceProperty().get()
        ? texts.get("dead.matches", Formats.exact(entries.totalProperty().get()))
        : "";
  }

  FilterBarViewModel<DeadLetterFilter> filterBar() {
    return filterBar;
  }

  GroupListModel groups() {
    return groups;
  }

  EntryListModel entries() {
    return entries;
  }

  RowSelection<DeadLetterRow> selection() {
    return selection;
  }

  EntryDetailViewModel detail() {
    return detail;
  }

  DeadLetterActions actions() {
    return actions;
  }

  ReplayViewModel replay() {
    return replay;
  }

  OperationViewModel operation() {
    return operation;
  }

  PageContext context() {
    return context;
  }

  EntryScope scope() {
    return scope;
  }

  ReadOnlyObjectProperty<@Nullable DeadLetterRow> currentProperty() {
    return current.getReadOnlyProperty();
  }

  BooleanProperty hoveringProperty() {
    return hovering;
  }

  ReadOnlyBooleanProperty connectedProperty() {
    return context.feed().connectedProperty();
  }
}
