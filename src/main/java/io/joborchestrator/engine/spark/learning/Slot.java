package io.joborchestrator.engine.spark.learning;

import io.joborchestrator.learning.FeatureKind;
import io.joborchestrator.learning.FeatureSpec;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * One column that stages start from: a column of the input, or a part of a date.
 *
 * @param id its name among the rows
 * @param title what it is called in results
 * @param kind how it becomes numbers; parts of dates are numeric
 * @param expression SQL over the columns of the input
 * @param pointer of the column in the document
 */
record Slot(
    String id,
    String title,
    Column column,
    FeatureKind kind,
    FeatureSpec feature,
    String expression,
    String pointer) {
  private static final List<String> DAY_PARTS = List.of("year", "month", "day", "weekday");
  private static final List<String> TIME_PARTS = List.of("year", "month", "day", "weekday", "hour");

  /** The slots of features over these columns, in written order. */
  static List<Slot> of(List<FeatureSpec> features, List<Column> columns) {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      FeatureSpec feature = features.get(i);
      for (int j = 0; j < feature.columns().size(); j++) {
        Column column = column(columns, feature.columns().get(j));
        add(slots, feature, column, "/features/" + i + "/columns/" + j);
      }
    }
    return slots;
  }

  private static Column column(List<Column> columns, String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No column " + name + ": not checked"));
  }

  private static void add(List<Slot> slots, FeatureSpec feature, Column column, String pointer) {
    FeatureKind kind = feature.as() == null ? FeatureKind.usual(column.type()) : feature.as();
    String id = "__f" + slots.size();
    String name = Names.quoted(column.name());
    switch (kind) {
      case NUMERIC ->
          slots.add(
              new Slot(id, column.name(), column, kind, feature, number(column, feature), pointer));
      case CATEGORY ->
          slots.add(
              new Slot(
                  id,
                  column.name(),
                  column,
                  kind,
                  feature,
                  "CAST(" + name + " AS STRING)",
                  pointer));
      case TEXT ->
          slots.add(
              new Slot(
                  id, column.name(), column, kind, feature, "coalesce(" + name + ", '')", pointer));
      case DATE -> dateParts(slots, feature, column, pointer);
    }
  }

  private static void dateParts(
      List<Slot> slots, FeatureSpec feature, Column column, String pointer) {
    List<String> usual = column.type().kind() == Kind.DATE ? DAY_PARTS : TIME_PARTS;
    for (String part : feature.parts() == null ? usual : feature.parts()) {
      String name = Names.quoted(column.name());
      String taken = part.equals("weekday") ? "weekday(" + name + ") + 1" : part + "(" + name + ")";
      String number = orZero("CAST(" + taken + " AS DOUBLE)", feature);
      slots.add(
          new Slot(
              "__f" + slots.size(),
              column.name() + " " + part,
              column,
              FeatureKind.NUMERIC,
              feature,
              number,
              pointer));
    }
  }

  private static String number(Column column, FeatureSpec feature) {
    String name = Names.quoted(column.name());
    boolean flag = column.type().kind() == Kind.BOOLEAN;
    String plain = flag ? "CAST(" + name + " AS INT)" : name;
    return orZero("nanvl(CAST(" + plain + " AS DOUBLE), NULL)", feature);
  }

  private static String orZero(String number, FeatureSpec feature) {
    return "zero".equals(feature.missing()) ? "coalesce(" + number + ", 0D)" : number;
  }

  /** The part of the output a number takes: one, or as many as there are buckets. */
  boolean isBucketed() {
    return feature.buckets() != null;
  }

  /** {@code mean}, {@code median}, {@code mode}, {@code zero} or {@code fail}. */
  String missing() {
    return feature.missing() == null ? "mean" : feature.missing();
  }

  /** {@code keep}, {@code zero} or {@code fail}. */
  String unknown() {
    return feature.unknown() == null ? "keep" : feature.unknown();
  }

  boolean isIndexed() {
    return "index".equals(feature.encoding());
  }

  String scale() {
    return feature.scale() == null ? "none" : feature.scale();
  }
}
