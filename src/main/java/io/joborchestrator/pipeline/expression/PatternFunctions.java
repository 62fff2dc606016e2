package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.List;

/** Functions with regular expressions, see {@link RegexForm}. */
final class PatternFunctions {
  private static final SqlText DUCKDB = new SqlText(Dialect.DUCKDB);
  private static final SqlText SPARK = new SqlText(Dialect.SPARK);

  private PatternFunctions() {}

  static List<Function> list() {
    return List.of(
        new Function(
            "regexp_matches",
            "regexp_matches(text, pattern)",
            "Whether the pattern is found anywhere in the text",
            2,
            2,
            PatternFunctions::matches),
        new Function(
            "regexp_extract",
            "regexp_extract(text, pattern, group)",
            "What the group matched first (0: the whole match), the empty text if nothing",
            2,
            3,
            PatternFunctions::extract),
        new Function(
            "regexp_replace",
            "regexp_replace(text, pattern, new)",
            "Every match replaced; \\1 to \\9 stand for groups",
            3,
            3,
            PatternFunctions::replace));
  }

  private static RegexForm pattern(Arguments arguments) {
    try {
      return RegexForm.parse(arguments.constantText(1));
    } catch (IllegalArgumentException e) {
      throw arguments.wrongPattern(1, e.getMessage());
    }
  }

  private static String duck(String text) {
    return Template.quoted(DUCKDB.text(text));
  }

  private static String spark(String text) {
    return Template.quoted(SPARK.text(text));
  }

  private static Typed matches(Arguments arguments) {
    RegexForm form = pattern(arguments);
    return Types.operation(
        ColumnType.BOOLEAN,
        new Template(
            "regexp_matches($1, " + duck(form.duckdb()) + ")",
            "regexp_like($1, " + spark(form.spark()) + ")"),
        arguments.as(0, ColumnType.STRING));
  }

  private static Typed extract(Arguments arguments) {
    RegexForm form = pattern(arguments);
    int group = arguments.count() == 3 ? arguments.constantInteger(2, 0, 9) : 0;
    return Types.operation(
        ColumnType.STRING,
        new Template(
            "regexp_extract($1, " + duck(form.duckdb()) + ", " + group + ")",
            "regexp_extract($1, " + spark(form.spark()) + ", " + group + ")"),
        arguments.as(0, ColumnType.STRING));
  }

  private static Typed replace(Arguments arguments) {
    RegexForm form = pattern(arguments);
    String text = arguments.constantText(2);
    String sparkText;
    try {
      sparkText = RegexForm.sparkReplacement(text);
    } catch (IllegalArgumentException e) {
      throw arguments.wrongPattern(2, e.getMessage());
    }
    return Types.operation(
        ColumnType.STRING,
        new Template(
            "regexp_replace($1, " + duck(form.duckdb()) + ", " + duck(text) + ", 'g')",
            "regexp_replace($1, " + spark(form.spark()) + ", " + spark(sparkText) + ")"),
        arguments.as(0, ColumnType.STRING));
  }
}
