package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;

/** Functions of text. Positions and lengths count characters (code points), from 1. */
final class TextFunctions {
  private TextFunctions() {}

  static List<Function> list() {
    List<Function> all = new ArrayList<>(whole());
    all.addAll(searches());
    return all;
  }

  private static List<Function> whole() {
    return List.of(
        new Function(
            "concat",
            "concat(a, b, …)",
            "The texts joined; NULL if one is NULL, like ||",
            1,
            -1,
            TextFunctions::concat),
        text("lower", "In lower case", "lower($1)", "lower(translate($1, 'Σİ', 'σi'))"),
        text("upper", "In upper case", "upper($1)", "upper(translate($1, 'ß', 'ẞ'))"),
        text("trim", "Without spaces at both ends", "trim($1, ' ')", "trim($1)"),
        text("ltrim", "Without spaces at the start", "ltrim($1, ' ')", "ltrim($1)"),
        text("rtrim", "Without spaces at the end", "rtrim($1, ' ')", "rtrim($1)"),
        // DuckDB's own function keeps a letter and the accents behind it together.
        text(
            "reverse",
            "Last character first",
            "CASE WHEN $1 IS NOT NULL THEN array_to_string(list_transform(generate_series(length($1),"
                + " 1, -1), lambda i: substring($1, i, 1)), '') END",
            "reverse($1)"),
        text("md5", "MD5 of the UTF-8 bytes, in hexadecimal", "md5($1)", "md5($1)"),
        text("sha256", "SHA-256 of the UTF-8 bytes, in hexadecimal", "sha256($1)", "sha2($1, 256)"),
        new Function(
            "length",
            "length(text)",
            "Number of characters",
            1,
            1,
            a ->
                Types.operation(
                    ColumnType.BIGINT,
                    new Template("length($1)", "CAST(length($1) AS BIGINT)"),
                    a.as(0, ColumnType.STRING))),
        new Function(
            "substring",
            "substring(text, start, length)",
            "Part of a text; the first character is 1; without length up to the end",
            2,
            3,
            TextFunctions::substring),
        side("left", "The first characters"),
        side("right", "The last characters"));
  }

  private static List<Function> searches() {
    return List.of(
        new Function(
            "replace",
            "replace(text, old, new)",
            "Every old text replaced",
            3,
            3,
            a -> texts(ColumnType.STRING, a, Template.same("replace($1, $2, $3)"))),
        new Function(
            "contains",
            "contains(text, part)",
            "Whether the part is in the text",
            2,
            2,
            a -> texts(ColumnType.BOOLEAN, a, Template.same("contains($1, $2)"))),
        new Function(
            "starts_with",
            "starts_with(text, part)",
            "Whether it starts so",
            2,
            2,
            a ->
                texts(
                    ColumnType.BOOLEAN,
                    a,
                    new Template("starts_with($1, $2)", "startswith($1, $2)"))),
        new Function(
            "ends_with",
            "ends_with(text, part)",
            "Whether it ends so",
            2,
            2,
            a ->
                texts(
                    ColumnType.BOOLEAN, a, new Template("ends_with($1, $2)", "endswith($1, $2)"))),
        new Function(
            "position",
            "position(text, part)",
            "Where the part starts, 0 if nowhere",
            2,
            2,
            a ->
                texts(
                    ColumnType.BIGINT,
                    a,
                    new Template("instr($1, $2)", "CAST(instr($1, $2) AS BIGINT)"))),
        pad("lpad", "Filled up at the start, or cut, to this length"),
        pad("rpad", "Filled up at the end, or cut, to this length"),
        new Function(
            "split_part",
            "split_part(text, separator, number)",
            "The part of this number, from 1; the empty text if there is none",
            3,
            3,
            TextFunctions::splitPart));
  }

  private static Function text(String name, String doc, String duck, String spark) {
    return new Function(
        name,
        name + "(text)",
        doc,
        1,
        1,
        a ->
            Types.operation(
                ColumnType.STRING, new Template(duck, spark), a.as(0, ColumnType.STRING)));
  }

  private static Typed texts(ColumnType type, Arguments arguments, Template template) {
    List<Typed> values = new ArrayList<>();
    for (int i = 0; i < arguments.count(); i++) {
      values.add(arguments.as(i, ColumnType.STRING));
    }
    return new Typed.Operation(type, template, values);
  }

  private static Typed concat(Arguments arguments) {
    Typed joined = arguments.as(0, ColumnType.STRING);
    for (int i = 1; i < arguments.count(); i++) {
      joined =
          Types.operation(
              ColumnType.STRING,
              Template.same("($1 || $2)"),
              joined,
              arguments.as(i, ColumnType.STRING));
    }
    return joined;
  }

  private static Typed substring(Arguments arguments) {
    Typed text = arguments.as(0, ColumnType.STRING);
    Typed start = arguments.as(1, ColumnType.BIGINT);
    if (arguments.count() == 2) {
      return Types.operation(
          ColumnType.STRING,
          new Template(
              "substring($1, greatest($2, 1))", "substring($1, CAST(greatest($2, 1L) AS INT))"),
          text,
          start);
    }
    return Types.operation(
        ColumnType.STRING,
        new Template(
            "substring($1, greatest($2, 1), CASE WHEN $2 IS NULL OR $3 IS NULL THEN NULL ELSE"
                + " greatest($3, 0) END)",
            "substring($1, CAST(greatest($2, 1L) AS INT), CASE WHEN $2 IS NULL OR $3 IS NULL THEN"
                + " NULL ELSE CAST(greatest($3, 0L) AS INT) END)"),
        text,
        start,
        arguments.as(2, ColumnType.BIGINT));
  }

  private static Function side(String name, String doc) {
    return new Function(
        name,
        name + "(text, length)",
        doc + "; a negative length counts as 0",
        2,
        2,
        a ->
            Types.operation(
                ColumnType.STRING,
                new Template(
                    "CASE WHEN $2 IS NOT NULL THEN " + name + "($1, greatest($2, 0)) END",
                    "CASE WHEN $2 IS NOT NULL THEN "
                        + name
                        + "($1, CAST(greatest($2, 0L) AS INT)) END"),
                a.as(0, ColumnType.STRING),
                a.as(1, ColumnType.BIGINT)));
  }

  private static Function pad(String name, String doc) {
    return new Function(
        name,
        name + "(text, length, fill)",
        doc,
        3,
        3,
        a -> {
          int length = a.constantInteger(1, 0, 10_000);
          String fill = a.constantText(2);
          if (fill.isEmpty()) {
            throw a.wrongPattern(2, "The fill text is empty");
          }
          return Types.operation(
              ColumnType.STRING,
              Template.same(name + "($1, " + length + ", $2)"),
              a.as(0, ColumnType.STRING),
              a.get(2));
        });
  }

  private static Typed splitPart(Arguments arguments) {
    if (arguments.constantText(1).isEmpty()) {
      throw arguments.wrongPattern(1, "The separator is empty");
    }
    int number = arguments.constantInteger(2, 1, 10_000);
    return Types.operation(
        ColumnType.STRING,
        Template.same("split_part($1, $2, " + number + ")"),
        arguments.as(0, ColumnType.STRING),
        arguments.get(1));
  }
}
