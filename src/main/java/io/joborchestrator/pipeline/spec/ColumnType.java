package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types of the pipeline language. Written in JSON as {@code string}, {@code boolean}, {@code
 * integer} (32 bit), {@code bigint} (64 bit), {@code double}, {@code decimal(18,2)}, {@code date}
 * and {@code timestamp} (an instant, shown in UTC).
 */
public record ColumnType(Kind kind, int precision, int scale) {
  /** Kinds of type. */
  public enum Kind {
    STRING,
    BOOLEAN,
    INTEGER,
    BIGINT,
    DOUBLE,
    DECIMAL,
    DATE,
    TIMESTAMP
  }

  public static final ColumnType STRING = new ColumnType(Kind.STRING, 0, 0);
  public static final ColumnType BOOLEAN = new ColumnType(Kind.BOOLEAN, 0, 0);
  public static final ColumnType INTEGER = new ColumnType(Kind.INTEGER, 0, 0);
  public static final ColumnType BIGINT = new ColumnType(Kind.BIGINT, 0, 0);
  public static final ColumnType DOUBLE = new ColumnType(Kind.DOUBLE, 0, 0);
  public static final ColumnType DATE = new ColumnType(Kind.DATE, 0, 0);
  public static final ColumnType TIMESTAMP = new ColumnType(Kind.TIMESTAMP, 0, 0);

  private static final Pattern DECIMAL_FORM =
      Pattern.compile("decimal\\s*\\(\\s*(\\d{1,2})\\s*,\\s*(\\d{1,2})\\s*\\)");

  /** A decimal of {@code precision} digits (1 to 38), {@code scale} of them behind the point. */
  public static ColumnType decimal(int precision, int scale) {
    if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
      throw new IllegalArgumentException(
          "decimal(" + precision + "," + scale + "): precision 1 to 38, scale 0 to precision");
    }
    return new ColumnType(Kind.DECIMAL, precision, scale);
  }

  /**
   * The type for its written form.
   *
   * @throws IllegalArgumentException if the form is unknown
   */
  @JsonCreator
  public static ColumnType parse(String text) {
    String word = text.trim().toLowerCase(Locale.ROOT);
    Matcher decimal = DECIMAL_FORM.matcher(word);
    if (decimal.matches()) {
      return decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    return switch (word) {
      case "string" -> STRING;
      case "boolean" -> BOOLEAN;
      case "integer" -> INTEGER;
      case "bigint" -> BIGINT;
      case "double" -> DOUBLE;
      case "date" -> DATE;
      case "timestamp" -> TIMESTAMP;
      default ->
          throw new IllegalArgumentException(
              "Unknown type '"
                  + text
                  + "': use string, boolean, integer, bigint, double, decimal(p,s), date or"
                  + " timestamp");
    };
  }

  public boolean isNumeric() {
    return switch (kind) {
      case INTEGER, BIGINT, DOUBLE, DECIMAL -> true;
      case STRING, BOOLEAN, DATE, TIMESTAMP -> false;
    };
  }

  @JsonValue
  @Override
  public String toString() {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.DECIMAL ? word + "(" + precision + "," + scale + ")" : word;
  }
}
