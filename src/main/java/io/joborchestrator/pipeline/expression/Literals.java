package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Constants and their types. */
final class Literals {
  private static final DateTimeFormatter SQL_FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private Literals() {}

  static Typed typed(Node.Literal literal) {
    return switch (literal.kind()) {
      case NULL -> new Typed.Literal(null, null);
      case BOOLEAN -> new Typed.Literal(ColumnType.BOOLEAN, literal.text());
      case TEXT -> new Typed.Literal(ColumnType.STRING, literal.text());
      case NUMBER -> number(literal, literal.text());
      case DATE -> date(literal);
      case TIMESTAMP -> timestamp(literal);
    };
  }

  static Typed negative(Node.Literal number) {
    return number(number, "-" + number.text());
  }

  /** Whole numbers are integer or bigint, with a point decimal, with an exponent double. */
  private static Typed number(Node.Literal at, String text) {
    if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      return new Typed.Literal(ColumnType.DOUBLE, text);
    }
    if (text.indexOf('.') < 0) {
      BigInteger value = new BigInteger(text);
      if (value.bitLength() <= 63) {
        ColumnType type = value.bitLength() <= 31 ? ColumnType.INTEGER : ColumnType.BIGINT;
        return new Typed.Literal(type, value.toString());
      }
    }
    BigDecimal value = new BigDecimal(text.endsWith(".") ? text + "0" : text);
    int precision = Math.max(value.precision(), value.scale());
    if (precision > 38) {
      throw new ExpressionException(
          ErrorCode.NUMERIC_OVERFLOW,
          at.start(),
          at.end(),
          "A number may have 38 digits; with an exponent (1e40) it is a double",
          null);
    }
    ColumnType type = ColumnType.decimal(Math.max(1, precision), value.scale());
    return new Typed.Literal(type, value.toPlainString());
  }

  private static Typed date(Node.Literal literal) {
    try {
      LocalDate date = LocalDate.parse(literal.text().strip());
      return new Typed.Literal(ColumnType.DATE, checked(literal, date).toString());
    } catch (DateTimeException e) {
      throw ExpressionException.syntax(
          literal.start(), literal.end(), "A date is written date '2024-01-31'");
    }
  }

  private static LocalDate checked(Node.Literal literal, LocalDate date) {
    if (date.getYear() < 1 || date.getYear() > 9999) {
      throw ExpressionException.syntax(literal.start(), literal.end(), "The year is 1 to 9999");
    }
    return date;
  }

  private static Typed timestamp(Node.Literal literal) {
    String text = literal.text().strip().replaceFirst("^(\\S{10}) ", "$1T");
    try {
      LocalDateTime time;
      if (text.length() == 10) {
        time = LocalDate.parse(text).atStartOfDay();
      } else if (text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
      } else {
        time = LocalDateTime.parse(text);
      }
      checked(literal, time.toLocalDate());
      return new Typed.Literal(ColumnType.TIMESTAMP, SQL_FORM.format(time));
    } catch (DateTimeException e) {
      throw ExpressionException.syntax(
          literal.start(),
          literal.end(),
          "A timestamp is written timestamp '2024-01-31 13:45:00' (UTC) or with its offset,"
              + " '2024-01-31T13:45:00+02:00'");
    }
  }
}
