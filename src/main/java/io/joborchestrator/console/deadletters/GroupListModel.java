package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterCounts;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.orchestrator.DeadLetterManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The groups of the page, refreshed in place: a row that only changed its values stays where it is.
 * FX thread only.
 */
final class GroupListModel {
  private static final Set<DeadLetterState> HEALED =
      Set.of(DeadLetterState.REPLAYED, DeadLetterState.RECOVERED);

  private final DeadLetterManager manager;
  private final Refresher<Answer> refresher;
  private final ObservableList<GroupRow> rows = FXCollections.observableArrayList();
  private final ObjectProperty<GroupSort> sort = new SimpleObjectProperty<>(GroupSort.MOST);
  private final ReadOnlyObjectWrapper<DeadLetterCounts> counts =
      new ReadOnlyObjectWrapper<>(new DeadLetterCounts(Map.of()));
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<@Nullable Exception> failure = new ReadOnlyObjectWrapper<>();
  private DeadLetterFilter filter = DeadLetterFilter.UNRESOLVED;
  private volatile List<DeadLetterGroup> known = List.of();

  private record Answer(
      DeadLetterFilter filter,
      List<DeadLetterGroup> groups,
      List<DeadLetterGroup> healed,
      DeadLetterCounts counts) {}

  GroupListModel(DeadLetterManager manager, UiTasks tasks, Texts texts) {
    this.manager = manager;
    refresher =
        new Refresher<>(tasks, texts.get("dead.task.groups"), this::ask, this::show, failure::set);
    sort.addListener(observable -> put(new ArrayList<>(rows)));
  }

  void show(DeadLetterFilter wanted) {
    filter = wanted;
    refresh();
  }

  void refresh() {
    refresher.request();
  }

  void stop() {
    refresher.stop();
  }

  private Answer ask() {
    DeadLetterFilter wanted = filter;
    boolean usual = wanted.states().equals(DeadLetterState.UNRESOLVED);
    return new Answer(
        wanted,
        manager.groups(wanted),
        usual ? manager.groups(wanted.withStates(HEALED)) : List.of(),
        manager.counts());
  }

  private void show(Answer answer) {
    if (!answer.filter().equals(filter)) {
      refresher.request();
      return;
    }
    failure.set(null);
    counts.set(answer.counts());
    known = answer.groups();
    Set<Integer> unresolved =
        answer.groups().stream().map(DeadLetterGroup::groupNo).collect(Collectors.toSet());
    List<GroupRow> fresh = new ArrayList<>();
    answer.groups().forEach(group -> fresh.add(new GroupRow(group, false)));
    answer.healed().stream()
        .filter(group -> !unresolved.contains(group.groupNo()))
        .forEach(group -> fresh.add(new GroupRow(group, true)));
    put(fresh);
    loaded.set(true);
  }

  private void put(List<GroupRow> fresh) {
    fresh.sort(sort.get().comparator());
    List<Integer> now = rows.stream().map(GroupRow::groupNo).toList();
    if (!now.equals(fresh.stream().map(GroupRow::groupNo).toList())) {
      rows.setAll(fresh);
      return;
    }
    for (int i = 0; i < fresh.size(); i++) {
      if (!fresh.get(i).equals(rows.get(i))) {
        rows.set(i, fresh.get(i));
      }
    }
  }

  ObservableList<GroupRow> rows() {
    return rows;
  }

  @Nullable GroupRow find(int groupNo) {
    return rows.stream().filter(row -> row.groupNo() == groupNo).findFirst().orElse(null);
  }

  /** What the last answer held; may be called on any thread. */
  List<DeadLetterGroup> known() {
    return known;
  }

  ObjectProperty<GroupSort> sortProperty() {
    return sort;
  }

  /** Entries by state, whatever the filter. */
  ReadOnlyObjectProperty<DeadLetterCounts> countsProperty() {
    return counts.getReadOnlyProperty();
  }

  ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable Exception> failureProperty() {
    return failure.getReadOnlyProperty();
  }
}
