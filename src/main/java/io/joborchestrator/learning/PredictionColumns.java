package io.joborchestrator.learning;

import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The columns a model adds to the rows of an output.
 *
 * @param prediction what is predicted: in the type of the label, for clusters their number
 * @param probability of what is predicted; of no meaning unless {@link #hasProbability}
 * @param probabilities of each class, in the order of the label's values; may be empty
 */
public record PredictionColumns(
    LearningTask task,
    Column prediction,
    Column probability,
    List<Column> probabilities,
    List<String> labelValues,
    boolean hasProbability) {
  /**
   * @param name of the column with what is predicted
   * @param label that the model predicts, null for clusters
   * @param each whether each class gets a column with its probability
   */
  public static PredictionColumns of(
      LearningTask task,
      String algorithm,
      @Nullable Column label,
      List<String> labelValues,
      String name,
      boolean each) {
    ColumnType type =
        switch (task) {
          case CLASSIFICATION -> label == null ? ColumnType.STRING : label.type();
          case REGRESSION -> ColumnType.DOUBLE;
          case CLUSTERING -> ColumnType.INTEGER;
        };
    List<Column> probabilities = new ArrayList<>();
    if (each) {
      labelValues.forEach(
          value -> probabilities.add(new Column("probability_" + value, ColumnType.DOUBLE)));
    }
    boolean shares =
        task == LearningTask.CLASSIFICATION || algorithm.equals(Algorithm.GAUSSIAN_MIXTURE.wire());
    return new PredictionColumns(
        task,
        new Column(name, type),
        new Column("probability", ColumnType.DOUBLE),
        List.copyOf(probabilities),
        List.copyOf(labelValues),
        shares);
  }

  /** All of them, in the order they are written. */
  public List<Column> all() {
    List<Column> all = new ArrayList<>();
    all.add(prediction);
    if (hasProbability) {
      all.add(probability);
      all.addAll(probabilities);
    }
    return all;
  }

  /** A name that would be there twice among the kept columns and these. */
  public Optional<String> clash(List<Column> kept) {
    Set<String> taken = new HashSet<>();
    kept.forEach(column -> taken.add(column.name().toLowerCase(Locale.ROOT)));
    return all().stream()
        .map(Column::name)
        .filter(name -> !taken.add(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }
}
