package io.joborchestrator.domain.job;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as people write it: {@code 30 m}, {@code 1 h 30 m}, {@code 90s}, {@code 2 d}.
 */
public final class TimeLimit {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*(ms|d|h|m|s)\\s*");

  private TimeLimit() {}

  /**
   * The duration for a written length; ISO 8601 ({@code PT30M}) is understood as well.
   *
   * @throws IllegalArgumentException if it is not a positive length of time
   */
  public static Duration parse(String text) {
    String word = text.trim().toLowerCase(Locale.ROOT);
    Duration duration = word.startsWith("p") ? iso(text) : parts(word, text);
    if (duration.isNegative() || duration.isZero()) {
      throw unknown(text);
    }
    return duration;
  }

  /** Written so that {@link #parse} gives the same duration again: {@code 1 h 30 m}. */
  public static String format(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    append(text, duration.toMillisPart(), "ms");
    return text.isEmpty() ? "0 s" : text.toString();
  }

  private static Duration iso(String text) {
    try {
      return Duration.parse(text.trim());
    } catch (DateTimeParseException notIso) {
      throw unknown(text);
    }
  }

  private static Duration parts(String word, String text) {
    Matcher part = PART.matcher(word);
    Duration sum = Duration.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      sum = sum.plus(one(Long.parseLong(part.group(1)), part.group(2)));
      end = part.end();
    }
    if (end == 0 || end != word.length()) {
      throw unknown(text);
    }
    return sum;
  }

  private static Duration one(long amount, String unit) {
    return switch (unit) {
      case "d" -> Duration.ofDays(amount);
      case "h" -> Duration.ofHours(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMillis(amount);
    };
  }

  private static void append(StringBuilder text, long amount, String unit) {
    if (amount > 0) {
      text.append(text.isEmpty() ? "" : " ").append(amount).append(' ').append(unit);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "'" + text + "' is not a length of time: write it like 30 m, 1 h 30 m or 90 s");
  }
}
