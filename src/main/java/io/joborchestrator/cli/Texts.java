package io.joborchestrator.cli;

import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values in words for a terminal: times in the person's zone, lengths, sizes, counts. */
final class Texts {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final ZoneId zone;

  Texts(ZoneId zone) {
    this.zone = zone;
  }

  String time(@Nullable Instant instant) {
    return instant == null ? "" : TIME.format(instant.atZone(zone));
  }

  String timeWithZone(@Nullable Instant instant) {
    return instant == null ? "" : time(instant) + " " + zone.getId();
  }

  String clock(Instant instant) {
    return CLOCK.format(instant.atZone(zone));
  }

  static String duration(@Nullable Duration duration) {
    if (duration == null) {
      return "";
    }
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (millis < 3_600_000) {
      return millis / 60_000 + " m " + millis / 1000 % 60 + " s";
    }
    if (millis < 86_400_000) {
      return millis / 3_600_000 + " h " + millis / 60_000 % 60 + " m";
    }
    return millis / 86_400_000 + " d " + millis / 3_600_000 % 24 + " h";
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB"};
    int unit = -1;
    do {
      value /= 1024;
      unit++;
    } while (value >= 1024 && unit < units.length - 1);
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** The state with what belongs to it: a percentage, or that it was asked to end. */
  static String state(JobRow row) {
    String word = row.status().wire();
    if (row.status() == JobStatus.RUNNING && row.cancelRequested()) {
      return word + " (cancel requested)";
    }
    Double percent = row.percent();
    if (row.status() == JobStatus.RUNNING && percent != null) {
      return word + String.format(Locale.ROOT, " %.0f %%", percent);
    }
    return word;
  }

  static String orDash(@Nullable String value) {
    return value == null || value.isEmpty() ? "-" : value;
  }

  /** One line that no control character of a name can break. */
  static String clean(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) || isDirection(c) ? '\ufffd' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isDirection(int c) {
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
  }
}
