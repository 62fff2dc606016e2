package io.joborchestrator.engine.spark.learning;

import io.joborchestrator.learning.LearningTask;
import io.joborchestrator.learning.TrainingSpec;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The rows of a training: the slots of its features, the label as a number, and a hash of all these
 * that decides in which part a row is. So a row is in the same part whatever the number of cores,
 * and equal rows are in one part. One per training.
 */
final class PreparedRows implements AutoCloseable {
  private static final int LEAST_ROWS = 10;
  private static final long SHARES = 1_000_000;

  /** Fixed by the data alone: trees depend on how rows are dealt out. */
  private static final long ROWS_IN_PARTITION = 25_000;

  private static final long MOST_PARTITIONS = 256;

  private final TrainingSpec spec;
  private final List<Slot> slots;
  private final LabelValues labels;
  private final Dataset<Row> rows;
  private final long usable;
  private final long withoutLabel;

  private PreparedRows(
      TrainingSpec spec, List<Slot> slots, LabelValues labels, Dataset<Row> raw, long all) {
    this.spec = spec;
    this.slots = slots;
    this.labels = labels;
    Dataset<Row> labelled = raw.filter(Names.LABEL + " IS NOT NULL");
    long partitions = Math.min(MOST_PARTITIONS, Math.max(1, all / ROWS_IN_PARTITION));
    this.rows =
        labelled
            .repartition((int) partitions, labelled.col(Names.HASH))
            .sortWithinPartitions(Names.HASH)
            .persist(StorageLevel.MEMORY_AND_DISK());
    this.usable = rows.count();
    this.withoutLabel = all - usable;
  }

  /**
   * Reads and checks the rows.
   *
   * @param input the columns of the input
   * @param keepAll whether the other columns are kept too
   */
  static PreparedRows of(
      TrainingSpec spec,
      List<Column> columns,
      Dataset<Row> input,
      boolean keepAll,
      LearningSteps steps) {
    List<Slot> slots = Slot.of(spec.features(), columns);
    Dataset<Row> raw =
        select(input, slots, LabelValues.text(spec, columns), spec.seed(), keepAll)
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      long all = new RowProfile(raw, slots).check();
      checkEnough(spec, all, 0);
      steps.checkCancelled();
      LabelValues labels = LabelValues.find(spec, columns, raw);
      var prepared = new PreparedRows(spec, slots, labels, labels.number(raw), all);
      try {
        prepared.checkCounts();
      } catch (RuntimeException | Error wrong) {
        prepared.close();
        throw wrong;
      }
      return prepared;
    } finally {
      raw.unpersist(false);
    }
  }

  private static Dataset<Row> select(
      Dataset<Row> input, List<Slot> slots, String label, long seed, boolean keepAll) {
    List<String> expressions = new ArrayList<>();
    if (keepAll) {
      for (String name : input.columns()) {
        expressions.add(Names.quoted(name));
      }
    }
    slots.forEach(slot -> expressions.add(slot.expression() + " AS " + slot.id()));
    expressions.add(label + " AS " + Names.LABEL);
    Dataset<Row> selected = input.selectExpr(expressions.toArray(String[]::new));
    String ids = String.join(", ", slots.stream().map(Slot::id).toList());
    return selected.selectExpr(
        "*", "xxhash64(" + seed + "L, " + ids + ", " + Names.LABEL + ") AS " + Names.HASH);
  }

  private static void checkEnough(TrainingSpec spec, long rows, long withoutLabel) {
    if (rows < LEAST_ROWS) {
      String missing = withoutLabel > 0 ? " (" + withoutLabel + " more have no label)" : "";
      throw LearningErrors.invalid(
          "/input/" + spec.input().placeKey(),
          "There are "
              + rows
              + " rows to learn from"
              + missing
              + "; at least "
              + LEAST_ROWS
              + " are needed");
    }
  }

  private void checkCounts() {
    checkEnough(spec, usable, withoutLabel);
    TrainingSpec.CrossValidation choice = spec.crossValidation();
    if (choice != null && choice.folds() > usable) {
      throw LearningErrors.invalid(
          "/crossValidation/folds",
          "There are " + usable + " rows for " + choice.folds() + " folds: take fewer folds");
    }
  }

  List<Slot> slots() {
    return slots;
  }

  LabelValues labels() {
    return labels;
  }

  /** All rows with a label. */
  Dataset<Row> all() {
    return rows;
  }

  long withoutLabel() {
    return withoutLabel;
  }

  Dataset<Row> training() {
    return rows.filter("NOT (" + isHeldOut() + ")");
  }

  /** The rows held out; for a clustering without such all rows. */
  Dataset<Row> holdOut() {
    return isAllUsed() ? rows : rows.filter(isHeldOut());
  }

  /** Whether nothing is held out. */
  boolean isAllUsed() {
    return spec.task() == LearningTask.CLUSTERING && spec.testShare() <= 0;
  }

  private String isHeldOut() {
    long share = Math.round(spec.testShare() * SHARES);
    return "pmod(" + Names.HASH + ", " + SHARES + ") < " + share;
  }

  /** The training rows that a fold is tried on, or all others. */
  Dataset<Row> fold(int number, int folds, boolean tried) {
    String place = "pmod(xxhash64(" + Names.HASH + ", 17), " + folds + ")";
    return training().filter(place + (tried ? " = " : " <> ") + number);
  }

  @Override
  public void close() {
    rows.unpersist(false);
  }
}
