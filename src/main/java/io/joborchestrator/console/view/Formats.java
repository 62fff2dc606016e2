package io.joborchestrator.console.view;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How numbers, sizes, durations and times are written, everywhere the same. */
public final class Formats {
  /** Shown where there is no value. */
  public static final String NONE = "–";

  private static final String[] DECIMAL_UNITS = {"k", "M", "G", "T", "P"};
  private static final String[] BINARY_UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final DateTimeFormatter TIME = formatter("HH:mm:ss");
  private static final DateTimeFormatter DAY_TIME = formatter("d MMM HH:mm:ss");
  private static final DateTimeFormatter YEAR_TIME = formatter("d MMM yyyy HH:mm");
  private static final DateTimeFormatter EXACT = formatter("HH:mm:ss.SSS z");
  private static final DateTimeFormatter EXACT_DAY = formatter("d MMM yyyy HH:mm:ss.SSS z");
  private static final DateTimeFormatter UTC = formatter("yyyy-MM-dd HH:mm:ss.SSS 'UTC'");

  private Formats() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /**
   * {@code 41 ms}, {@code 0.31 s}, {@code 4.1 s}, {@code 38 s}, {@code 2 m 14 s}, {@code 3 h 05 m}.
   */
  public static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 100) {
      return millis + " ms";
    }
    if (millis < 995) {
      return String.format(Locale.ENGLISH, "%.2f s", millis / 1000.0);
    }
    if (millis < 9_950) {
      return String.format(Locale.ENGLISH, "%.1f s", millis / 1000.0);
    }
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return pair(seconds / 60, "m", seconds % 60, "s");
    }
    if (seconds < 86_400) {
      return pair(seconds / 3600, "h", seconds % 3600 / 60, "m");
    }
    return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
  }

  private static String pair(long large, String largeUnit, long small, String smallUnit) {
    return String.format(Locale.ENGLISH, "%d %s %02d %s", large, largeUnit, small, smallUnit);
  }

  /** A duration of one unit, for ages: {@code 8 s}, {@code 3 m}, {@code 2 h}, {@code 4 d}. */
  public static String age(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " m";
    }
    return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }

  /** {@code 3.1 ms}: for round trips. */
  public static String millis(Duration duration) {
    double millis = duration.toNanos() / 1e6;
    String pattern = millis < 10 ? "%.1f ms" : "%,.0f ms";
    return String.format(Locale.ENGLISH, pattern, millis);
  }

  /** {@code 4,812}, {@code 840 k}, {@code 71.4 M}: three figures above 100,000. */
  public static String count(long count) {
    return Math.abs(count) < 100_000 ? exact(count) : threeFigures(count, 1000, DECIMAL_UNITS);
  }

  /** {@code 10,412}: every figure. */
  public static String exact(long count) {
    return String.format(Locale.ENGLISH, "%,d", count);
  }

  /**
   * A number from a file as people read it: {@code 32,900,000} for {@code 3.29E7}; the places
   * behind the point stay as they are. What is no finite number, and what has more than 21 figures
   * before the point or 12 zeros behind it, is left as it is written.
   */
  public static String number(String written) {
    try {
      BigDecimal value = new BigDecimal(written);
      int before = value.precision() - value.scale();
      if (before > 21 || before < -12) {
        return written;
      }
      boolean power = written.indexOf('E') >= 0 || written.indexOf('e') >= 0;
      BigDecimal plain = power ? value.stripTrailingZeros() : value;
      return String.format(Locale.ENGLISH, "%,." + Math.max(0, plain.scale()) + "f", plain);
    } catch (NumberFormatException notANumber) {
      return written;
    }
  }

  /** {@code 912 B}, {@code 412 KiB}, {@code 1.60 GiB}. */
  public static String bytes(long bytes) {
    return Math.abs(bytes) < 1024 ? bytes + " B" : threeFigures(bytes, 1024, BINARY_UNITS);
  }

  private static String threeFigures(long value, int base, String[] units) {
    double scaled = value;
    int unit = -1;
    while (Math.abs(scaled) >= (unit < 0 ? base : 999.5) && unit < units.length - 1) {
      scaled /= base;
      unit++;
    }
    double size = Math.abs(scaled);
    String pattern = size < 9.995 ? "%.2f %s" : size < 99.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ENGLISH, pattern, scaled, units[unit]);
  }

  /** {@code 74 %}; whole numbers, never 100 before the end. */
  public static String percent(double percent) {
    double clamped = Math.max(0, Math.min(100, percent));
    return (clamped >= 100 ? 100 : (int) Math.floor(clamped)) + " %";
  }

  /** {@code 612,000 records/s}. */
  public static String rate(double perSecond) {
    String number =
        perSecond < 10
            ? String.format(Locale.ENGLISH, "%.1f", perSecond)
            : exact(Math.round(perSecond));
    return number + " records/s";
  }

  /** {@code 14:31:58} today, {@code 22 Nov 02:15:03} this year, else with the year. */
  public static String time(Instant instant, ZoneId zone, Instant now) {
    ZonedDateTime local = instant.atZone(zone);
    LocalDate today = now.atZone(zone).toLocalDate();
    if (local.toLocalDate().equals(today)) {
      return TIME.format(local);
    }
    return (local.getYear() == today.getYear() ? DAY_TIME : YEAR_TIME).format(local);
  }

  /** {@code 14:29:26.114 CET}, with the date if it is not today. */
  public static String exactTime(Instant instant, ZoneId zone, Instant now) {
    ZonedDateTime local = instant.atZone(zone);
    boolean today = local.toLocalDate().equals(now.atZone(zone).toLocalDate());
    return (today ? EXACT : EXACT_DAY).format(local);
  }

  /** {@code 2026-11-23 13:29:26.114 UTC}: for tooltips. */
  public static String utc(Instant instant) {
    return UTC.format(instant.atOffset(ZoneOffset.UTC));
  }

  /** {@code 9 s ago}, {@code 3 m ago}, {@code yesterday}, {@code 4 d ago}, {@code in 41 s}. */
  public static String relative(Instant instant, ZoneId zone, Instant now) {
    Duration age = Duration.between(instant, now);
    if (age.isNegative() && age.toSeconds() < 0) {
      return "in " + age(age.negated());
    }
    boolean yesterday =
        instant.atZone(zone).toLocalDate().plusDays(1).equals(now.atZone(zone).toLocalDate());
    if (yesterday && age.toHours() >= 12) {
      return "yesterday";
    }
    return age(age) + " ago";
  }

  /** {@code Spark} for {@code spark}. */
  public static String sentenceCase(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** The last eight digits of an id, as lists show it. */
  public static String shortId(String id) {
    return id.length() <= 8 ? id : id.substring(id.length() - 8);
  }
}
