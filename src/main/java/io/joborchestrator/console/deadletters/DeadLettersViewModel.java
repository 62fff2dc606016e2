package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.filter.FilterBarViewModel;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.RowSelection;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.BulkOperation;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterFilterParser;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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
  private static final Duration SHORTEST_REFRESH = Duration.ofMillis(900);
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
  private final ReadOnlyObjectWrapper<@Nullable Integer> group = new ReadOnlyObjectWrapper<>();
  private final BooleanProperty allEntries = new SimpleBooleanProperty();
  private final ReadOnlyObjectWrapper<@Nullable DeadLetterRow> current =
      new ReadOnlyObjectWrapper<>();
  private final BooleanProperty hovering = new SimpleBooleanProperty();
  private UiTasks.Handle subscription = () -> {};
  private UiTasks.Handle later = () -> {};
  private Instant lastRefresh = Instant.EPOCH;
  private int firstVisible;
  private int lastVisible = -1;
  private boolean shown;
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
    this.detail = new EntryDetailViewModel(context);
    this.actions = new DeadLetterActions(context, production, this::changed);
    this.operation = new OperationViewModel(context);
    this.replay = new ReplayViewModel(context, actions, this::showOperation);
    this.export = new EntryExport(context);
    groups.sortProperty().set(GroupSort.parse(context.state().get(SORT).orElse("")));
    groups.sortProperty().addListener((p, before, now) -> context.state().put(SORT, now.name()));
    allEntries.set(context.state().flag(MODE, false));
    filterBar.setText(context.state().get(FILTER).orElse(""));
    filterBar.filterProperty().addListener((p, before, now) -> filterChanged());
    allEntries.addListener((p, before, now) -> modeChanged(now));
    groups.rows().addListener((javafx.beans.Observable observable) -> chooseFirst());
  }

  void shown() {
    if (shown) {
      return;
    }
    shown = true;
    if (!groups.loadedProperty().get()) {
      learnWhoIsHere();
      groups.show(filterBar.filterProperty().get());
      if (allEntries.get()) {
        showEntries();
      }
    }
    findOperation();
    subscription = context.feed().subscribe(this::refresh);
    refresh();
  }

  void hidden() {
    shown = false;
    later.cancel();
    subscription.cancel();
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
    if (shown) {
      groups.show(filterBar.filterProperty().get());
      showEntries();
    }
  }

  private void modeChanged(boolean all) {
    context.state().put(MODE, all);
    if (shown) {
      showEntries();
    }
  }

  private void chooseFirst() {
    Integer chosen = group.get();
    boolean there = chosen != null && groups.find(chosen) != null;
    if (!there && !groups.rows().isEmpty() && wantedEntry == null) {
      chooseGroup(groups.rows().get(0).groupNo());
    } else if (groups.rows().isEmpty() && !allEntries.get() && chosen != null) {
      group.set(null);
      showEntries();
    } else if (there && !allEntries.get() && !entryFilter().equals(entries.filter())) {
      // The chosen group healed, or died anew: its entries are those of another state now.
      showEntries();
    }
  }

  void chooseGroup(int groupNo) {
    Integer before = group.get();
    if (before == null || before != groupNo) {
      group.set(groupNo);
      if (!allEntries.get()) {
        // The first entry of the group is shown once it is there.
        current.set(null);
        showEntries();
      }
    }
  }

  private void showEntries() {
    selection.clear();
    entries.show(entryFilter());
  }

  /** What the list of entries shows: the filter, within the chosen group unless all are shown. */
  DeadLetterFilter entryFilter() {
    DeadLetterFilter filter = filterBar.filterProperty().get();
    Integer chosen = group.get();
    if (allEntries.get() || chosen == null) {
      return filter;
    }
    GroupRow row = groups.find(chosen);
    DeadLetterFilter wanted = filter.withGroups(Set.of(chosen));
    return row != null && row.healed()
        ? wanted.withStates(Set.of(DeadLetterState.REPLAYED, DeadLetterState.RECOVERED))
        : wanted;
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
    later.cancel();
    Duration since = Duration.between(lastRefresh, context.feed().now());
    if (!since.isNegative() && since.compareTo(SHORTEST_REFRESH) < 0) {
      later = context.tasks().after(SHORTEST_REFRESH.minus(since), this::refreshIfShown);
      return;
    }
    lastRefresh = context.feed().now();
    groups.refresh();
    entries.refresh(firstVisible, isHeld());
    selection.refresh(visibleRows());
    detail.refresh();
    operation.refresh();
  }

  private void refreshIfShown() {
    if (shown && connectedProperty().get()) {
      refresh();
    }
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
    List<DeadLetterRow> rows = new ArrayList<>();
    for (int i = firstVisible; i <= Math.min(lastVisible, firstVisible + 200); i++) {
      DeadLetterRow row = entries.rows().peek(i);
      if (row != null) {
        rows.add(row);
      }
    }
    return rows;
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
    GroupRow row = chosenGroup();
    String words =
        row == null || allEntries.get()
            ? texts.get("dead.words.matching", filterWords())
            : texts.get("dead.words.group", row.group().message());
    return ReplayTarget.matching(entryFilter(), words, entries.totalProperty().get());
  }

  /** Everything the filter finds, whichever group is chosen. */
  ReplayTarget everything() {
    long count = groups.rows().stream().filter(r -> !r.healed()).mapToLong(GroupRow::count).sum();
    return ReplayTarget.matching(
        filterBar.filterProperty().get(), texts.get("dead.words.matching", filterWords()), count);
  }

  private String filterWords() {
    return filterBar.isEmpty() ? texts.get("dead.words.all") : filterBar.text();
  }

  @Nullable GroupRow chosenGroup() {
    Integer chosen = group.get();
    return chosen == null ? null : groups.find(chosen);
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
    if (shown) {
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
    export.write(entryFilter());
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

  /** Number of the chosen group, or null. */
  ReadOnlyObjectProperty<@Nullable Integer> groupProperty() {
    return group.getReadOnlyProperty();
  }

  /** Entries of all groups in one list. */
  BooleanProperty allEntriesProperty() {
    return allEntries;
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
