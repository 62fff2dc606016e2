package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.pipeline.Problem;
import java.util.List;

/** The form of a kind of job that is no pipeline. FX thread only. */
abstract class KindForm extends FormPart {
  abstract ObjectNode config();

  /**
   * Fills the form.
   *
   * @throws IllegalArgumentException if the configuration cannot be shown; nothing is changed then
   */
  abstract void load(ObjectNode config);

  abstract void clear();

  /** What the form itself can see is wrong; pointers begin at the configuration. */
  abstract List<Problem> ownProblems();

  /** Shows what the core found, each problem at its field. */
  abstract void showProblems(List<Problem> problems);

  /** Shows what fields lack also where the person has not been yet. */
  abstract void touchAll();

  /** Whether the person was at a place: only then is what it lacks shown as wrong. */
  abstract boolean isTouchedAt(String pointer);

  /** What the place is called, or empty. */
  abstract String titleAt(String pointer);

  /** A name for the job, or empty. */
  abstract String proposedName();

  /** What a check looks at, in a few words. */
  abstract String checkedThings();
}
