package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.filter.FilterBarViewModel;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which entries the page is about: those of the chosen group or all, as far as they match the
 * filter. FX thread only.
 */
final class EntryScope {
  private final FilterBarViewModel<DeadLetterFilter> filterBar;
  private final GroupListModel groups;
  private final Texts texts;
  private final ObjectProperty<@Nullable Integer> group = new SimpleObjectProperty<>();
  private final BooleanProperty allEntries = new SimpleBooleanProperty();

  EntryScope(FilterBarViewModel<DeadLetterFilter> filterBar, GroupListModel groups, Texts texts) {
    this.filterBar = filterBar;
    this.groups = groups;
    this.texts = texts;
  }

  /** Number of the chosen group, or null. */
  ObjectProperty<@Nullable Integer> group() {
    return group;
  }

  /** Entries of all groups in one list. */
  BooleanProperty allEntries() {
    return allEntries;
  }

  @Nullable GroupRow chosenGroup() {
    Integer chosen = group.get();
    return chosen == null ? null : groups.find(chosen);
  }

  /** What the list of entries shows: the filter, within the chosen group unless all are shown. */
  DeadLetterFilter filter() {
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

  /**
   * Everything that the list of entries finds.
   *
   * @param count as far as the list knows
   */
  ReplayTarget allMatching(long count) {
    GroupRow row = chosenGroup();
    String words =
        row == null || allEntries.get()
            ? matchingWords()
            : texts.get("dead.words.group", row.group().message());
    return ReplayTarget.matching(filter(), words, count);
  }

  /** Everything the filter finds, whichever group is chosen. */
  ReplayTarget everything() {
    long count = groups.rows().stream().filter(r -> !r.healed()).mapToLong(GroupRow::count).sum();
    return ReplayTarget.matching(filterBar.filterProperty().get(), matchingWords(), count);
  }

  private String matchingWords() {
    String filter = filterBar.isEmpty() ? texts.get("dead.words.all") : filterBar.text();
    return texts.get("dead.words.matching", filter);
  }
}
