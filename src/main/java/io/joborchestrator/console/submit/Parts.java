package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * A form that is a list of parts, of which the chosen one has its editor shown: a pipeline, or the
 * statements of an SQL job. Pointers begin at the configuration. FX thread only.
 */
interface Parts {
  /** The parts, for whoever changes them. */
  PartList list();

  default ObservableList<PipelinePart> parts() {
    return list().readOnly();
  }

  /** The part whose editor is shown. */
  default ObjectProperty<@Nullable PipelinePart> selected() {
    return list().selected();
  }

  /** Number of a part as people count, from 1; 0 if parts of its sort are not counted. */
  int numberOf(PipelinePart part);

  String pointerOf(PipelinePart part);

  /** Whether parts of its sort can change their places at all. */
  boolean isMovable(PipelinePart part);

  boolean canMove(@Nullable PipelinePart part, int by);

  default void move(PipelinePart part, int by) {
    if (canMove(part, by)) {
      moveTo(part, parts().indexOf(part) + by);
    }
  }

  /** Moves a part to a place in the list; places where it cannot stand are brought in. */
  void moveTo(PipelinePart part, int index);

  boolean canRemove(@Nullable PipelinePart part);

  void remove(PipelinePart part);

  /** Undoes {@link #remove}: puts a part where it was in the list. */
  void putBack(PipelinePart part, int index);

  boolean canDuplicate(@Nullable PipelinePart part);

  void duplicate(PipelinePart part);

  /** Hands problems to the parts they belong to. */
  default void showInParts(List<Problem> problems) {
    parts().forEach(part -> FormInput.show(part, pointerOf(part), problems));
  }

  /** What the parts themselves see is wrong. */
  default List<Problem> problemsOfParts() {
    return parts().stream().flatMap(part -> FormInput.own(part, pointerOf(part)).stream()).toList();
  }

  /** The part a problem is in. */
  default @Nullable PipelinePart partAt(Problem problem) {
    return parts().stream()
        .filter(part -> problem.isAtOrBelow(pointerOf(part)))
        .findFirst()
        .orElse(null);
  }

  /** "2. Filter". */
  default String heading(PipelinePart part, String title) {
    int number = numberOf(part);
    return number == 0 ? title : number + ". " + title;
  }

  /** What a part is called in the list of problems: "Step 2, Filter". */
  String placeOf(PipelinePart part);
}
