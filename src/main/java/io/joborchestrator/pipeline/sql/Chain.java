package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.spec.Column;
import java.util.List;

/**
 * Where a chain of steps stands.
 *
 * @param columns what the next step sees: the columns of {@code rel} without hidden sort keys
 * @param order of the rows, empty if none is defined
 */
record Chain(Rel rel, List<Column> columns, List<Rel.Order> order) {
  Chain {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
  }

  static Chain of(Rel rel) {
    return new Chain(rel, rel.columns(), List.of());
  }

  /** The same rows and order, a new node that has the same columns. */
  Chain with(Rel next) {
    return new Chain(next, columns, order);
  }
}
