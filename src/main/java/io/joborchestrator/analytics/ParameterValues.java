package io.joborchestrator.analytics;

import io.joborchestrator.pipeline.spec.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;

/** Values of parameters as Java has them. Stateless. */
public final class ParameterValues {
  private ParameterValues() {}

  /**
   * The value: {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code Double},
   * {@code BigDecimal} with the scale of its type, {@code LocalDate} or {@code Instant}.
   *
   * @throws IllegalArgumentException with a plain sentence if the text is no value of the type
   */
  public static Object of(AnalyticsSpec.Parameter parameter) {
    String text = parameter.value();
    try {
      return value(parameter.type(), text);
    } catch (NumberFormatException | ArithmeticException | DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no " + parameter.type(), e);
    }
  }

  private static Object value(ColumnType type, String text) {
    return switch (type.kind()) {
      case STRING -> text;
      case BOOLEAN -> bool(text);
      case INTEGER -> Integer.valueOf(text.strip());
      case BIGINT -> Long.valueOf(text.strip());
      case DOUBLE -> Double.valueOf(text.strip());
      case DECIMAL -> decimal(type, text);
      case DATE -> LocalDate.parse(text.strip());
      case TIMESTAMP -> timestamp(text.strip());
    };
  }

  private static Boolean bool(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new NumberFormatException(text);
    };
  }

  private static BigDecimal decimal(ColumnType type, String text) {
    BigDecimal value =
        new BigDecimal(text.strip()).setScale(type.scale(), RoundingMode.UNNECESSARY);
    if (value.precision() > type.precision()) {
      throw new ArithmeticException("Too many digits");
    }
    return value;
  }

  /** Without a zone in UTC. */
  private static Instant timestamp(String text) {
    String iso = text.replace(' ', 'T');
    if (iso.length() == "2024-01-31".length()) {
      return LocalDate.parse(iso).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > 10;
    return zoned
        ? OffsetDateTime.parse(iso).toInstant()
        : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
  }
}
