package io.joborchestrator.console.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One term of the filter bar as it was written.
 *
 * @param text the whole term ({@code -name:noise})
 * @param field what stands before the colon, without a minus, or null for a bare word
 * @param value what stands behind it, without quotes
 * @param negated matching jobs are left out
 */
public record FilterChip(String text, @Nullable String field, String value, boolean negated) {
  /** The label in front of the value. */
  public String label() {
    if (field == null || field.equals("name")) {
      return negated ? "not name:" : "name:";
    }
    return field + ":";
  }

  /** The value for a person: lists with blanks, long ones by their number. */
  public String shortValue(int most) {
    String[] values = value.split(",", -1);
    if (values.length <= most) {
      return String.join(", ", values);
    }
    if (most == 1) {
      return values.length + " values";
    }
    return values[0] + ", " + (values.length - 1) + " more";
  }

  public static FilterChip of(String term) {
    boolean negated = term.startsWith("-") && term.length() > 1;
    String body = negated ? term.substring(1) : term;
    int colon = body.indexOf(':');
    String value = (colon < 0 ? body : body.substring(colon + 1)).replace("\"", "");
    return new FilterChip(term, colon <= 0 ? null : body.substring(0, colon), value, negated);
  }

  /** The terms of a text; blanks inside double quotes do not separate. */
  public static List<FilterChip> split(String text) {
    List<FilterChip> chips = new ArrayList<>();
    StringBuilder term = new StringBuilder();
    boolean quoted = false;
    for (char c : (text + " ").toCharArray()) {
      quoted = quoted ^ (c == '"');
      if (!Character.isWhitespace(c) || quoted) {
        term.append(c);
      } else if (!term.isEmpty()) {
        chips.add(of(term.toString()));
        term.setLength(0);
      }
    }
    if (!term.isEmpty()) {
      chips.add(of(term.toString().strip() + '"'));
    }
    return chips;
  }
}
