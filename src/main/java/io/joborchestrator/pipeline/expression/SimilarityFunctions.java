package io.joborchestrator.pipeline.expression;

import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.List;

/**
 * Functions that tell how alike two values are, for records of one thing that were written down
 * twice. Both engines count the letters of ASCII texts only: fold texts first.
 */
final class SimilarityFunctions {
  private static final String ACCENTS =
      "àáâãäåāăąǎçćčĉċďđðèéêëēėęěĕĝğġģĥħìíîïĩīĭįıĵķĺļľŀłñńņňòóôõöøōőŏŕŗřśŝşšșţťŧțùúûüũūŭůűųŵýÿŷźżžſ";
  private static final String PLAIN =
      "aaaaaaaaaacccccdddeeeeeeeeegggghhiiiiiiiiijklllllnnnnooooooooorrrsssssttttuuuuuuuuuuwyyyzzzs";

  /** Several letters for one. */
  private static final String LIGATURES =
      "replace(replace(replace(replace(%s, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')";

  /** ASCII that is neither letter nor digit; the text is in lower case then. */
  private static final String SEPARATORS = "[\\x00-\\x2F\\x3A-\\x60\\x7B-\\x7F]+";

  private static final String NOT_ASCII = "[^\\x00-\\x7F]";

  private SimilarityFunctions() {}

  static List<Function> list() {
    return List.of(
        text(
            "fold",
            "In lower case, Latin letters without accents, one blank for whatever is no letter or"
                + " digit",
            new Template(
                "trim(regexp_replace("
                    // Translating takes many times as long as all the rest, and few texts need it.
                    + "CASE WHEN strlen($1) = length($1) THEN lower($1) ELSE "
                    + folded("lower($1)")
                    + " END"
                    + ", '"
                    + SEPARATORS
                    + "', ' ', 'g'), ' ')",
                "trim(regexp_replace("
                    + folded("lower(translate($1, 'Σİ', 'σi'))")
                    + ", '"
                    + SEPARATORS.replace("\\", "\\\\")
                    + "', ' '))")),
        text(
            "sorted_words",
            "The words between blanks in the order of the alphabet",
            new Template(
                "array_to_string(list_sort(string_split($1, ' ')), ' ')",
                "array_join(array_sort(split($1, ' ')), ' ')")),
        new Function(
            "edit_similarity",
            "edit_similarity(a, b)",
            "1 for equal texts, less for each letter to change (Levenshtein), 0 for nothing in"
                + " common; other texts than ASCII are equal or not",
            2,
            2,
            SimilarityFunctions::edits),
        new Function(
            "date_similarity",
            "date_similarity(a, b)",
            "1 for equal dates, 0.9 with day and month swapped, 0.8 with one digit wrong, else 0",
            2,
            2,
            SimilarityFunctions::dates));
  }

  private static String folded(String lower) {
    return "translate(" + LIGATURES.formatted(lower) + ", '" + ACCENTS + "', '" + PLAIN + "')";
  }

  private static Function text(String name, String doc, Template template) {
    return new Function(
        name,
        name + "(text)",
        doc,
        1,
        1,
        a -> Types.operation(ColumnType.STRING, template, a.as(0, ColumnType.STRING)));
  }

  /** Levenshtein, Binary codes capable of correcting deletions, insertions and reversals, 1966. */
  private static Typed edits(Arguments a) {
    String longest = "greatest(length($1), length($2))";
    String form =
        "CASE WHEN $1 = $2 THEN CAST(1 AS DOUBLE) WHEN %s THEN CAST(0 AS DOUBLE)"
            + " WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN CAST("
            + longest
            + " - levenshtein($1, $2) AS DOUBLE) / CAST("
            + longest
            + " AS DOUBLE) END";
    String duck = "strlen($1) + strlen($2) <> length($1) + length($2)";
    String spark = "regexp_like($1 || $2, '" + NOT_ASCII.replace("\\", "\\\\") + "')";
    return Types.operation(
        ColumnType.DOUBLE,
        new Template(form.formatted(duck), form.formatted(spark)),
        a.as(0, ColumnType.STRING),
        a.as(1, ColumnType.STRING));
  }

  private static Typed dates(Arguments a) {
    String form =
        "CASE WHEN $1 = $2 THEN CAST(1 AS DOUBLE)"
            + " WHEN year($1) = year($2) AND month($1) = day($2) AND day($1) = month($2)"
            + " THEN CAST(0.9 AS DOUBLE)"
            + " WHEN levenshtein(CAST($1 AS %1$s), CAST($2 AS %1$s)) = 1 THEN CAST(0.8 AS DOUBLE)"
            + " WHEN $1 IS NOT NULL AND $2 IS NOT NULL THEN CAST(0 AS DOUBLE) END";
    return Types.operation(
        ColumnType.DOUBLE,
        new Template(form.formatted("VARCHAR"), form.formatted("STRING")),
        a.as(0, ColumnType.DATE),
        a.as(1, ColumnType.DATE));
  }
}
