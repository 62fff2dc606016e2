package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of the plan: rows with named columns, made of other rows. */
sealed interface Rel {
  List<Column> columns();

  /** What it is made of. */
  List<Rel> parents();

  record Scan(String name, String relation, InputSpec input, List<Column> columns) implements Rel {
    @Override
    public List<Rel> parents() {
      return List.of();
    }
  }

  /** A computed column. */
  record Named(String name, Typed value) {}

  record Project(Rel from, List<Named> values) implements Rel {
    @Override
    public List<Column> columns() {
      return values.stream().map(v -> new Column(v.name(), v.value().certainType())).toList();
    }

    @Override
    public List<Rel> parents() {
      return List.of(from);
    }
  }

  record Filter(Rel from, Typed condition) implements Rel {
    @Override
    public List<Column> columns() {
      return from.columns();
    }

    @Override
    public List<Rel> parents() {
      return List.of(from);
    }
  }

  /**
   * A pair of join keys and the type they are compared in.
   *
   * @param merged both sides can lack a row, so the key column holds whichever side has one
   */
  record JoinKey(String left, String right, ColumnType type, boolean merged) {}

  /** A column taken from the other side. */
  record Taken(String column, String as, ColumnType type) {}

  /**
   * @param type {@code inner}, {@code left}, {@code right}, {@code full}, {@code semi} or {@code
   *     anti}
   */
  record Join(
      Rel left, Rel right, String type, List<JoinKey> keys, List<Taken> taken, List<Column> columns)
      implements Rel {
    @Override
    public List<Rel> parents() {
      return List.of(left, right);
    }
  }

  /**
   * An aggregate. Beside those of the language there are four that merge partial ones, and {@code
   * exact_sum}, a sum of integers that is not yet cut to 64 bits.
   *
   * @param value null for counting rows
   * @param count of an average that is merged: the number of values
   */
  record Aggregated(
      String function, @Nullable Typed value, String as, ColumnType type, @Nullable Typed count) {
    Aggregated(String function, @Nullable Typed value, String as, ColumnType type) {
      this(function, value, as, type, null);
    }
  }

  record Aggregate(Rel from, List<Column> keys, List<Aggregated> aggregates, List<Column> columns)
      implements Rel {
    @Override
    public List<Rel> parents() {
      return List.of(from);
    }
  }

  /** A sort key. */
  record Order(String column, boolean descending, boolean nullsFirst) {}

  /** Keeps the first row by {@code order} per {@code keys}. */
  record Dedupe(Rel from, List<String> keys, List<Order> order) implements Rel {
    @Override
    public List<Column> columns() {
      return from.columns();
    }

    @Override
    public List<Rel> parents() {
      return List.of(from);
    }
  }

  /** All parents have the same columns, in any order. */
  record Union(List<Rel> parents, List<Column> columns) implements Rel {}

  record Limit(Rel from, long rows, List<Order> order) implements Rel {
    @Override
    public List<Column> columns() {
      return from.columns();
    }

    @Override
    public List<Rel> parents() {
      return List.of(from);
    }
  }

  /** A comparison of two records; {@code weight}, {@code missing}, {@code atLeast} as written. */
  record Compared(
      Typed value, String by, double weight, @Nullable Double missing, @Nullable Double atLeast) {}

  /**
   * The rows of a relation with their clusters; done in stages, never as part of a query.
   *
   * @param pointer to the step, for messages
   * @param blocks as values, and in {@code blockTexts} as written
   * @param columns of {@code from}, then the cluster, then the size if there is one
   */
  record Match(
      Rel from,
      String pointer,
      Column key,
      List<List<Typed>> blocks,
      List<List<String>> blockTexts,
      List<Compared> compare,
      double threshold,
      long largestBlock,
      String as,
      @Nullable String size,
      List<Column> columns)
      implements Rel {
    @Override
    public List<Rel> parents() {
      return List.of(from);
    }
  }
}
