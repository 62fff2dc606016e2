package io.joborchestrator.pipeline.sql;

import java.util.List;
import java.util.Map;

/** Plans of which some nodes are exchanged for others with the same columns. */
final class Replacement {
  private Replacement() {}

  /**
   * The plan with new nodes.
   *
   * @param replaced new nodes by old ones; nodes that change on the way are added
   */
  static Rel of(Rel rel, Map<Rel, Rel> replaced) {
    Rel known = replaced.get(rel);
    if (known == null) {
      List<Rel> parents = rel.parents().stream().map(p -> of(p, replaced)).toList();
      boolean same = true;
      for (int i = 0; i < parents.size(); i++) {
        same &= parents.get(i) == rel.parents().get(i);
      }
      known = same ? rel : copy(rel, parents);
      replaced.put(rel, known);
    }
    return known;
  }

  private static Rel copy(Rel rel, List<Rel> parents) {
    Rel from = parents.get(0);
    if (rel instanceof Rel.Project project) {
      return new Rel.Project(from, project.values());
    }
    if (rel instanceof Rel.Filter filter) {
      return new Rel.Filter(from, filter.condition());
    }
    if (rel instanceof Rel.Join join) {
      return new Rel.Join(
          from, parents.get(1), join.type(), join.keys(), join.taken(), join.columns());
    }
    if (rel instanceof Rel.Aggregate aggregate) {
      return new Rel.Aggregate(from, aggregate.keys(), aggregate.aggregates(), aggregate.columns());
    }
    if (rel instanceof Rel.Dedupe dedupe) {
      return new Rel.Dedupe(from, dedupe.keys(), dedupe.order());
    }
    if (rel instanceof Rel.Union union) {
      return new Rel.Union(parents, union.columns());
    }
    if (rel instanceof Rel.Limit limit) {
      return new Rel.Limit(from, limit.rows(), limit.order());
    }
    if (rel instanceof Rel.Match) {
      throw new IllegalStateException("A match is replaced before what reads it");
    }
    throw new IllegalStateException("An input is made of nothing");
  }
}
