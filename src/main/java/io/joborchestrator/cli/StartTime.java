package io.joborchestrator.cli;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.TimeLimit;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Reads the times of {@code --at}. */
final class StartTime {
  private final Clock clock;

  StartTime(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param zone of times without one, or null for the person's
   * @throws OrchestratorException INVALID_SCHEDULE
   */
  Instant parse(String text, @Nullable String zone) {
    ZoneId place = zone(zone);
    try {
      String word = text.trim();
      if (word.startsWith("+")) {
        return clock.instant().plus(TimeLimit.parse(word.substring(1)));
      }
      if (word.length() <= 8 && word.indexOf(':') > 0) {
        return next(LocalTime.parse(word.length() == 4 ? "0" + word : word), place);
      }
      if (word.length() == 10) {
        return LocalDate.parse(word).atStartOfDay(place).toInstant();
      }
      String iso = word.replace(' ', 'T');
      boolean withZone = iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:\\d\\d");
      return withZone
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(place).toInstant();
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SCHEDULE,
          "--at '"
              + text
              + "' is not a time: write 2026-11-24T06:00, 06:00 (the next one), +2h, or with a"
              + " zone 2026-11-24T06:00:00Z.",
          e);
    }
  }

  private Instant next(LocalTime time, ZoneId place) {
    ZonedDateTime now = clock.instant().atZone(place);
    ZonedDateTime today = now.toLocalDate().atTime(time).atZone(place);
    ZonedDateTime next =
        today.isAfter(now) ? today : now.toLocalDate().plusDays(1).atTime(time).atZone(place);
    return next.toInstant();
  }

  private ZoneId zone(@Nullable String zone) {
    if (zone == null) {
      return clock.getZone();
    }
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SCHEDULE,
          "There is no time zone '" + zone + "': write it like Europe/Berlin or UTC.",
          e);
    }
  }
}
