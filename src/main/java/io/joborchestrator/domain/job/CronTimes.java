package io.joborchestrator.domain.job;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The times of a cron expression of five fields: minute, hour, day of month, month, day of week (0
 * and 7 are Sunday). They are wall-clock times of a zone: daily at 02:15 stays at 02:15 when the
 * clocks change. Thread-safe.
 */
public final class CronTimes {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private CronTimes() {}

  /**
   * The next times after a moment, in order; fewer than {@code count} if it does not happen that
   * often.
   *
   * @throws IllegalArgumentException if the expression is wrong, with a sentence that says how
   */
  public static List<ZonedDateTime> next(String cron, ZoneId zone, Instant after, int count) {
    ExecutionTime times = parse(cron);
    List<ZonedDateTime> next = new ArrayList<>();
    Optional<ZonedDateTime> time = times.nextExecution(after.atZone(zone));
    while (time.isPresent() && next.size() < count) {
      next.add(time.get());
      time = times.nextExecution(time.get());
    }
    return next;
  }

  private static ExecutionTime parse(String cron) {
    String[] fields = cron.strip().split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "Write five fields: minute, hour, day of month, month, day of week, like 15 2 * * *");
    }
    try {
      return ExecutionTime.forCron(PARSER.parse(cron.strip()));
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(
          "'" + cron.strip() + "' is not a cron expression: " + wrong.getMessage(), wrong);
    }
  }
}
