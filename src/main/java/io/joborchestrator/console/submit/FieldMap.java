package io.joborchestrator.console.submit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Node;

/** Which control shows which place of the configuration. FX thread only. */
final class FieldMap {
  private record Place(Supplier<String> pointer, Node control) {}

  private final List<Place> places;
  private final String prefix;

  FieldMap() {
    this(new ArrayList<>(), "");
  }

  private FieldMap(List<Place> places, String prefix) {
    this.places = places;
    this.prefix = prefix;
  }

  /** The same map for a part whose pointers begin there. */
  FieldMap within(String part) {
    return new FieldMap(places, prefix + part);
  }

  void clear() {
    places.clear();
  }

  <N extends Node> N put(String pointer, N control) {
    return put(() -> pointer, control);
  }

  /**
   * @param pointer asked each time, because rows move
   */
  <N extends Node> N put(Supplier<String> pointer, N control) {
    places.add(new Place(() -> prefix + pointer.get(), control));
    return control;
  }

  /** The control for a place, or for the nearest place around it. */
  Optional<Node> find(String pointer) {
    return places.stream()
        .filter(place -> place.control().getScene() != null)
        .filter(place -> isAtOrAround(place.pointer().get(), pointer))
        .max(Comparator.comparingInt(place -> place.pointer().get().length()))
        .map(Place::control);
  }

  private static boolean isAtOrAround(String place, String pointer) {
    return pointer.equals(place) || pointer.startsWith(place + "/");
  }
}
