package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Functions of dates and timestamps. Timestamps are instants and shown in UTC. */
final class TimeFunctions {
  private static final Set<String> DATE_UNITS = Set.of("year", "quarter", "month", "week", "day");
  private static final Set<String> TIME_UNITS = Set.of("hour", "minute", "second");

  private TimeFunctions() {}

  static List<Function> list() {
    return List.of(
        part("year", "Year", "year($1)", "year($1)"),
        part("quarter", "Quarter, 1 to 4", "quarter($1)", "quarter($1)"),
        part("month", "Month, 1 to 12", "month($1)", "month($1)"),
        part("week", "Week of ISO 8601, 1 to 53", "week($1)", "weekofyear($1)"),
        part("day", "Day of the month, 1 to 31", "day($1)", "day($1)"),
        part("day_of_year", "Day of the year, 1 to 366", "dayofyear($1)", "dayofyear($1)"),
        part("day_of_week", "Monday 1 to Sunday 7", "isodow($1)", "(weekday($1) + 1)"),
        clock("hour", "Hour in UTC, 0 to 23"),
        clock("minute", "Minute, 0 to 59"),
        clock("second", "Whole second, 0 to 59"),
        new Function(
            "date_trunc",
            "date_trunc(unit, date)",
            "Start of the 'year', 'quarter', 'month', 'week' (Monday), 'day', 'hour', 'minute' or"
                + " 'second'",
            2,
            2,
            TimeFunctions::truncated),
        new Function(
            "date_add_days",
            "date_add_days(date, days)",
            "The date or timestamp so many days later",
            2,
            2,
            TimeFunctions::addDays),
        new Function(
            "add_months",
            "add_months(date, months)",
            "So many months later; the day is cut to the length of the month",
            2,
            2,
            TimeFunctions::addMonths),
        new Function(
            "days_between",
            "days_between(from, to)",
            "Days from one date to another; the time of day does not count",
            2,
            2,
            a ->
                Types.operation(
                    ColumnType.BIGINT,
                    new Template(
                        "CAST(CAST($2 AS DATE) - CAST($1 AS DATE) AS BIGINT)",
                        "CAST(datediff(CAST($2 AS DATE), CAST($1 AS DATE)) AS BIGINT)"),
                    a.time(0),
                    a.time(1))),
        new Function(
            "seconds_between",
            "seconds_between(from, to)",
            "Whole seconds from one timestamp to another",
            2,
            2,
            a ->
                Types.operation(
                    ColumnType.BIGINT,
                    new Template(
                        "((epoch_us($2) - epoch_us($1)) // 1000000)",
                        "((unix_micros($2) - unix_micros($1)) div 1000000)"),
                    a.as(0, ColumnType.TIMESTAMP),
                    a.as(1, ColumnType.TIMESTAMP))),
        reader("to_date", ColumnType.DATE, false),
        reader("to_timestamp", ColumnType.TIMESTAMP, false),
        reader("try_to_date", ColumnType.DATE, true),
        reader("try_to_timestamp", ColumnType.TIMESTAMP, true),
        new Function(
            "format_date",
            "format_date(date, pattern)",
            "As text by a pattern such as 'yyyy-MM-dd HH:mm'",
            2,
            2,
            TimeFunctions::format));
  }

  private static Function part(String name, String doc, String duck, String spark) {
    return new Function(
        name,
        name + "(date)",
        doc,
        1,
        1,
        a ->
            Types.operation(
                ColumnType.BIGINT, new Template(duck, "CAST(" + spark + " AS BIGINT)"), a.time(0)));
  }

  private static Function clock(String name, String doc) {
    return new Function(
        name,
        name + "(timestamp)",
        doc,
        1,
        1,
        a ->
            Types.operation(
                ColumnType.BIGINT,
                new Template(name + "($1)", "CAST(" + name + "($1) AS BIGINT)"),
                a.as(0, ColumnType.TIMESTAMP)));
  }

  private static Typed truncated(Arguments arguments) {
    String unit = arguments.constantText(0).toLowerCase(Locale.ROOT);
    Typed value = arguments.time(1);
    boolean date = value.certainType().kind() == Kind.DATE;
    if (!DATE_UNITS.contains(unit) && (date || !TIME_UNITS.contains(unit))) {
      throw arguments.wrongPattern(
          0,
          date
              ? "A date is cut to 'year', 'quarter', 'month', 'week' or 'day'"
              : "Use 'year', 'quarter', 'month', 'week', 'day', 'hour', 'minute' or 'second'");
    }
    String cut = "date_trunc('" + unit + "', $1)";
    return Types.operation(
        value.certainType(), Template.same(date ? "CAST(" + cut + " AS DATE)" : cut), value);
  }

  private static Typed addDays(Arguments arguments) {
    Typed value = arguments.time(0);
    boolean date = value.certainType().kind() == Kind.DATE;
    return Types.operation(
        value.certainType(),
        date
            ? new Template("($1 + CAST($2 AS INTEGER))", "date_add($1, CAST($2 AS INT))")
            : new Template(
                "($1 + to_days(CAST($2 AS INTEGER)))", "($1 + make_dt_interval(CAST($2 AS INT)))"),
        value,
        arguments.as(1, ColumnType.BIGINT));
  }

  private static Typed addMonths(Arguments arguments) {
    Typed value = arguments.time(0);
    boolean date = value.certainType().kind() == Kind.DATE;
    return Types.operation(
        value.certainType(),
        date
            ? new Template(
                "CAST($1 + to_months(CAST($2 AS INTEGER)) AS DATE)",
                "add_months($1, CAST($2 AS INT))")
            : new Template(
                "($1 + to_months(CAST($2 AS INTEGER)))",
                "($1 + make_ym_interval(0, CAST($2 AS INT)))"),
        value,
        arguments.as(1, ColumnType.BIGINT));
  }

  private static Function reader(String name, ColumnType type, boolean tries) {
    return new Function(
        name,
        name + "(text, pattern)",
        "A "
            + type
            + " read by a pattern such as 'dd/MM/yyyy'; "
            + (tries ? "NULL if it does not fit" : "an error if it does not fit"),
        2,
        2,
        a -> {
          String pattern = a.constantText(1);
          return Types.operation(
              type,
              new Template(
                  reading(Dialect.DUCKDB, type, tries, pattern, a),
                  reading(Dialect.SPARK, type, tries, pattern, a)),
              a.as(0, ColumnType.STRING));
        });
  }

  private static String reading(
      Dialect dialect, ColumnType type, boolean tries, String pattern, Arguments arguments) {
    String marker = "\u0001";
    try {
      String sql =
          tries
              ? Conversion.tryText(dialect, marker, type, pattern)
              : Conversion.strictText(
                  dialect,
                  marker,
                  type,
                  pattern,
                  ErrorCode.VALUE_ERROR,
                  "The text does not fit the pattern " + pattern + ": ");
      return Template.quoted(sql).replace(marker, "$1");
    } catch (IllegalArgumentException e) {
      throw arguments.wrongPattern(1, e.getMessage());
    }
  }

  private static Typed format(Arguments arguments) {
    DatePattern pattern;
    try {
      pattern = DatePattern.parse(arguments.constantText(1));
    } catch (IllegalArgumentException e) {
      throw arguments.wrongPattern(1, e.getMessage());
    }
    String duck = new SqlText(Dialect.DUCKDB).text(pattern.duckdbFormat());
    String spark = new SqlText(Dialect.SPARK).text(pattern.spark());
    return Types.operation(
        ColumnType.STRING,
        new Template(
            "strftime($1, " + Template.quoted(duck) + ")",
            "date_format($1, " + Template.quoted(spark) + ")"),
        arguments.time(0));
  }
}
