package io.joborchestrator.engine.spark.learning;

import io.joborchestrator.learning.Algorithm;
import io.joborchestrator.learning.LearningTask;
import io.joborchestrator.learning.TrainingSpec;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The label as a number: a class by its place among the values of the label, which are sorted, so
 * that they are the same whatever the order of the rows.
 *
 * @param values of a class; empty for the other tasks
 */
record LabelValues(List<String> values) {
  private static final int MOST_CLASSES = 100;
  private static final int LEAST_OF_A_CLASS = 2;

  LabelValues {
    values = List.copyOf(values);
  }

  /** What stands for the label while its values are not known. */
  static String text(TrainingSpec spec, List<Column> columns) {
    String label = spec.label();
    if (label == null) {
      return "0D";
    }
    String name = Names.quoted(label);
    if (spec.task() == LearningTask.REGRESSION) {
      return "nanvl(CAST(" + name + " AS DOUBLE), NULL)";
    }
    boolean isDouble =
        columns.stream()
            .anyMatch(c -> c.name().equals(label) && c.type().kind() == ColumnType.Kind.DOUBLE);
    return "CAST(" + (isDouble ? "nanvl(" + name + ", NULL)" : name) + " AS STRING)";
  }

  /** Looks at the label of all rows and refuses what cannot be predicted. */
  static LabelValues find(TrainingSpec spec, List<Column> columns, Dataset<Row> rows) {
    return switch (spec.task()) {
      case CLUSTERING -> new LabelValues(List.of());
      case REGRESSION -> {
        checkNumbers(spec, rows);
        yield new LabelValues(List.of());
      }
      case CLASSIFICATION -> classes(spec, columns, rows);
    };
  }

  private static void checkNumbers(TrainingSpec spec, Dataset<Row> rows) {
    Row range =
        rows.selectExpr(
                "count(__label)",
                "min(__label)",
                "max(__label)",
                "count_if(abs(__label) = double('Infinity'))")
            .first();
    if (range.getLong(0) == 0) {
      return;
    }
    double least = range.getDouble(1);
    if (range.getLong(3) > 0) {
      throw LearningErrors.value(
          "/label", "'" + spec.label() + "' is infinite in " + range.getLong(3) + " rows");
    }
    if (least == range.getDouble(2)) {
      throw LearningErrors.invalid(
          "/label", "'" + spec.label() + "' is " + least + " in every row: nothing to learn");
    }
    if (Algorithm.of(spec.algorithmName()).orElseThrow()
        == Algorithm.GENERALIZED_LINEAR_REGRESSION) {
      checkFamily(spec, least);
    }
  }

  private static void checkFamily(TrainingSpec spec, double least) {
    var family = spec.parameters().get("family");
    String word = family == null ? "gaussian" : family.asText();
    if ((word.equals("poisson") && least < 0) || (word.equals("gamma") && least <= 0)) {
      throw LearningErrors.invalid(
          "/algorithm/family",
          "'" + spec.label() + "' goes down to " + least + ", which " + word + " cannot describe");
    }
  }

  private static LabelValues classes(TrainingSpec spec, List<Column> columns, Dataset<Row> rows) {
    List<Row> counts =
        rows.filter("__label IS NOT NULL")
            .groupBy(Names.LABEL)
            .count()
            .limit(MOST_CLASSES + 1)
            .collectAsList();
    if (counts.size() > MOST_CLASSES) {
      throw LearningErrors.invalid(
          "/label",
          "'"
              + spec.label()
              + "' has more than "
              + MOST_CLASSES
              + " different values: if it is a number to predict, choose regression");
    }
    List<String> values = new ArrayList<>(counts.stream().map(row -> row.getString(0)).toList());
    if (values.size() == 1) {
      throw LearningErrors.invalid(
          "/label",
          "'" + spec.label() + "' is '" + values.get(0) + "' in every row: nothing to learn");
    }
    counts.stream()
        .filter(row -> row.getLong(1) < LEAST_OF_A_CLASS)
        .findFirst()
        .ifPresent(
            row -> {
              throw LearningErrors.invalid(
                  "/label",
                  "Only one row has the label '"
                      + row.getString(0)
                      + "': a class needs at least "
                      + LEAST_OF_A_CLASS
                      + " rows");
            });
    if (values.size() > 2
        && Algorithm.of(spec.algorithmName()).orElseThrow() == Algorithm.GRADIENT_BOOSTED_TREES) {
      throw LearningErrors.invalid(
          "/algorithm/name",
          "Gradient-boosted trees tell two classes apart, '"
              + spec.label()
              + "' has "
              + values.size()
              + ": choose random_forest or logistic_regression");
    }
    boolean numeric =
        columns.stream().anyMatch(c -> c.name().equals(spec.label()) && c.type().isNumeric());
    values.sort(
        numeric ? Comparator.comparingDouble(Double::parseDouble) : Comparator.naturalOrder());
    return new LabelValues(values);
  }

  /** The rows with the label as a number; NULL stays NULL. */
  Dataset<Row> number(Dataset<Row> rows) {
    if (values.isEmpty()) {
      return rows;
    }
    List<String> expressions = new ArrayList<>();
    for (String name : rows.columns()) {
      expressions.add(
          name.equals(Names.LABEL)
              ? "CAST(array_position(" + list() + ", __label) - 1 AS DOUBLE) AS __label"
              : Names.quoted(name));
    }
    return rows.selectExpr(expressions.toArray(String[]::new));
  }

  /** SQL for the value of a class whose number is in a column. */
  String value(String number) {
    return "element_at(" + list() + ", CAST(" + number + " AS INT) + 1)";
  }

  private String list() {
    return values.stream().map(Names::text).collect(Collectors.joining(", ", "array(", ")"));
  }
}
