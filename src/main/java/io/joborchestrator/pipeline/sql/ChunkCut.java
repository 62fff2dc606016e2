package io.joborchestrator.pipeline.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a plan can be cut so that one part is run chunk by chunk. A node is additive if its rows
 * are those of all chunks together, whatever the chunks are; the cut goes above the last such
 * nodes.
 */
final class ChunkCut {
  private enum Place {
    WHOLE,
    ADDITIVE,
    MIXED
  }

  private final Rel root;
  private final List<Rel> nodes;
  private final Set<String> inputs;
  private final Map<Rel, Place> places = new IdentityHashMap<>();
  private final List<Rel> boundaries = new ArrayList<>();

  private ChunkCut(Rel root, Set<String> inputs) {
    this.root = root;
    this.nodes = new Needed(root).parentsFirst();
    this.inputs = inputs;
    nodes.forEach(node -> places.put(node, placeOf(node)));
    findBoundaries();
  }

  /**
   * @param input the name of the large input
   */
  static ChunkCut of(Rel root, String input) {
    ChunkCut narrow = new ChunkCut(root, Set.of(input));
    ChunkCut wide = narrow;
    Set<String> wider = wide.withThoseInUnions();
    while (wider.size() > wide.inputs.size()) {
      wide = new ChunkCut(root, wider);
      wider = wide.withThoseInUnions();
    }
    return wide.only() != null ? wide : narrow;
  }

  /** Inputs of which each chunk has a part. */
  Set<String> inputs() {
    return inputs;
  }

  /** The one node below which everything is run chunk by chunk, or null if there is none. */
  @Nullable Rel only() {
    return boundaries.size() == 1 ? boundaries.get(0) : null;
  }

  /** Nodes that read this one. */
  List<Rel> readers(Rel node) {
    return nodes.stream()
        .filter(other -> other.parents().stream().anyMatch(parent -> parent == node))
        .toList();
  }

  private Place place(Rel rel) {
    return places.getOrDefault(rel, Place.MIXED);
  }

  private Place placeOf(Rel rel) {
    if (rel instanceof Rel.Scan scan) {
      return inputs.contains(scan.name()) ? Place.ADDITIVE : Place.WHOLE;
    }
    List<Place> parents = rel.parents().stream().map(this::place).toList();
    if (parents.stream().allMatch(place -> place == Place.WHOLE)) {
      return Place.WHOLE;
    }
    boolean additive =
        rel instanceof Rel.Join join
            ? isAdditive(join.type(), parents.get(0), parents.get(1))
            : (rel instanceof Rel.Project || rel instanceof Rel.Filter || rel instanceof Rel.Union)
                && parents.stream().allMatch(place -> place == Place.ADDITIVE);
    return additive ? Place.ADDITIVE : Place.MIXED;
  }

  /** Each row of the result comes from one row of the side that is in parts. */
  private static boolean isAdditive(String type, Place left, Place right) {
    boolean leftInParts = left == Place.ADDITIVE && right == Place.WHOLE;
    boolean rightInParts = left == Place.WHOLE && right == Place.ADDITIVE;
    return switch (type) {
      case "inner" -> leftInParts || rightInParts;
      case "left", "semi", "anti" -> leftInParts;
      case "right" -> rightInParts;
      default -> false;
    };
  }

  /** Rows that are added to those of a cut input are to come once: their inputs are cut as well. */
  private Set<String> withThoseInUnions() {
    Set<String> wider = new HashSet<>(inputs);
    for (Rel node : nodes) {
      if (node instanceof Rel.Union union
          && union.parents().stream().anyMatch(parent -> place(parent) == Place.ADDITIVE)) {
        union.parents().stream()
            .filter(parent -> place(parent) == Place.WHOLE)
            .flatMap(parent -> new Needed(parent).parentsFirst().stream())
            .forEach(
                below -> {
                  if (below instanceof Rel.Scan scan) {
                    wider.add(scan.name());
                  }
                });
      }
    }
    return wider;
  }

  private void findBoundaries() {
    for (Rel node : nodes) {
      boolean read = readers(node).stream().anyMatch(reader -> place(reader) != Place.ADDITIVE);
      if (place(node) == Place.ADDITIVE && (node == root || read)) {
        boundaries.add(node);
      }
    }
  }
}
