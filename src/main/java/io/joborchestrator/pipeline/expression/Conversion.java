package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.spec.ColumnType;
import org.jspecify.annotations.Nullable;

/**
 * Text to values, the same on every engine: strict forms, no guessing. Used by {@code cast}, by the
 * cast step and for reading text files.
 */
public final class Conversion {
  private static final String WHOLE = "\\s*[+-]?[0-9]+\\s*";
  private static final String POINT = "\\s*[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)\\s*";
  private static final String ISO_DATE = "\\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\\s*";
  private static final String USUAL_TIME =
      "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?";
  private static final String ISO_TIME =
      "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?";
  private static final String ISO_LOCAL = "[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]" + ISO_TIME + ")?";
  private static final String ISO_ZONED =
      "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?"
          + "(Z|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)";

  private Conversion() {}

  /**
   * SQL of the value, NULL where the text has not the form of the type.
   *
   * @param text SQL of a text
   * @param format pattern of dates and timestamps, or null for ISO 8601
   * @throws IllegalArgumentException with a plain sentence if the pattern cannot be used
   */
  public static String tryText(
      Dialect dialect, String text, ColumnType type, @Nullable String format) {
    SqlText sql = new SqlText(dialect);
    boolean duck = dialect == Dialect.DUCKDB;
    String plain = "TRY_CAST(" + text + " AS " + sql.type(type) + ")";
    return switch (type.kind()) {
      case STRING -> text;
      case INTEGER, BIGINT -> duck ? when(matches(sql, text, WHOLE), plain) : plain;
      case DECIMAL ->
          when(duck ? matches(sql, text, POINT) : onlyInSpark("+-.0123456789", text), plain);
      case DOUBLE ->
          when(
              duck
                  ? "NOT contains(" + text + ", '_')"
                  : onlyInSpark("+-.0123456789eE", text)
                      + " OR lower(trim("
                      + text
                      + ")) IN ('nan', 'inf', '-inf', 'infinity', '-infinity')",
              plain);
      case BOOLEAN -> truth(text);
      case DATE -> format == null ? isoDate(sql, text, plain) : patterned(sql, text, type, format);
      case TIMESTAMP ->
          format == null ? isoTimestamp(sql, text, plain) : patterned(sql, text, type, format);
    };
  }

  /** SQL that is true where {@link #tryText} gives a value, and cheaper to ask. */
  public static String hasForm(
      Dialect dialect, String text, ColumnType type, @Nullable String format) {
    SqlText sql = new SqlText(dialect);
    boolean number =
        switch (type.kind()) {
          case INTEGER, BIGINT, DECIMAL -> dialect == Dialect.DUCKDB;
          default -> false;
        };
    if (!number) {
      return tryText(dialect, text, type, format) + " IS NOT NULL";
    }
    String form = type.kind() == ColumnType.Kind.DECIMAL ? POINT : WHOLE;
    return "("
        + matches(sql, text, form)
        + " AND TRY_CAST("
        + text
        + " AS "
        + sql.type(type)
        + ") IS NOT NULL)";
  }

  /** SQL of the value of a text that is known to have the form, or is NULL. */
  public static String ofForm(
      Dialect dialect, String text, ColumnType type, @Nullable String format) {
    return switch (type.kind()) {
      case INTEGER, BIGINT, DECIMAL, DOUBLE ->
          "TRY_CAST(" + text + " AS " + new SqlText(dialect).type(type) + ")";
      case BOOLEAN ->
          "(" + text + " = 'true' OR lower(trim(" + text + ")) IN ('true', 't', 'yes', 'y', '1'))";
      case STRING, DATE, TIMESTAMP -> tryText(dialect, text, type, format);
    };
  }

  /** As {@link #tryText}, but text of another form raises {@code code}. */
  public static String strictText(
      Dialect dialect,
      String text,
      ColumnType type,
      @Nullable String format,
      ErrorCode code,
      String what) {
    if (type.kind() == ColumnType.Kind.STRING) {
      return text;
    }
    return "COALESCE("
        + tryText(dialect, text, type, format)
        + ", CASE WHEN "
        + text
        + " IS NOT NULL THEN "
        + RaisedError.sql(dialect, code, what, text)
        + " END)";
  }

  private static String when(String condition, String value) {
    return "CASE WHEN " + condition + " THEN " + value + " END";
  }

  private static String onlyInSpark(String letters, String text) {
    return "ltrim('" + letters + " \\t\\r\\n', " + text + ") = ''";
  }

  /** The usual words first: the others need two more functions. */
  private static String truth(String text) {
    String word = "lower(trim(" + text + "))";
    return "CASE WHEN "
        + text
        + " = 'true' THEN TRUE WHEN "
        + text
        + " = 'false' THEN FALSE WHEN "
        + word
        + " IN ('true', 't', 'yes', 'y', '1') THEN TRUE WHEN "
        + word
        + " IN ('false', 'f', 'no', 'n', '0') THEN FALSE END";
  }

  private static String isoDate(SqlText sql, String text, String plain) {
    if (sql.dialect() == Dialect.DUCKDB) {
      return when(matches(sql, text, ISO_DATE) + " AND NOT contains(" + text + ", '0000-')", plain);
    }
    String trimmed = "trim(" + text + ")";
    return when(
        trimmed + " LIKE '____-__-__' AND " + trimmed + " >= '0001'", plain.replace(text, trimmed));
  }

  private static String isoTimestamp(SqlText sql, String text, String plain) {
    String trimmed = "trim(" + text + ")";
    String value = plain.replace(text, trimmed);
    if (sql.dialect() == Dialect.SPARK) {
      return "CASE WHEN "
          + matches(sql, trimmed, ISO_LOCAL + "|" + ISO_ZONED)
          + " AND "
          + trimmed
          + " >= '0001' THEN "
          + value
          + " END";
    }
    return "CASE WHEN "
        + matches(sql, text, USUAL_TIME)
        + " THEN CASE WHEN "
        + text
        + " >= '0001' THEN "
        + plain
        + " END WHEN "
        + trimmed
        + " < '0001' THEN NULL WHEN "
        + matches(sql, trimmed, ISO_LOCAL)
        + " THEN "
        + value
        + " WHEN "
        + matches(sql, trimmed, ISO_ZONED)
        + " THEN timezone('UTC', TRY_CAST("
        + trimmed
        + " AS TIMESTAMPTZ)) END";
  }

  private static String patterned(SqlText sql, String text, ColumnType type, String format) {
    DatePattern pattern = DatePattern.parse(format);
    if (!pattern.hasDate()) {
      throw new IllegalArgumentException("The pattern must have year, month and day");
    }
    String parsed =
        sql.dialect() == Dialect.DUCKDB
            ? "try_strptime(" + text + ", " + sql.text(pattern.duckdbParse()) + ")"
            : "try_to_timestamp(" + text + ", " + sql.text(pattern.spark()) + ")";
    String value = type.kind() == ColumnType.Kind.DATE ? "CAST(" + parsed + " AS DATE)" : parsed;
    return "CASE WHEN " + matches(sql, text, pattern.regex()) + " THEN " + value + " END";
  }

  static String matches(SqlText sql, String text, String regex) {
    return sql.dialect() == Dialect.DUCKDB
        ? "regexp_full_match(" + text + ", " + sql.text(regex) + ")"
        : "regexp_like(" + text + ", " + sql.text("\\A(?:" + regex + ")\\z") + ")";
  }
}
