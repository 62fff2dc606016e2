package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * An input under the name that SQL statements use; it takes its name from its file until the person
 * gives it one. FX thread only.
 */
final class SqlInput extends InputViewModel {
  private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";

  private final StringProperty tableName = new SimpleStringProperty("");
  private boolean namedByHand;

  /**
   * @param isTaken whether another input or view has a name
   */
  SqlInput(UiTasks tasks, PipelineWorkbench workbench, Predicate<String> isTaken) {
    super(tasks, workbench);
    rename(NameProposal.ofTable("input", isTaken));
    tableName.set(name().get());
    tableName.addListener((observed, before, after) -> onTable());
    look()
        .state()
        .addListener(
            (observed, before, after) -> {
              if (after == InputLook.State.KNOWN && !namedByHand) {
                quietly(() -> tableName.set(""));
                quietly(() -> tableName.set(NameProposal.ofTable(nameSource(), isTaken)));
              }
            });
    describe();
  }

  private void onTable() {
    rename(tableName.get().strip());
    namedByHand |= !isMuted();
    describe();
    edited();
  }

  /** The name as it is typed. */
  StringProperty tableName() {
    return tableName;
  }

  @Override
  void load(String key, InputSpec spec) {
    namedByHand = true;
    quietly(() -> tableName.set(key));
    super.load(key, spec);
  }

  @Override
  String title() {
    return name().get().isEmpty() ? super.title() : name().get();
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>(super.ownProblems());
    if (!name().get().matches(NAME)) {
      found.add(wrong("", "A name begins with a letter and has letters, digits and _ only"));
    }
    return found;
  }
}
