package io.joborchestrator.console.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round local times of a range. */
final class TimeTicks {
  private static final int[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200
  };
  private static final int[] DAYS = {1, 2, 5, 10, 30, 90};
  private static final int DAY = 86_400;
  private static final DateTimeFormatter SECONDS = formatter("HH:mm:ss");
  private static final DateTimeFormatter MINUTES = formatter("HH:mm");
  private static final DateTimeFormatter DATES = formatter("d MMM");

  record Tick(Instant at, String text) {}

  private TimeTicks() {}

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }

  /**
   * @param most how many have room
   */
  static List<Tick> of(ChartRange range, ZoneId zone, int most) {
    long step = step(range.length(), Math.max(1, most));
    LocalDateTime first = LocalDateTime.ofInstant(range.from(), zone);
    LocalDateTime local =
        step >= DAY
            ? first.truncatedTo(ChronoUnit.DAYS)
            : first
                .truncatedTo(ChronoUnit.DAYS)
                .plusSeconds(first.toLocalTime().toSecondOfDay() / step * step);
    List<Tick> ticks = new ArrayList<>();
    Instant last = range.from().minusMillis(1);
    while (true) {
      Instant at = local.atZone(zone).toInstant();
      if (at.isAfter(range.to())) {
        return ticks;
      }
      // An hour that a clock change leaves out or repeats gives no second tick.
      if (at.isAfter(last)) {
        ticks.add(new Tick(at, text(LocalDateTime.ofInstant(at, zone), step)));
        last = at;
      }
      local = local.plusSeconds(step);
    }
  }

  private static long step(Duration length, int most) {
    long least = Math.max(1, length.toSeconds() / most);
    for (int step : STEPS) {
      if (step >= least) {
        return step;
      }
    }
    for (int days : DAYS) {
      if ((long) days * DAY >= least) {
        return (long) days * DAY;
      }
    }
    return least / DAY * DAY + DAY;
  }

  private static String text(LocalDateTime local, long step) {
    if (step >= DAY || (step >= 3600 && local.toLocalTime().equals(LocalTime.MIDNIGHT))) {
      return DATES.format(local);
    }
    return (step < 60 ? SECONDS : MINUTES).format(local);
  }
}
