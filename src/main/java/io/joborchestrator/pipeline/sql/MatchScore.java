package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.expression.Expressions;
import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * When two records are a pair, in the expression language: it gives the same digits on every
 * engine. The values of the two are the columns {@link #left} and {@link #right}.
 */
final class MatchScore {
  /** A mean that misses the threshold by less is a matter of rounding. */
  private static final String ROUNDING = "1e-9";

  private final Rel.Match match;

  MatchScore(Rel.Match match) {
    this.match = match;
  }

  static String left(int compared) {
    return "__l" + compared;
  }

  static String right(int compared) {
    return "__r" + compared;
  }

  /**
   * A condition that is true for a pair.
   *
   * @param columns what it may refer to
   * @param also conditions in front of it
   */
  Typed condition(List<Column> columns, List<String> also) {
    List<String> conditions = new ArrayList<>(also);
    List<String> sum = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    for (int i = 0; i < match.compare().size(); i++) {
      Rel.Compared compared = match.compare().get(i);
      String missing = left(i) + " is null or " + right(i) + " is null";
      String weight = number(compared.weight());
      Double instead = compared.missing();
      String similarity = similarity(compared.by(), i);
      sum.add(
          "case when "
              + missing
              + " then "
              + (instead == null ? "0e0" : number(compared.weight() * instead))
              + " else "
              + weight
              + " * "
              + similarity
              + " end");
      weights.add(
          instead == null ? "case when " + missing + " then 0e0 else " + weight + " end" : weight);
      if (compared.atLeast() != null) {
        String enough = similarity + " + " + ROUNDING + " >= " + number(compared.atLeast());
        conditions.add("(" + missing + " or " + enough + ")");
      }
    }
    String all = "(" + String.join(" + ", weights) + ")";
    conditions.add(all + " > 0e0");
    conditions.add(
        "("
            + String.join(" + ", sum)
            + ") >= "
            + all
            + " * "
            + number(match.threshold() - Double.parseDouble(ROUNDING)));
    return Expressions.check(String.join(" and ", conditions), columns, ColumnType.BOOLEAN);
  }

  private static String similarity(String by, int i) {
    return switch (by) {
      case "edit" -> "edit_similarity(" + left(i) + ", " + right(i) + ")";
      case "date" -> "date_similarity(" + left(i) + ", " + right(i) + ")";
      default -> "case when " + left(i) + " = " + right(i) + " then 1e0 else 0e0 end";
    };
  }

  /** A double in the language: with an exponent. */
  private static String number(double value) {
    String text = Double.toString(value);
    return text.contains("E") ? text.replace('E', 'e') : text + "e0";
  }
}
