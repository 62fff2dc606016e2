package io.joborchestrator.analytics;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a job, and how to say what is wrong with it. Immutable.
 *
 * @param index from 0
 */
public record StatementAt(int index, AnalyticsSpec.Statement statement, StatementText text) {
  /** All statements of a job, in their order. */
  public static List<StatementAt> allOf(AnalyticsSpec spec) {
    List<StatementAt> all = new ArrayList<>();
    for (AnalyticsSpec.Statement statement : spec.statements()) {
      StatementText text = StatementText.of(statement.sql(), spec.sqlDialect());
      all.add(new StatementAt(all.size(), statement, text));
    }
    return all;
  }

  /** The view it makes, or null. */
  public @Nullable String view() {
    return statement.as() == null ? text.view() : statement.as();
  }

  /** What a statement may read: inputs and the views of the statements before it. */
  public Set<String> relations(AnalyticsSpec spec) {
    Set<String> names = new LinkedHashSet<>(spec.inputs().keySet());
    for (StatementAt earlier : allOf(spec).subList(0, index)) {
      String view = earlier.view();
      if (view != null) {
        names.add(view);
      }
    }
    return names;
  }

  /** "statement 2", with the name of its view if it has one. */
  public String name() {
    return "statement " + (index + 1) + (view() == null ? "" : " (" + view() + ")");
  }

  /**
   * Something wrong at a character of the statement.
   *
   * @param character from 0, or -1: the statement as a whole
   * @param sentence without its end
   */
  public StatementRefusedException refusal(
      ErrorCode code, int character, String sentence, @Nullable String suggestion) {
    String pointer = "/statements/" + index + "/sql";
    String meant = suggestion == null ? "" : ": did you mean '" + suggestion + "'?";
    if (character < 0) {
      String message = "In " + name() + ": " + sentence + meant;
      return new StatementRefusedException(new Problem(code, pointer, -1, -1, message, suggestion));
    }
    String message = "In " + name() + ", " + text.place(character) + ": " + sentence + meant;
    return new StatementRefusedException(
        new Problem(code, pointer, character, text.endOfPiece(character), message, suggestion));
  }
}
