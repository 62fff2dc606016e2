package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which columns of each node something behind it reads, and how often each node is read. */
final class Needed {
  private final Map<Rel, Set<String>> columns = new IdentityHashMap<>();
  private final Map<Rel, Integer> readers = new IdentityHashMap<>();
  private final List<Rel> parentsFirst = new ArrayList<>();

  Needed(Rel root) {
    visit(root);
    all(root);
    for (int i = parentsFirst.size() - 1; i >= 0; i--) {
      spread(parentsFirst.get(i));
    }
    parentsFirst.forEach(this::atLeastOne);
  }

  /** Every node once, after all nodes it is made of. */
  List<Rel> parentsFirst() {
    return parentsFirst;
  }

  int readers(Rel rel) {
    return readers.getOrDefault(rel, 0);
  }

  /** The needed columns in the order the node has them. */
  List<Column> of(Rel rel) {
    Set<String> names = set(rel);
    return rel.columns().stream().filter(c -> names.contains(c.name())).toList();
  }

  boolean needs(Rel rel, String column) {
    return set(rel).contains(column);
  }

  private void visit(Rel rel) {
    if (columns.containsKey(rel)) {
      return;
    }
    columns.put(rel, new LinkedHashSet<>());
    for (Rel parent : rel.parents()) {
      readers.merge(parent, 1, Integer::sum);
      visit(parent);
    }
    parentsFirst.add(rel);
  }

  private Set<String> set(Rel rel) {
    return columns.computeIfAbsent(rel, r -> new LinkedHashSet<>());
  }

  private void all(Rel rel) {
    rel.columns().forEach(column -> set(rel).add(column.name()));
  }

  private void atLeastOne(Rel rel) {
    if (set(rel).isEmpty()) {
      set(rel).add(rel.columns().get(0).name());
      spread(rel);
    }
  }

  private void spread(Rel rel) {
    Set<String> wanted = set(rel);
    if (rel instanceof Rel.Project project) {
      for (Rel.Named value : project.values()) {
        if (wanted.contains(value.name())) {
          value.value().collectColumns(set(project.from()));
        }
      }
    } else if (rel instanceof Rel.Filter filter) {
      set(filter.from()).addAll(wanted);
      filter.condition().collectColumns(set(filter.from()));
    } else if (rel instanceof Rel.Join join) {
      join(join, wanted);
    } else if (rel instanceof Rel.Aggregate aggregate) {
      aggregate.keys().forEach(key -> set(aggregate.from()).add(key.name()));
      for (Rel.Aggregated value : aggregate.aggregates()) {
        if (value.value() != null && wanted.contains(value.as())) {
          value.value().collectColumns(set(aggregate.from()));
        }
        if (value.count() != null && wanted.contains(value.as())) {
          value.count().collectColumns(set(aggregate.from()));
        }
      }
    } else if (rel instanceof Rel.Dedupe dedupe) {
      all(dedupe.from());
    } else if (rel instanceof Rel.Union union) {
      union.parents().forEach(parent -> set(parent).addAll(wanted));
    } else if (rel instanceof Rel.Match match) {
      match(match, wanted);
    } else if (rel instanceof Rel.Limit limit) {
      if (limit.order().isEmpty()) {
        set(limit.from()).addAll(wanted);
      } else {
        all(limit.from());
      }
    }
  }

  private void match(Rel.Match match, Set<String> wanted) {
    Set<String> below = set(match.from());
    for (Column column : match.from().columns()) {
      if (wanted.contains(column.name())) {
        below.add(column.name());
      }
    }
    below.add(match.key().name());
    match.blocks().forEach(block -> block.forEach(value -> value.collectColumns(below)));
    match.compare().forEach(compared -> compared.value().collectColumns(below));
  }

  private void join(Rel.Join join, Set<String> wanted) {
    for (Column column : join.left().columns()) {
      if (wanted.contains(column.name())) {
        set(join.left()).add(column.name());
      }
    }
    for (Rel.JoinKey key : join.keys()) {
      set(join.left()).add(key.left());
      set(join.right()).add(key.right());
    }
    for (Rel.Taken taken : join.taken()) {
      if (wanted.contains(taken.as())) {
        set(join.right()).add(taken.column());
      }
    }
  }
}
