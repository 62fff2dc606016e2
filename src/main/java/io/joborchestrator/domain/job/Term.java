package io.joborchestrator.domain.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One term of a filter text.
 *
 * @param field in lower case, or null for a bare word
 * @param values the value split at commas outside quotes
 * @param start first character in the text
 * @param end one behind the last
 */
public record Term(
    boolean negated, @Nullable String field, List<String> values, int start, int end) {
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_.]+");

  /** The values as one text. */
  public String value() {
    return String.join(",", values);
  }

  /** For a term that is wrong. */
  public JobFilterSyntaxException problem(String message, @Nullable String suggestion) {
    return new JobFilterSyntaxException(start, end, message, suggestion);
  }

  /** The same under another field. */
  public String withField(String other) {
    return (negated ? "-" : "") + other + ":" + quoted(value());
  }

  static String quoted(String value) {
    boolean simple =
        !value.isEmpty()
            && value.chars().noneMatch(c -> Character.isWhitespace(c) || c == ',' || c == '"');
    return simple ? value : '"' + value.replace("\"", "") + '"';
  }

  /** A bare word that must not be taken for a field or an exclusion. */
  static String plain(String word) {
    boolean bare = !word.startsWith("-") && word.indexOf(':') < 0;
    return bare ? quoted(word) : "name:" + quoted(word);
  }

  /**
   * The terms of a text.
   *
   * @throws JobFilterSyntaxException if a quote is not closed
   */
  public static List<Term> split(String text) {
    List<Term> terms = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      Reader reader = new Reader(text, at);
      terms.add(reader.term());
      at = reader.at;
    }
    return terms;
  }

  /** Reads one term from where it starts. */
  private static final class Reader {
    private final String text;
    private final int start;
    private int at;

    Reader(String text, int start) {
      this.text = text;
      this.start = start;
      this.at = start;
    }

    Term term() {
      boolean negated = text.charAt(at) == '-' && at + 1 < text.length() && !endsAt(at + 1);
      if (negated) {
        at++;
      }
      String field = field();
      List<String> values = new ArrayList<>();
      values.add(value(field != null));
      while (field != null && at < text.length() && text.charAt(at) == ',') {
        at++;
        values.add(value(true));
      }
      values.removeIf(String::isEmpty);
      return new Term(negated, field, List.copyOf(values), start, at);
    }

    private @Nullable String field() {
      int colon = at;
      while (colon < text.length() && !endsAt(colon) && text.charAt(colon) != ':') {
        colon++;
      }
      // An address such as https://… is text.
      boolean hasColon = text.startsWith(":", colon) && !text.startsWith("://", colon);
      if (!hasColon || !FIELD.matcher(text.substring(at, colon)).matches()) {
        return null;
      }
      String name = text.substring(at, colon).toLowerCase(Locale.ROOT);
      at = colon + 1;
      return name;
    }

    private boolean endsAt(int index) {
      return Character.isWhitespace(text.charAt(index));
    }

    private String value(boolean stopAtComma) {
      StringBuilder value = new StringBuilder();
      boolean inQuotes = false;
      for (; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          inQuotes = !inQuotes;
        } else if (!inQuotes && (Character.isWhitespace(c) || (stopAtComma && c == ','))) {
          break;
        } else {
          value.append(c);
        }
      }
      if (inQuotes) {
        throw new JobFilterSyntaxException(
            start, text.length(), "A double quote is opened but not closed.", null);
      }
      return value.toString();
    }
  }
}
