package io.joborchestrator.engine.equality;

import io.joborchestrator.domain.error.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Operators, casts and every function of the language, with edge arguments. */
final class ExpressionCases {
  private static final String TEXTS =
      "s\n"
          + "abc\n"
          + "\"\"\n\n"
          + "\" x  \"\n"
          + "Straße\n"
          + "İstanbul\n"
          + "ΑΣ Σας\n"
          + "😀é漢\n"
          + "\"a,b,,c\"\n"
          + "\"x\n"
          + "y\"\n"
          + "%_\\\n"
          + "ABC abc\n"
          + "\"\ttab\"\n"
          + "\"e\u0301\"\n";

  private static final String NUMBERS =
      "i,l,d,m\n"
          + "0,0,0,0\n"
          + "1,1,1.5,1.50\n"
          + "-1,-1,-1.5,-1.50\n"
          + "2147483647,9223372036854775807,1e308,9999999999.99\n"
          + "-2147483648,-9223372036854775808,-1e308,-9999999999.99\n"
          + "7,7,0.1,0.01\n"
          + "-7,-7,-0.0,2.35\n"
          + "3,100,NaN,2.345\n"
          + "4,5,Infinity,-2.355\n"
          + "5,6,-Infinity,0.5\n"
          + ",,,\n"
          + "10,1000000007,2.5,1.25\n"
          + "100,1,3.5,-0.5\n"
          + "6,2,0.30000000000000004,99.99\n"
          + "8,3,123456789.987654321,1\n"
          + "9,4,1e-9,3\n";
  private static final String NUMBER_COLUMNS = "i integer, l bigint, d double, m decimal(12,2)";

  private static final String TIMES =
      "t,z\n"
          + "2024-02-29,2024-02-29 23:59:59.999999\n"
          + "2023-12-31,2023-12-31T22:30:00-03:00\n"
          + "1970-01-01,1970-01-01\n"
          + "1969-12-31,1969-12-31 23:59:59.5\n"
          + "2024-12-30,2024-03-31 01:30:00\n"
          + "2021-01-03,2021-01-03 00:00:00.000001\n"
          + "0001-01-01,0001-01-01 00:00:00\n"
          + "9999-12-31,9999-12-31 23:59:59\n"
          + "1900-03-01,1883-11-18 12:00:00\n"
          + ",\n"
          + "2024-01-31,2024-10-27T01:30:00+02:00\n";
  private static final String TIME_COLUMNS = "t date, z timestamp";

  private ExpressionCases() {}

  static List<PipelineCase> all() {
    List<PipelineCase> cases = new ArrayList<>();
    Collections.addAll(cases, operators());
    Collections.addAll(cases, numbers());
    Collections.addAll(cases, texts());
    Collections.addAll(cases, similarities());
    Collections.addAll(cases, times());
    Collections.addAll(cases, casts());
    Collections.addAll(cases, errors());
    return cases;
  }

  private static PipelineCase numbers(String name, String... expressions) {
    return PipelineCase.of(name).csv(NUMBER_COLUMNS, NUMBERS).expressions(expressions).rows(16);
  }

  private static PipelineCase texts(String name, String... expressions) {
    return PipelineCase.of(name)
        .csv("k integer, s string", numbered(TEXTS))
        .expressions(expressions)
        .rows(14);
  }

  private static String numbered(String text) {
    // A key in front, so that the line with nothing but NULL is no empty line.
    StringBuilder result = new StringBuilder();
    boolean quoted = false;
    boolean start = true;
    int number = -1;
    for (char c : text.toCharArray()) {
      if (start) {
        result.append(++number == 0 ? "k" : String.valueOf(number)).append(',');
        start = false;
      }
      quoted ^= c == '"';
      start = c == '\n' && !quoted;
      result.append(c);
    }
    return result.toString();
  }

  private static PipelineCase times(String name, String... expressions) {
    return PipelineCase.of(name).csv(TIME_COLUMNS, TIMES).expressions(expressions).rows(11);
  }

  private static PipelineCase[] operators() {
    return new PipelineCase[] {
      numbers(
          "comparison of integers", "i = 1", "i <> 1", "i < l", "l >= i", "i != 7", "not (i > 0)"),
      numbers(
          "comparison of doubles, NaN is largest",
          "d = d",
          "d > 1e300",
          "d < 0.0",
          "d = 0.0",
          "d >= d"),
      numbers("comparison across number types", "i = d", "m > i", "l <= d", "m = d", "m = 1.5"),
      numbers(
          "comparison with NULL",
          "i = null",
          "null = null",
          "i is null",
          "i is not null",
          "d <> null"),
      numbers(
          "three-valued logic",
          "i > 0 and l > 0",
          "i > 0 or l > 0",
          "i > 0 and null",
          "i > 0 or null",
          "not (i > 0 and null)"),
      numbers(
          "in and between",
          "i in (1, 7, 10)",
          "i not in (1, 7)",
          "i in (1, null)",
          "i not in (1, null)",
          "m between 0 and 2",
          "d not between 0.0 and 1.0",
          "i in (1.5, 1.0)"),
      numbers(
          "case and if",
          "case when i > 0 then 'pos' when i < 0 then 'neg' else 'other' end",
          "case i when 1 then 1.5 when 7 then 2 end",
          "if(i > 0, i, l)",
          "if(null, 1, 2)",
          "case when i > 5 then m else d end"),
      numbers(
          "coalesce, nullif, least, greatest",
          "coalesce(i, 5)",
          "coalesce(null, d, 1.0)",
          "nullif(i, 7)",
          "nullif(d, 0.0)",
          "least(i, l)",
          "greatest(i, null, 3)",
          "least(d, 0.0)",
          "greatest(d, 1e300)",
          "greatest(m, i)"),
      texts(
          "like",
          "s like 'a%'",
          "s like '_bc'",
          "s like '%\\%%'",
          "s not like '%b%'",
          "s like ''",
          "s like '%'",
          "s like '\\_%'",
          "s like '%_'",
          "s like '%y'"),
      texts(
          "comparison and order of texts",
          "s = 'abc'",
          "s < 'b'",
          "s >= 'Z'",
          "s = ''",
          "s in ('abc', 'ΑΣ Σας')",
          "s between 'A' and 'b'",
          "s <> ''"),
      texts(
          "joining texts", "s || '!'", "concat(s, '-', s)", "'a' || null", "concat(s)", "s || ''"),
      times(
          "comparison of dates and timestamps",
          "t > date '2000-01-01'",
          "z < timestamp '1970-01-01 00:00:00'",
          "t = z",
          "t <= z",
          "z = timestamp '2024-01-01T01:30:00+02:00'",
          "t in (date '1970-01-01')"),
    };
  }

  private static PipelineCase[] numbers() {
    return new PipelineCase[] {
      PipelineCase.of("integer arithmetic")
          .csv(
              "i integer, j integer",
              "i,j\n7,2\n-7,2\n7,-2\n2147483647,1\n-2147483648,-1\n0,5\n,1\n1,\n")
          .expressions(
              "i + j",
              "i - j",
              "i * j",
              "i / j",
              "i % j",
              "-i",
              "mod(i, j)",
              "i + 1",
              "i * 2147483647",
              "i / 2")
          .rows(8),
      PipelineCase.of("decimal arithmetic")
          .csv(
              "a decimal(10,2), b decimal(10,4)",
              "a,b\n1.10,3.0000\n-1.10,0.0007\n99999999.99,0.3333\n0,1\n,2\n2.00,-7\n")
          .expressions(
              "a + b", "a - b", "a * b", "a / b", "a % b", "-a", "a * 2", "a + 1.5", "a / 3",
              "a * a", "b + 1e0")
          .rows(6),
      PipelineCase.of("double arithmetic")
          .csv(
              "a double, b double",
              "a,b\n1.5,2\nNaN,1\nInfinity,-Infinity\n0.1,0.2\n1e308,10\n-0.0,5\n,1\n")
          .expressions("a + b", "a - b", "a * b", "a / b", "a % b", "-a", "a * 0", "a / 3")
          .rows(7),
      PipelineCase.of("division gives what")
          .csv("i integer, m decimal(5,1)", "i,m\n1,3.0\n10,4.0\n-1,6.0\n")
          .expressions("i / 3", "m / 3", "1 / m", "1.0 / 3", "10 / 4", "i / 1e1")
          .rows(3),
      numbers("rounding", "round(d, 0)", "round(m)", "round(m, 1)", "round(i)", "round(l)"),
      PipelineCase.of("rounding of doubles")
          .csv(
              "a double",
              "a\n"
                  + "0.5\n"
                  + "1.5\n"
                  + "2.5\n"
                  + "-0.5\n"
                  + "-2.5\n"
                  + "1.005\n"
                  + "2.675\n"
                  + "1e15\n"
                  + "123456.789\n"
                  + "NaN\n"
                  + "-Infinity\n"
                  + "0.045\n")
          .expressions("round(a)", "round(a, 2)", "round(a, 1)", "floor(a)", "ceil(a)", "trunc(a)")
          .rows(12),
      numbers("abs and sign", "abs(i)", "abs(d)", "abs(m)", "sign(i)", "sign(d)", "sign(m)"),
      numbers(
          "whole numbers",
          "floor(m)",
          "ceil(m)",
          "trunc(m)",
          "floor(d)",
          "ceil(d)",
          "trunc(d)",
          "floor(i)"),
      PipelineCase.of("roots and logarithms")
          .csv("a double", "a\n0\n1\n4\n100\n-1\nNaN\nInfinity\n\n")
          .steps("{op:\"filter\", where:\"a is not null\"}")
          .expressions(
              "sqrt(a)",
              "round(exp(least(a, 2.0)), 9)",
              "round(ln(a), 9)",
              "round(log10(a), 9)",
              "power(a, 2)",
              "round(power(a, 0.5), 9)",
              "is_nan(a)")
          .rows(7),
      numbers("is_nan", "is_nan(d)", "is_nan(i)", "is_nan(m)"),
      PipelineCase.of("literals")
          .csv("a integer", "a\n1\n")
          .expressions(
              "1",
              "2147483648",
              "-2147483648",
              "1.50",
              "1e3",
              "0.1",
              "-0.5",
              "9999999999999999999",
              "true",
              "'it''s'",
              "date '2024-02-29'",
              "timestamp '2024-02-29T12:00:00Z'",
              "cast(null as decimal(5,2))")
          .rows(1),
      PipelineCase.of("precedence")
          .csv("a integer", "a\n1\n2\n3\n")
          .expressions(
              "1 + 2 * a",
              "(1 + 2) * a",
              "-a * 2",
              "10 - 3 - a",
              "100 / 10 / a",
              "a > 1 and a < 3 or a = 1",
              "not a = 1 and true")
          .rows(3),
    };
  }

  private static PipelineCase[] similarities() {
    String pairs =
        "k,a,b,x,y\n1,Müller-Lüdenscheidt,MULLER LUDENSCHEID,1980-02-11,1980-11-02\n"
            + "2,\"O'Neil,  Łukasz\",lukasz oneill,1980-02-11,1980-02-12\n3,Straße,strasse,1999-12-31,1999-12-31\n"
            + "4,,x,,2000-01-01\n5,\"\",\"\",2000-01-01,2001-11-01\n6,漢字,漢字,2000-01-01,\n7,漢字,漢,1980-12-11,1980-11-12\n"
            + "8,kitten,sitting,0999-01-01,1999-01-01\n9,a b  c,c b a,2000-01-01,2000-01-01\n10,Ďáblice 12/a,dablice 12 A,2024-02-29,2024-02-28\n"
            + "11,İstanbul,istanbul,2024-02-29,2024-02-29\n12,é,e,2024-02-29,2023-02-28\n13,😀 x,😀 y,2024-02-29,2024-02-29\n";
    return new PipelineCase[] {
      PipelineCase.of("how alike texts and dates are")
          .csv("k integer, a string, b string, x date, y date", pairs)
          .expressions(
              "fold(a)",
              "fold(b)",
              "sorted_words(fold(a))",
              "edit_similarity(a, b)",
              "edit_similarity(fold(a), fold(b))",
              "edit_similarity(sorted_words(fold(a)), sorted_words(fold(b)))",
              "date_similarity(x, y)",
              "date_similarity(y, x)")
          .rows(13)
    };
  }

  private static PipelineCase[] texts() {
    return new PipelineCase[] {
      texts("upper and lower", "upper(s)", "lower(s)"),
      texts("trim", "trim(s)", "ltrim(s)", "rtrim(s)", "length(trim(s))"),
      texts("length and reverse", "length(s)", "reverse(s)"),
      texts(
          "substring",
          "substring(s, 2)",
          "substring(s, 1, 2)",
          "substring(s, 0, 2)",
          "substring(s, -2, 3)",
          "substring(s, 3, 0)",
          "substring(s, 2, -1)",
          "substring(s, 100)",
          "substring(s, null, 2)"),
      texts(
          "left and right",
          "left(s, 2)",
          "right(s, 2)",
          "left(s, 0)",
          "right(s, -1)",
          "left(s, 100)",
          "right(s, null)"),
      texts(
          "replace",
          "replace(s, 'b', 'XX')",
          "replace(s, '', 'X')",
          "replace(s, 'abc', '')",
          "replace(s, ' ', '_')",
          "replace(s, null, 'x')"),
      texts(
          "contains, starts_with, ends_with, position",
          "contains(s, 'b')",
          "starts_with(s, 'a')",
          "ends_with(s, 'c')",
          "position(s, 'b')",
          "contains(s, '')",
          "position(s, '漢')",
          "position(s, '')",
          "starts_with(s, null)"),
      texts("pad", "lpad(s, 5, '*')", "rpad(s, 5, 'xy')", "lpad(s, 2, ' ')", "rpad(s, 0, ' ')"),
      texts(
          "split_part",
          "split_part(s, ',', 1)",
          "split_part(s, ',', 2)",
          "split_part(s, ',', 3)",
          "split_part(s, ',', 9)",
          "split_part(s, 'b', 1)",
          "split_part(s, '.', 1)"),
      texts("hashes", "md5(s)", "sha256(s)"),
      texts(
          "regular expressions",
          "regexp_matches(s, '[a-c]+')",
          "regexp_matches(s, '^a.c$')",
          "regexp_extract(s, '([a-z])([a-z])', 2)",
          "regexp_extract(s, '[0-9]+', 0)",
          "regexp_replace(s, '[abc]', '<\\0>')",
          "regexp_replace(s, '(a)(b)', '\\2\\1')",
          "regexp_replace(s, '\\s+', ' ')",
          "regexp_matches(s, '(?i)ABC')"),
    };
  }

  private static PipelineCase[] times() {
    return new PipelineCase[] {
      times(
          "parts of dates",
          "year(t)",
          "quarter(t)",
          "month(t)",
          "week(t)",
          "day(t)",
          "day_of_year(t)",
          "day_of_week(t)"),
      times(
          "parts of timestamps",
          "year(z)",
          "month(z)",
          "week(z)",
          "day(z)",
          "hour(z)",
          "minute(z)",
          "second(z)",
          "day_of_week(z)"),
      times(
          "date_trunc of dates",
          "date_trunc('year', t)",
          "date_trunc('quarter', t)",
          "date_trunc('month', t)",
          "date_trunc('week', t)",
          "date_trunc('day', t)"),
      times(
          "date_trunc of timestamps",
          "date_trunc('year', z)",
          "date_trunc('quarter', z)",
          "date_trunc('month', z)",
          "date_trunc('week', z)",
          "date_trunc('day', z)",
          "date_trunc('hour', z)",
          "date_trunc('minute', z)",
          "date_trunc('second', z)"),
      PipelineCase.of("adding days and months")
          .csv(
              "t date, z timestamp, n integer",
              "t,z,n\n"
                  + "2024-01-31,2024-01-31 12:30:00,1\n"
                  + "2024-03-31,2024-03-31 23:59:59.5,-1\n"
                  + "2023-02-28,2023-02-28,12\n"
                  + "1970-01-01,1970-01-01,0\n"
                  + "2000-02-29,2000-02-29 01:00:00,-48\n"
                  + ",,1\n"
                  + "2024-01-31,2024-01-31,\n")
          .expressions(
              "date_add_days(t, n)",
              "date_add_days(z, n)",
              "add_months(t, n)",
              "add_months(z, n)",
              "add_months(t, 1)",
              "date_add_days(t, -365)")
          .rows(7),
      times(
          "differences",
          "days_between(t, date '2000-01-01')",
          "days_between(z, t)",
          "seconds_between(z, timestamp '2000-01-01')",
          "seconds_between(timestamp '1999-12-31 23:59:59.5', z)"),
      times(
          "format_date",
          "format_date(t, 'dd/MM/yyyy')",
          "format_date(z, 'yyyy-MM-dd HH:mm:ss')",
          "format_date(z, 'd.M.yyyy h:mm a')",
          "format_date(t, 'MMM yyyy')",
          "format_date(z, 'HH:mm:ss.SSS')",
          "format_date(t, '''day'' d')"),
      PipelineCase.of("reading dates by pattern")
          .csv("s string", "s\n29/02/2024\n30/02/2024\n1/2/2024\n01/02/2024 \nabc\n31/12/9999\n")
          .expressions(
              "try_to_date(s, 'dd/MM/yyyy')",
              "try_to_date(s, 'd/M/yyyy')",
              "try_to_timestamp(s, 'dd/MM/yyyy')")
          .rows(6),
      PipelineCase.of("reading timestamps by pattern")
          .csv(
              "s string",
              "s\n"
                  + "2024-01-02 03:04:05\n"
                  + "2024-01-02 13:04:05\n"
                  + "2024-01-02 3:04:05\n"
                  + "2024-02-30 00:00:00\n")
          .expressions(
              "try_to_timestamp(s, 'yyyy-MM-dd HH:mm:ss')",
              "try_to_timestamp(s, 'yyyy-MM-dd H:mm:ss')",
              "try_to_date(s, 'yyyy-MM-dd HH:mm:ss')")
          .rows(4),
      PipelineCase.of("reading patterns with months in letters and halves of days")
          .csv(
              "s string",
              "s\n"
                  + "02 Jan 2024 03:04 PM\n"
                  + "29 Feb 2024 12:00 AM\n"
                  + "02 jan 2024 03:04 pm\n"
                  + "31 Dec 1999 12:59 PM\n")
          .expressions("try_to_timestamp(s, 'dd MMM yyyy hh:mm a')")
          .rows(4),
    };
  }

  private static PipelineCase[] casts() {
    return new PipelineCase[] {
      numbers(
          "numbers to text",
          "cast(i as string)",
          "cast(l as string)",
          "cast(m as string)",
          "cast(i > 0 as string)"),
      times("dates to text", "cast(t as string)", "cast(z as string)"),
      PipelineCase.of("text to numbers, tried")
          .csv(
              "s string",
              "s\n"
                  + "1\n"
                  + " 2 \n"
                  + "1.5\n"
                  + "1e3\n"
                  + "abc\n"
                  + "\"\"\n"
                  + "+3\n"
                  + "-4\n"
                  + "2147483648\n"
                  + "99999999999999999999\n"
                  + "NaN\n"
                  + "0x1\n"
                  + "1_000\n"
                  + ".5\n"
                  + "5.\n"
                  + "--1\n")
          .expressions(
              "try_cast(s as integer)",
              "try_cast(s as bigint)",
              "try_cast(s as double)",
              "try_cast(s as decimal(10,2))",
              "try_cast(s as boolean)")
          .rows(16),
      PipelineCase.of("text to dates, tried")
          .csv(
              "s string",
              "s\n"
                  + "2024-01-02\n"
                  + "2024-1-2\n"
                  + "2024-02-30\n"
                  + " 2024-01-02 \n"
                  + "2024-01-02T03:04:05Z\n"
                  + "2024-01-02 03:04:05+02:00\n"
                  + "24:00:00\n"
                  + "now\n"
                  + "today\n"
                  + "epoch\n"
                  + "infinity\n"
                  + "12:00\n"
                  + "2024\n"
                  + "2024-01\n")
          .expressions("try_cast(s as date)", "try_cast(s as timestamp)")
          .rows(14),
      numbers(
          "narrowing, tried",
          "try_cast(l as integer)",
          "try_cast(d as integer)",
          "try_cast(d as bigint)",
          "try_cast(m as integer)",
          "try_cast(d as decimal(10,2))",
          "try_cast(m as decimal(4,1))",
          "try_cast(l as decimal(12,2))"),
      numbers(
          "widening",
          "cast(i as bigint)",
          "cast(i as double)",
          "cast(l as double)",
          "cast(m as double)",
          "cast(i as decimal(12,2))",
          "cast(m as decimal(20,5))"),
      PipelineCase.of("cast of doubles cuts off, of decimals rounds")
          .csv(
              "d double, m decimal(6,3)",
              "d,m\n1.5,1.500\n-1.5,-1.500\n2.5,2.500\n0.999,0.995\n-0.5,0.005\n")
          .expressions(
              "cast(d as integer)",
              "cast(d as bigint)",
              "cast(m as integer)",
              "cast(m as decimal(6,2))",
              "cast(d as decimal(6,2))",
              "cast(m as decimal(3,0))")
          .rows(5),
      times("between dates and timestamps", "cast(t as timestamp)", "cast(z as date)"),
      PipelineCase.of("boolean casts")
          .csv("o boolean, s string", "o,s\ntrue,yes\nfalse,F\n,maybe\ntrue,0\n")
          .expressions(
              "cast(o as integer)",
              "cast(o as string)",
              "try_cast(s as boolean)",
              "o and true",
              "not o",
              "o = true")
          .rows(4),
      PipelineCase.of("cast step with NULL on error")
          .csv(
              "a string, b string, c string",
              "a,b,c\n1,2024-01-02,31.12.2024\nx,2024-13-02,1.1.2024\n,,\n")
          .steps(
              "{op:\"cast\", columns:[{name:\"a\", type:\"integer\", onError:\"null\"},"
                  + " {name:\"b\", type:\"date\", onError:\"null\"}, {name:\"c\", type:\"date\","
                  + " onError:\"null\", format:\"dd.MM.yyyy\"}]}")
          .rows(3),
    };
  }

  private static PipelineCase error(String name, ErrorCode code, String value, String expression) {
    return PipelineCase.of("error: " + name)
        .csv(
            "i integer, l bigint, d double, m decimal(38,0), s string",
            "i,l,d,m,s\n" + value + "\n")
        .expressions(expression)
        .fails(code);
  }

  private static PipelineCase[] errors() {
    String largest =
        "2147483647,9223372036854775807,1e300,99999999999999999999999999999999999999,abc";
    String zero = "0,0,0,0,";
    return new PipelineCase[] {
      error("integer divided by zero", ErrorCode.DIVISION_BY_ZERO, zero, "1 / i"),
      error("double divided by zero", ErrorCode.DIVISION_BY_ZERO, zero, "1.5e0 / d"),
      error("decimal divided by zero", ErrorCode.DIVISION_BY_ZERO, zero, "1.5 / m"),
      error("remainder of zero", ErrorCode.DIVISION_BY_ZERO, zero, "5 % i"),
      error("mod of zero", ErrorCode.DIVISION_BY_ZERO, zero, "mod(5, l)"),
      error("bigint sum too large", ErrorCode.NUMERIC_OVERFLOW, largest, "l + 1"),
      error("bigint product too large", ErrorCode.NUMERIC_OVERFLOW, largest, "l * l"),
      error("bigint difference too large", ErrorCode.NUMERIC_OVERFLOW, largest, "-l - l"),
      error("decimal too large", ErrorCode.NUMERIC_OVERFLOW, largest, "m * 10"),
      error("decimal sum too large", ErrorCode.NUMERIC_OVERFLOW, largest, "m + m"),
      error("cast to integer too large", ErrorCode.NUMERIC_OVERFLOW, largest, "cast(l as integer)"),
      error("cast of a double too large", ErrorCode.NUMERIC_OVERFLOW, largest, "cast(d as bigint)"),
      error(
          "cast to decimal too large",
          ErrorCode.NUMERIC_OVERFLOW,
          largest,
          "cast(i as decimal(4,0))"),
      error("text to integer", ErrorCode.VALUE_ERROR, largest, "cast(s as integer)"),
      error("text to date", ErrorCode.VALUE_ERROR, largest, "cast(s as date)"),
      error("text by pattern", ErrorCode.VALUE_ERROR, largest, "to_date(s, 'dd/MM/yyyy')"),
      error("unknown column", ErrorCode.UNKNOWN_COLUMN, zero, "q + 1"),
      error("unknown function", ErrorCode.INVALID_EXPRESSION, zero, "frobnicate(i)"),
      error("text plus number", ErrorCode.TYPE_MISMATCH, zero, "s + 1"),
      error("not an expression", ErrorCode.INVALID_EXPRESSION, zero, "i +"),
      PipelineCase.of("error avoided by a condition")
          .csv("i integer", "i\n0\n2\n")
          .expressions("if(i = 0, null, 10 / i)", "case when i <> 0 then 10 / i else -1 end")
          .rows(2),
      PipelineCase.of("error avoided by a filter")
          .csv("i integer", "i\n0\n2\n")
          .steps("{op:\"filter\", where:\"i <> 0\"}")
          .expressions("10 / i")
          .rows(1),
      PipelineCase.of("zero divided by NULL")
          .csv("i integer, j integer", "i,j\n1,\n,0\n,\n")
          .expressions("i / j", "i % j")
          .rows(3),
    };
  }
}
