package io.joborchestrator.console.filter;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.error.OrchestratorException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The filter bar: finished terms as chips, one term being typed, completions for it. FX thread
 * only.
 *
 * @param <F> what a finished filter reads as
 */
public final class FilterBarViewModel<F> {
  private static final Duration TYPING_PAUSE = Duration.ofMillis(300);

  /** Finds ways to go on with a term. */
  @FunctionalInterface
  public interface Completion {
    /** Blocks; called in the background. */
    List<FilterSuggestion> of(String term);
  }

  private Function<String, F> parser;
  private final UiTasks tasks;
  private final Completion completion;
  private final ObservableList<FilterChip> chips = FXCollections.observableArrayList();
  private final StringProperty draft = new SimpleStringProperty(this, "draft", "");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper(this, "problem", "");
  private final ReadOnlyObjectWrapper<F> filter;
  private final ObservableList<FilterSuggestion> suggestions = FXCollections.observableArrayList();
  private UiTasks.Handle typing = () -> {};
  private UiTasks.Handle completing = () -> {};

  /**
   * @param parser reads a whole filter; throws {@link OrchestratorException} at a wrong term
   * @param completion finds ways to go on with a term; called in the background
   */
  public FilterBarViewModel(Function<String, F> parser, Completion completion, UiTasks tasks) {
    this.parser = parser;
    this.tasks = tasks;
    this.completion = completion;
    this.filter = new ReadOnlyObjectWrapper<>(this, "filter", parser.apply(""));
    draft.addListener((property, before, now) -> typed());
  }

  /** Turns what is typed into chips; a term that is wrong stays, with the reason. */
  public boolean commit() {
    typing.cancel();
    List<FilterChip> typed = FilterChip.split(draft.get());
    try {
      var unused = parser.apply(text(typed));
    } catch (OrchestratorException wrong) {
      problem.set(message(wrong));
      return false;
    }
    chips.addAll(typed);
    draft.set("");
    clearSuggestions();
    apply();
    return true;
  }

  /** Shows this text as chips, all at once. Wrong terms are left for the person to mend. */
  public void setText(String text) {
    chips.clear();
    draft.set(text);
    commit();
  }

  public void accept(FilterSuggestion suggestion) {
    draft.set(suggestion.term());
    if (suggestion.complete()) {
      commit();
    }
  }

  public void remove(FilterChip chip) {
    chips.remove(chip);
    apply();
  }

  /** Takes the last chip back into the field, to be changed. */
  public void takeBackLast() {
    if (!chips.isEmpty() && draft.get().isEmpty()) {
      FilterChip last = chips.remove(chips.size() - 1);
      draft.set(last.text());
      apply();
    }
  }

  public void edit(FilterChip chip) {
    if (commit()) {
      chips.remove(chip);
      draft.set(chip.text());
    }
  }

  public void clear() {
    chips.clear();
    draft.set("");
    apply();
  }

  /** Puts another age in the place of a {@code since:} chip, if there is one. */
  public void replaceSince(String age) {
    boolean had = chips.removeIf(chip -> "since".equals(chip.field()));
    if (had) {
      chips.add(FilterChip.of("since:" + age));
    }
    draft.set("");
    apply();
  }

  public void removeField(String field) {
    chips.removeIf(chip -> field.equals(chip.field()));
    apply();
  }

  public void setParser(Function<String, F> value) {
    parser = value;
    apply();
  }

  /** Reads relative times ({@code since:2h}) anew. */
  public void reapply() {
    apply();
  }

  private void typed() {
    typing.cancel();
    problem.set("");
    typing =
        endsTerm(draft.get())
            ? tasks.after(Duration.ofMillis(1), this::commit)
            : tasks.after(TYPING_PAUSE, this::pause);
  }

  /** A blank ends a term with a field; words may go on, and quotes hold blanks. */
  private static boolean endsTerm(String text) {
    boolean quoted = text.chars().filter(c -> c == '"').count() % 2 == 1;
    return text.endsWith(" ") && text.contains(":") && !text.strip().endsWith(":") && !quoted;
  }

  private void pause() {
    complete();
    if (FilterChip.split(draft.get()).stream().allMatch(chip -> chip.field() == null)) {
      apply();
    }
  }

  private void complete() {
    completing.cancel();
    String term = draft.get().stripLeading();
    if (term.isBlank() || term.endsWith(" ")) {
      clearSuggestions();
      return;
    }
    completing =
        tasks.run(
            "Complete filter",
            () -> completion.of(term),
            found -> {
              if (draft.get().stripLeading().equals(term)) {
                suggestions.setAll(found);
              }
            },
            failure -> clearSuggestions());
  }

  private void clearSuggestions() {
    completing.cancel();
    suggestions.clear();
  }

  private void apply() {
    try {
      String all = text(chips) + " " + text(FilterChip.split(draft.get()));
      filter.set(parser.apply(all.strip()));
    } catch (OrchestratorException wrong) {
      // Chips were checked when they were made, so what is wrong is what is being typed.
      problem.set(message(wrong));
      filter.set(parser.apply(text(chips)));
    }
  }

  private static String message(OrchestratorException wrong) {
    return wrong.getMessage() == null ? wrong.code().wire() : wrong.getMessage();
  }

  private static String text(List<FilterChip> terms) {
    return terms.stream().map(FilterChip::text).collect(Collectors.joining(" "));
  }

  /** What would show the same jobs when given to {@link #setText}. */
  public String text() {
    return (text(chips) + " " + draft.get()).strip();
  }

  public boolean isEmpty() {
    return chips.isEmpty() && draft.get().isBlank();
  }

  public ObservableList<FilterChip> chips() {
    return chips;
  }

  public StringProperty draftProperty() {
    return draft;
  }

  /** Why what is typed cannot be read, or the empty text. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<F> filterProperty() {
    return filter.getReadOnlyProperty();
  }

  public ObservableList<FilterSuggestion> suggestions() {
    return suggestions;
  }
}
