package io.joborchestrator.console.submit;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.CronTimes;
import io.joborchestrator.pipeline.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** When the job starts: now, once at a time, or again and again. FX thread only. */
final class StartViewModel extends FormPart {
  /** Ways to start. */
  enum Mode {
    NOW,
    AT,
    CRON
  }

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm[:ss]");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("EEE d MMM yyyy, HH:mm:ss", Locale.ROOT);

  private final Clock clock;
  private final ZoneId zone;
  private final ObjectProperty<Mode> mode = new SimpleObjectProperty<>(Mode.NOW);
  private final ObjectProperty<@Nullable LocalDate> date = new SimpleObjectProperty<>();
  private final StringProperty time = new SimpleStringProperty("");
  private final StringProperty cron = new SimpleStringProperty("0 2 * * *");

  StartViewModel(Clock clock) {
    this.clock = clock;
    this.zone = clock.getZone();
    mode.addListener((observed, before, after) -> propose(after));
    watch(mode, date, time, cron);
  }

  ObjectProperty<Mode> mode() {
    return mode;
  }

  ObjectProperty<@Nullable LocalDate> date() {
    return date;
  }

  /** "02:15" in the zone of this computer. */
  StringProperty time() {
    return time;
  }

  /** Five fields: minute, hour, day of month, month, day of week. */
  StringProperty cron() {
    return cron;
  }

  String zoneId() {
    return zone.getId();
  }

  String zoneName() {
    ZonedDateTime now = clock.instant().atZone(zone);
    return zone.getDisplayName(TextStyle.FULL, Locale.ENGLISH)
        + ", UTC"
        + ("Z".equals(now.getOffset().getId()) ? "" : now.getOffset().getId());
  }

  /** What the chosen time means, or the next times, one a line. */
  StringExpression meaning() {
    return Bindings.createStringBinding(this::describe, mode, date, time, cron);
  }

  /** The time not before which the job starts, or null for now. */
  @Nullable Instant runAt() {
    return mode.get() == Mode.AT ? chosen().orElse(null) : null;
  }

  Optional<Problem> problem() {
    return switch (mode.get()) {
      case NOW -> Optional.empty();
      case AT -> problemOfTime();
      case CRON -> problemOfCron();
    };
  }

  void load(@Nullable Instant runAt) {
    mode.set(runAt == null ? Mode.NOW : Mode.AT);
    if (runAt != null) {
      LocalDateTime local = runAt.atZone(zone).toLocalDateTime();
      date.set(local.toLocalDate());
      time.set(local.toLocalTime().format(DateTimeFormatter.ofPattern("HH:mm:ss")));
    }
  }

  private void propose(Mode chosen) {
    if (chosen == Mode.AT && date.get() == null) {
      ZonedDateTime next = clock.instant().atZone(zone).plusHours(1).withMinute(0).withSecond(0);
      date.set(next.toLocalDate());
      time.set(String.format(Locale.ROOT, "%02d:00", next.getHour()));
    }
  }

  private Optional<Instant> chosen() {
    LocalDate day = date.get();
    try {
      return day == null
          ? Optional.empty()
          : Optional.of(
              LocalDateTime.of(day, LocalTime.parse(time.get().strip(), TIME))
                  .atZone(zone)
                  .toInstant());
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
  }

  private Optional<Problem> problemOfTime() {
    Optional<Instant> at = chosen();
    if (date.get() == null) {
      return wrong("runAt", "Choose the day");
    }
    if (at.isEmpty()) {
      return wrong("runAt", "Write the time like 02:15 or 14:30:00");
    }
    return at.get().isBefore(clock.instant())
        ? wrong("runAt", "This time has passed")
        : Optional.empty();
  }

  private Optional<Problem> problemOfCron() {
    try {
      return CronTimes.next(cron.get(), zone, clock.instant(), 1).isEmpty()
          ? wrong("cron", "This never happens")
          : Optional.empty();
    } catch (IllegalArgumentException notCron) {
      return wrong("cron", String.valueOf(notCron.getMessage()));
    }
  }

  private String describe() {
    if (mode.get() == Mode.AT) {
      return chosen().map(at -> SHOWN.format(at.atZone(zone))).orElse("");
    }
    if (mode.get() == Mode.CRON) {
      return nextTimes();
    }
    return "";
  }

  private String nextTimes() {
    try {
      List<ZonedDateTime> next = CronTimes.next(cron.get(), zone, clock.instant(), 5);
      return String.join("\n", next.stream().map(SHOWN::format).toList());
    } catch (IllegalArgumentException notCron) {
      return "";
    }
  }

  private static Optional<Problem> wrong(String pointer, String message) {
    return Optional.of(Problem.at(ErrorCode.INVALID_SCHEDULE, pointer, message));
  }
}
