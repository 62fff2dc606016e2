package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** A form of its own that reads one input and shows its problems at its fields. FX thread only. */
abstract class LearningForm extends KindForm {
  private final InputViewModel input;
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();

  LearningForm(UiTasks tasks, PipelineWorkbench workbench) {
    input = new InputViewModel(tasks, workbench);
    input.onEdit(this::edited);
  }

  final InputViewModel input() {
    return input;
  }

  /** The message of the first problem at or below a place. */
  final StringExpression errorAt(String pointer) {
    return errorAt(() -> pointer);
  }

  /** As {@link #errorAt(String)} for a place that is asked each time, because rows change. */
  final StringExpression errorAt(Supplier<String> pointer) {
    return Bindings.createStringBinding(
        () ->
            problems.stream()
                .filter(each -> each.isAtOrBelow(pointer.get()))
                .map(Problem::message)
                .findFirst()
                .orElse(""),
        problems);
  }

  @Override
  void showProblems(List<Problem> found) {
    FormInput.show(input, "/input", found);
    List<Problem> shown = new ArrayList<>();
    ownProblems().stream().filter(each -> isTouchedAt(each.pointer())).forEach(shown::add);
    shown.addAll(found);
    if (!shown.equals(problems)) {
      problems.setAll(shown);
    }
  }

  static Problem wrong(String pointer, String message) {
    return Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message);
  }
}
