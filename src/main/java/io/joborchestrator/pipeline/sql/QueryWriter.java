package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a plan as one SELECT with a named part per node. */
final class QueryWriter {
  private final Dialect dialect;
  private final SqlText sql;
  private final Needed needed;
  private final Map<Rel, String> names = new IdentityHashMap<>();
  private final List<CompiledPipeline.Input> inputs = new ArrayList<>();
  private final Chain result;
  private final Needed whole;

  QueryWriter(Dialect dialect, Chain result) {
    this(dialect, result, new Needed(result.rel()), null);
  }

  private QueryWriter(Dialect dialect, Chain result, Needed needed, @Nullable Needed whole) {
    this.dialect = dialect;
    this.sql = new SqlText(dialect);
    this.result = result;
    this.needed = needed;
    this.whole = whole == null ? needed : whole;
  }

  /**
   * For one stage of a plan.
   *
   * @param whole says for the plan as a whole which columns of the inputs are read: they decide
   *     which rows are bad
   */
  static QueryWriter ofStage(Dialect dialect, Chain stage, Needed whole) {
    return new QueryWriter(dialect, stage, new Needed(stage.rel()), whole);
  }

  private List<Column> read(Rel.Scan scan) {
    List<Column> columns = whole.of(scan);
    return columns.isEmpty() ? needed.of(scan) : columns;
  }

  List<CompiledPipeline.Input> inputs() {
    return inputs;
  }

  String query() {
    List<String> parts = new ArrayList<>();
    for (Rel rel : needed.parentsFirst()) {
      String name = "s" + (names.size() + 1);
      names.put(rel, name);
      // DuckDB would write out every named part in full; those that are read once must not be.
      boolean inlined = dialect == Dialect.DUCKDB && needed.readers(rel) <= 1;
      parts.add(name + (inlined ? " AS NOT MATERIALIZED (" : " AS (") + select(rel) + ")");
    }
    return "WITH "
        + String.join(",\n", parts)
        + "\nSELECT "
        + columns(result.columns())
        + " FROM "
        + names.get(result.rel())
        + orderBy(result.order());
  }

  private String from(Rel rel) {
    return " FROM " + names.get(rel);
  }

  private String columns(List<Column> columns) {
    return String.join(", ", columns.stream().map(c -> sql.name(c.name())).toList());
  }

  private String select(Rel rel) {
    if (rel instanceof Rel.Scan scan) {
      ScanWriter writer = new ScanWriter(sql);
      inputs.add(writer.input(scan, read(scan)));
      return writer.select(scan, read(scan));
    }
    if (rel instanceof Rel.Project project) {
      return project(project);
    }
    String all = "SELECT " + columns(needed.of(rel));
    if (rel instanceof Rel.Filter filter) {
      return all + from(filter.from()) + " WHERE " + sql.expression(filter.condition());
    }
    if (rel instanceof Rel.Join join) {
      return join(join);
    }
    if (rel instanceof Rel.Aggregate aggregate) {
      return aggregate(aggregate);
    }
    if (rel instanceof Rel.Dedupe dedupe) {
      return dedupe(dedupe);
    }
    if (rel instanceof Rel.Union union) {
      List<String> selects = new ArrayList<>();
      union.parents().forEach(parent -> selects.add(all + from(parent)));
      return String.join(" UNION ALL ", selects);
    }
    if (rel instanceof Rel.Match) {
      throw new IllegalStateException("A match is done in stages, not in a query");
    }
    Rel.Limit limit = (Rel.Limit) rel;
    List<Rel.Order> order =
        limit.order().isEmpty() ? List.of() : total(limit.order(), limit.from().columns());
    return all + from(limit.from()) + orderBy(order) + " LIMIT " + limit.rows();
  }

  private String project(Rel.Project project) {
    List<String> values = new ArrayList<>();
    for (Rel.Named value : project.values()) {
      if (needed.needs(project, value.name())) {
        values.add(sql.expression(value.value()) + " AS " + sql.name(value.name()));
      }
    }
    return "SELECT " + String.join(", ", values) + from(project.from());
  }

  private String join(Rel.Join join) {
    List<String> values = new ArrayList<>();
    for (Column column : join.left().columns()) {
      if (needed.needs(join, column.name())) {
        values.add(leftValue(join, column) + " AS " + sql.name(column.name()));
      }
    }
    for (Rel.Taken taken : join.taken()) {
      if (needed.needs(join, taken.as())) {
        values.add("r." + sql.name(taken.column()) + " AS " + sql.name(taken.as()));
      }
    }
    List<String> conditions = new ArrayList<>();
    for (Rel.JoinKey key : join.keys()) {
      conditions.add(
          side("l", join.left(), key.left(), key.type())
              + " = "
              + side("r", join.right(), key.right(), key.type()));
    }
    String word =
        switch (join.type()) {
          case "semi" -> dialect == Dialect.DUCKDB ? "SEMI" : "LEFT SEMI";
          case "anti" -> dialect == Dialect.DUCKDB ? "ANTI" : "LEFT ANTI";
          case "full" -> "FULL OUTER";
          default -> join.type().toUpperCase(java.util.Locale.ROOT);
        };
    return "SELECT "
        + String.join(", ", values)
        + from(join.left())
        + " l "
        + word
        + " JOIN "
        + names.get(join.right())
        + " r ON "
        + String.join(" AND ", conditions);
  }

  private String leftValue(Rel.Join join, Column column) {
    String left = "l." + sql.name(column.name());
    for (Rel.JoinKey key : join.keys()) {
      if (key.merged() && key.left().equals(column.name())) {
        return "COALESCE("
            + side("l", join.left(), key.left(), key.type())
            + ", "
            + side("r", join.right(), key.right(), key.type())
            + ")";
      }
    }
    return left;
  }

  private String side(String alias, Rel rel, String column, ColumnType type) {
    String name = alias + "." + sql.name(column);
    ColumnType own =
        rel.columns().stream()
            .filter(c -> c.name().equals(column))
            .findFirst()
            .orElseThrow()
            .type();
    return own.equals(type) ? name : "CAST(" + name + " AS " + sql.type(type) + ")";
  }

  private String aggregate(Rel.Aggregate aggregate) {
    List<String> values = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (Column key : aggregate.keys()) {
      keys.add(sql.name(key.name()));
      if (needed.needs(aggregate, key.name())) {
        values.add(sql.name(key.name()));
      }
    }
    for (Rel.Aggregated value : aggregate.aggregates()) {
      if (needed.needs(aggregate, value.as())) {
        values.add(aggregateValue(value) + " AS " + sql.name(value.as()));
      }
    }
    return "SELECT "
        + String.join(", ", values)
        + from(aggregate.from())
        + (keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys));
  }

  private String aggregateValue(Rel.Aggregated aggregate) {
    if (aggregate.value() == null) {
      return "count(*)";
    }
    String value = sql.expression(aggregate.value());
    ColumnType type = aggregate.value().certainType();
    return switch (aggregate.function()) {
      case "exact_sum" ->
          "CAST(" + exactSum(value, type) + " AS " + sql.type(aggregate.type()) + ")";
      case "merge_counts" -> "CAST(coalesce(sum(" + value + "), 0) AS BIGINT)";
      case "merge_sums" ->
          type.kind() == Kind.DOUBLE
              ? sumInOrder(value)
              : "CAST(" + wide(value, aggregate.type()) + " AS " + sql.type(aggregate.type()) + ")";
      case "merge_averages" -> mergedAverage(value, type, aggregate);
      case "count" -> "count(" + value + ")";
      case "count_distinct" -> "count(DISTINCT " + value + ")";
      case "sum" -> "CAST(" + exactSum(value, type) + " AS " + sql.type(aggregate.type()) + ")";
      case "avg" ->
          type.kind() == Kind.DOUBLE
              ? "avg(" + value + ")"
              : "(" + asDouble(exactSum(value, type)) + " / nullif(count(" + value + "), 0))";
      default -> aggregate.function() + "(" + value + ")";
    };
  }

  /** A sum that is too large is to be the same error, whatever type it was added up in. */
  private String wide(String value, ColumnType result) {
    boolean integer = dialect == Dialect.DUCKDB && result.kind() == Kind.BIGINT;
    return integer ? "CAST(sum(" + value + ") AS HUGEINT)" : "sum(" + value + ")";
  }

  private String mergedAverage(String sum, ColumnType type, Rel.Aggregated aggregate) {
    Typed count = aggregate.count();
    String counts = "nullif(sum(" + (count == null ? "1" : sql.expression(count)) + "), 0)";
    return type.kind() == Kind.DOUBLE
        ? "(" + sumInOrder(sum) + " / " + counts + ")"
        : "(" + asDouble("sum(" + sum + ")") + " / " + counts + ")";
  }

  /** The last digits of a sum of doubles depend on the order: always the same one. */
  private String sumInOrder(String value) {
    return dialect == Dialect.DUCKDB
        ? "sum(" + value + " ORDER BY " + value + ")"
        : "aggregate(array_sort(collect_list("
            + value
            + ")), CAST(NULL AS DOUBLE), (a, x) -> coalesce(a + x, x))";
  }

  /** Spark sums a bigint in 64 bits and would overflow on the way to a sum that fits. */
  private String exactSum(String value, ColumnType type) {
    boolean wide = dialect == Dialect.SPARK && type.kind() == Kind.BIGINT;
    return wide ? "sum(CAST(" + value + " AS DECIMAL(19,0)))" : "sum(" + value + ")";
  }

  /** By way of text, the one conversion both engines round correctly. */
  private String asDouble(String value) {
    return dialect == Dialect.DUCKDB
        ? "CAST(CAST(" + value + " AS VARCHAR) AS DOUBLE)"
        : "CAST(" + value + " AS DOUBLE)";
  }

  private String dedupe(Rel.Dedupe dedupe) {
    List<Column> columns = dedupe.columns();
    if (dedupe.keys().isEmpty()) {
      return "SELECT DISTINCT " + columns(columns) + from(dedupe.from());
    }
    String keys = String.join(", ", dedupe.keys().stream().map(sql::name).toList());
    String order = orderBy(total(dedupe.order(), columns));
    return "SELECT "
        + columns(needed.of(dedupe))
        + " FROM (SELECT "
        + columns(columns)
        + ", row_number() OVER (PARTITION BY "
        + keys
        + order
        + ") AS "
        + sql.name("__row")
        + from(dedupe.from())
        + ") d WHERE "
        + sql.name("__row")
        + " = 1";
  }

  /** An order in which no two different rows are equal: the remaining columns break ties. */
  private static List<Rel.Order> total(List<Rel.Order> order, List<Column> columns) {
    List<Rel.Order> total = new ArrayList<>(order);
    for (Column column : columns) {
      if (order.stream().noneMatch(key -> key.column().equals(column.name()))) {
        total.add(new Rel.Order(column.name(), false, false));
      }
    }
    return total;
  }

  private String orderBy(List<Rel.Order> order) {
    if (order.isEmpty()) {
      return "";
    }
    List<String> keys = new ArrayList<>();
    for (Rel.Order key : order) {
      keys.add(
          sql.name(key.column())
              + (key.descending() ? " DESC" : " ASC")
              + (key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST"));
    }
    return " ORDER BY " + String.join(", ", keys);
  }
}
