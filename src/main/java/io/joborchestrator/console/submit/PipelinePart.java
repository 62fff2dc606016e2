package io.joborchestrator.console.submit;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** A line of the pipeline: an input, a step or the output. FX thread only. */
abstract class PipelinePart extends FormPart {
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable Long> sampleRows = new SimpleObjectProperty<>();
  private boolean touched;
  private final ReadOnlyStringWrapper titleText = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper summary = new ReadOnlyStringWrapper("");

  PipelinePart() {
    onEdit(this::describe);
  }

  /** What it does, in one or two words. */
  abstract String title();

  /** Name of an icon of the Material 2 pack. */
  abstract String icon();

  /** What it is set to, in one line. */
  abstract String describeSettings();

  /** What the form itself can see is wrong; the rest is found by the check. */
  List<Problem> ownProblems() {
    return List.of();
  }

  /** Whether the person has left it once: only then is what it lacks shown as wrong. */
  final boolean isTouched() {
    return touched;
  }

  final void touch() {
    touched = true;
  }

  final ReadOnlyStringProperty summary() {
    return summary.getReadOnlyProperty();
  }

  /** {@link #title} as it changes. */
  final ReadOnlyStringProperty titleText() {
    return titleText.getReadOnlyProperty();
  }

  final void describe() {
    titleText.set(title());
    summary.set(describeSettings());
  }

  /** What is wrong with it; pointers begin at this part. */
  final ObservableList<Problem> problems() {
    return problems;
  }

  /** Shows what is wrong with it, in place of what was shown. */
  void show(List<Problem> shown) {
    if (!shown.equals(problems)) {
      problems.setAll(shown);
    }
  }

  /** Rows of the sample that leave it, or null while unknown. */
  final ObjectProperty<@Nullable Long> sampleRows() {
    return sampleRows;
  }

  /** The message of the first problem at a field of this part, empty while there is none. */
  final StringExpression errorAt(Supplier<String> pointer) {
    return Bindings.createStringBinding(
        () -> problemAt(pointer.get()).map(Problem::message).orElse(""), problems);
  }

  final Optional<Problem> problemAt(String pointer) {
    return problems.stream().filter(problem -> problem.pointer().equals(pointer)).findFirst();
  }

  /** The first problem as one line, empty while there is none. */
  final StringExpression firstError() {
    return Bindings.createStringBinding(
        () -> problems.isEmpty() ? "" : problems.get(0).message(), problems);
  }

  static Problem wrong(String pointer, String message) {
    return Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message);
  }

  static String list(List<String> words, String empty) {
    return words.isEmpty() ? empty : String.join(", ", words);
  }
}
