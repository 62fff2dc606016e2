package io.joborchestrator.pipeline;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Date;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one text form of a value, whatever class an engine's interface gives it: for first rows, and
 * for comparing the rows of two engines.
 *
 * <p>Booleans {@code true}/{@code false}; decimals plain with all digits of their scale; doubles as
 * Java writes them, without the sign of zero; dates {@code 2024-01-31}; timestamps in UTC, {@code
 * 2024-01-31T13:45:00.5Z} with as many digits of the second as there are.
 */
public final class CanonicalText {
  private static final DateTimeFormatter TIMESTAMP =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral('Z')
          .toFormatter(Locale.ROOT);

  private CanonicalText() {}

  /**
   * @param value as JDBC or Spark returns it; times of classes without a zone are taken as UTC,
   *     except the old {@code java.sql} ones, which are in the zone of this process
   */
  public static @Nullable String of(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Double number) {
      return Double.toString(number == 0 ? 0.0 : number);
    }
    if (value instanceof Float number) {
      return of((double) number);
    }
    if (value instanceof LocalDate date) {
      return date.toString();
    }
    if (value instanceof Date date) {
      // A java.sql.Date is a day and has no instant; java.sql has no place in this package.
      boolean day = date.getClass().getName().equals("java.sql.Date");
      return day ? date.toString() : TIMESTAMP.format(date.toInstant().atOffset(ZoneOffset.UTC));
    }
    if (value instanceof Instant instant) {
      return TIMESTAMP.format(instant.atOffset(ZoneOffset.UTC));
    }
    if (value instanceof OffsetDateTime time) {
      return TIMESTAMP.format(time.withOffsetSameInstant(ZoneOffset.UTC));
    }
    if (value instanceof LocalDateTime time) {
      return TIMESTAMP.format(time);
    }
    return value.toString();
  }
}
