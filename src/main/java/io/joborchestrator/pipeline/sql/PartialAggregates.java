package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A group_by in two steps: partial aggregates of each chunk, and the aggregates of those. Sums of
 * integers and decimals stay exact; those of doubles are merged in an order of their own.
 */
final class PartialAggregates {
  private final Rel.Aggregate aggregate;
  private final List<Rel.Aggregated> partial = new ArrayList<>();
  private final List<Rel.Aggregated> merging = new ArrayList<>();

  private PartialAggregates(Rel.Aggregate aggregate) {
    this.aggregate = aggregate;
    aggregate.aggregates().forEach(this::add);
  }

  /** Whether all its aggregates can be made of partial ones. */
  static boolean canSplit(Rel.Aggregate aggregate) {
    return aggregate.aggregates().stream().noneMatch(a -> a.function().equals("count_distinct"));
  }

  /** Of those aggregates that something reads. */
  static PartialAggregates of(Rel.Aggregate whole, Needed needed) {
    List<Rel.Aggregated> read =
        whole.aggregates().stream().filter(a -> needed.needs(whole, a.as())).toList();
    List<Column> columns = new ArrayList<>(whole.keys());
    read.forEach(value -> columns.add(new Column(value.as(), value.type())));
    return new PartialAggregates(new Rel.Aggregate(whole.from(), whole.keys(), read, columns));
  }

  /** Whether doubles are added up. */
  boolean addsDoubles() {
    return partial.stream()
        .anyMatch(a -> a.function().equals("sum") && a.type().kind() == Kind.DOUBLE);
  }

  /** What is run for each chunk. */
  Rel partial() {
    return new Rel.Aggregate(aggregate.from(), aggregate.keys(), partial, columns(partial));
  }

  /**
   * The whole aggregate.
   *
   * @param staged the rows of {@link #partial} of all chunks
   */
  Rel merged(Rel staged) {
    return new Rel.Aggregate(staged, aggregate.keys(), merging, aggregate.columns());
  }

  private List<Column> columns(List<Rel.Aggregated> values) {
    List<Column> columns = new ArrayList<>(aggregate.keys());
    values.forEach(value -> columns.add(new Column(value.as(), value.type())));
    return columns;
  }

  private void add(Rel.Aggregated whole) {
    switch (whole.function()) {
      case "count" -> {
        Typed counted = partial("count", whole, ColumnType.BIGINT);
        merging.add(new Rel.Aggregated("merge_counts", counted, whole.as(), ColumnType.BIGINT));
      }
      case "sum" -> merging.add(merged("merge_sums", sum(whole), whole));
      case "avg" -> {
        Typed sum = sum(whole);
        Typed count = partial("count", whole, ColumnType.BIGINT);
        merging.add(new Rel.Aggregated("merge_averages", sum, whole.as(), whole.type(), count));
      }
      default -> merging.add(merged(whole.function(), same(whole), whole));
    }
  }

  private static Rel.Aggregated merged(String function, Typed value, Rel.Aggregated whole) {
    return new Rel.Aggregated(function, value, whole.as(), whole.type());
  }

  private Typed same(Rel.Aggregated whole) {
    return partial(whole.function(), whole, whole.type());
  }

  private Typed sum(Rel.Aggregated whole) {
    ColumnType type = Objects.requireNonNull(whole.value()).certainType();
    return switch (type.kind()) {
      case DOUBLE -> partial("sum", whole, ColumnType.DOUBLE);
      case DECIMAL -> partial("sum", whole, ColumnType.decimal(38, type.scale()));
      // Between the chunks a sum may be larger than the whole one, which must fit in 64 bits.
      default -> partial("exact_sum", whole, ColumnType.decimal(38, 0));
    };
  }

  private Typed partial(String function, Rel.Aggregated whole, ColumnType type) {
    String name = "__part" + partial.size();
    partial.add(new Rel.Aggregated(function, whole.value(), name, type));
    return new Typed.ColumnRef(type, name);
  }
}
