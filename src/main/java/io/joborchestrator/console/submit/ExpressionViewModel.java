package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.PipelineWorkbench.ExpressionCheck;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * An expression that is checked against columns while it is typed. Answers to an older text are
 * dropped. FX thread only.
 */
final class ExpressionViewModel extends FormPart {
  static final Duration DELAY = Duration.ofMillis(150);

  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private final ObservableValue<List<Column>> columns;
  private final @Nullable ColumnType expected;
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<@Nullable ExpressionCheck> check =
      new ReadOnlyObjectWrapper<>();
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private final ObservableList<String> completions = FXCollections.observableArrayList();
  private UiTasks.Handle waiting = () -> {};
  private UiTasks.Handle running = () -> {};
  private long turn;
  private long completionTurn;

  ExpressionViewModel(
      UiTasks tasks,
      PipelineWorkbench workbench,
      ObservableValue<List<Column>> columns,
      @Nullable ColumnType expected) {
    this.tasks = tasks;
    this.workbench = workbench;
    this.columns = columns;
    this.expected = expected;
    text.addListener((observed, before, after) -> typed());
    columns.addListener((observed, before, after) -> checkSoon());
    watch(text);
  }

  StringProperty text() {
    return text;
  }

  /** The last answer for the text as it stands, or null while it is not known or the text empty. */
  ReadOnlyObjectProperty<@Nullable ExpressionCheck> check() {
    return check.getReadOnlyProperty();
  }

  /** What is wrong with the text as it stands. */
  ObservableList<Problem> problems() {
    return problems;
  }

  /** What may follow at the caret, asked for by {@link #complete}. */
  ObservableList<String> completions() {
    return completions;
  }

  /** "= bigint" once the type is known, else empty. */
  StringExpression typeText() {
    return Bindings.createStringBinding(this::describeType, check);
  }

  /** Puts the suggestion of a problem in the place of the wrong characters. */
  void apply(Problem problem) {
    String current = text.get();
    if (problem.suggestion() == null || problem.end() > current.length()) {
      return;
    }
    int start = Math.max(0, problem.start());
    int end = problem.end() < start ? current.length() : problem.end();
    text.set(current.substring(0, start) + problem.suggestion() + current.substring(end));
  }

  /** Finds what may stand at the caret. */
  void complete(int caret) {
    String before = text.get().substring(0, Math.min(caret, text.get().length()));
    long mine = ++completionTurn;
    List<Column> known = columns.getValue();
    tasks.run(
        "complete an expression",
        () -> workbench.checkExpression(before, known, null).completions(),
        found -> offer(mine, before, found),
        failure -> offer(mine, before, List.of()));
  }

  void stopCompleting() {
    completionTurn++;
    completions.clear();
  }

  /**
   * Puts a completion in the place of the word before the caret.
   *
   * @return where the caret goes
   */
  int accept(String completion, int caret) {
    String current = text.get();
    int end = Math.min(caret, current.length());
    int start = end - wordBefore(current.substring(0, end)).length();
    stopCompleting();
    text.set(current.substring(0, start) + completion + current.substring(end));
    completionTurn++;
    return start + completion.length();
  }

  /** The name that is being written at the end of a text, empty behind anything else. */
  static String wordBefore(String text) {
    if (text.chars().filter(c -> c == '"').count() % 2 == 1) {
      return text.substring(text.lastIndexOf('"'));
    }
    int start = text.length();
    while (start > 0 && isNamePart(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start);
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private void offer(long mine, String before, List<String> found) {
    if (mine != completionTurn) {
      return;
    }
    String word = wordBefore(before).replace("\"", "").toLowerCase(Locale.ROOT);
    completions.setAll(
        found.stream()
            .filter(each -> each.replace("\"", "").toLowerCase(Locale.ROOT).startsWith(word))
            .filter(each -> !each.equalsIgnoreCase(wordBefore(before)))
            .limit(50)
            .toList());
  }

  private void typed() {
    turn++;
    check.set(null);
    problems.clear();
    checkSoon();
  }

  private void checkSoon() {
    waiting.cancel();
    waiting = tasks.after(DELAY, this::checkNow);
  }

  private void checkNow() {
    String current = text.get();
    List<Column> known = columns.getValue();
    running.cancel();
    if (current.isBlank() || known.isEmpty()) {
      return;
    }
    long mine = ++turn;
    running =
        tasks.run(
            "check an expression",
            () -> workbench.checkExpression(current, known, expected),
            answer -> show(mine, answer),
            failure -> show(mine, failed(failure)));
  }

  private void show(long mine, ExpressionCheck answer) {
    if (mine == turn) {
      check.set(answer);
      problems.setAll(answer.problems());
    }
  }

  private static ExpressionCheck failed(Exception failure) {
    String message = Optional.ofNullable(failure.getMessage()).orElse(failure.toString());
    Problem problem =
        Problem.at(
            io.joborchestrator.domain.error.ErrorCode.INTERNAL,
            "",
            "The expression could not be checked: " + message);
    return new ExpressionCheck(null, List.of(problem), List.of());
  }

  private String describeType() {
    ExpressionCheck answer = check.get();
    return answer == null || answer.type() == null ? "" : answer.type().toString();
  }
}
