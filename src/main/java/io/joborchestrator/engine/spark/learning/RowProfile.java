package io.joborchestrator.engine.spark.learning;

import io.joborchestrator.learning.FeatureKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Looks at all slots in one pass and refuses what no algorithm could use. */
final class RowProfile {
  private static final long MOST_CATEGORIES = 1000;

  private final Dataset<Row> rows;
  private final List<Slot> slots;

  RowProfile(Dataset<Row> rows, List<Slot> slots) {
    this.rows = rows;
    this.slots = slots;
  }

  /** The number of rows. */
  long check() {
    List<String> expressions = new ArrayList<>();
    expressions.add("count(1)");
    for (Slot slot : slots) {
      expressions.add("count(" + slot.id() + ")");
      expressions.add(
          switch (slot.kind()) {
            case NUMERIC, DATE -> "count_if(abs(" + slot.id() + ") = double('Infinity'))";
            case CATEGORY -> "approx_count_distinct(" + slot.id() + ")";
            case TEXT -> "count_if(" + slot.id() + " <> '')";
          });
    }
    Row profile = rows.selectExpr(expressions.toArray(String[]::new)).first();
    long all = profile.getLong(0);
    if (all > 0) {
      for (int i = 0; i < slots.size(); i++) {
        check(slots.get(i), all, profile.getLong(1 + 2 * i), profile.getLong(2 + 2 * i));
      }
    }
    return all;
  }

  private static void check(Slot slot, long all, long present, long special) {
    String name = "'" + slot.column().name() + "'";
    boolean empty = slot.kind() == FeatureKind.TEXT ? special == 0 : present == 0;
    if (empty && !slot.missing().equals("zero")) {
      throw LearningErrors.invalid(
          slot.pointer(), name + " has no value in any row: there is nothing to learn from it");
    }
    if (slot.kind() == FeatureKind.NUMERIC) {
      if (special > 0) {
        throw LearningErrors.value(slot.pointer(), name + " is infinite in " + special + " rows");
      }
      if (slot.missing().equals("fail") && present < all) {
        throw LearningErrors.value(
            slot.pointer(), name + " has no value in " + (all - present) + " of " + all + " rows");
      }
    }
    if (slot.kind() == FeatureKind.CATEGORY && slot.unknown().equals("fail") && present < all) {
      throw LearningErrors.value(
          slot.pointer(), name + " has no value in " + (all - present) + " of " + all + " rows");
    }
    if (slot.kind() == FeatureKind.CATEGORY && special > MOST_CATEGORIES * 1.05) {
      throw LearningErrors.invalid(
          slot.pointer(),
          name
              + " has about "
              + special
              + " different values, at most "
              + MOST_CATEGORIES
              + " can be categories: use it as text, or leave it out");
    }
  }
}
