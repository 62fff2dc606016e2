package io.joborchestrator.console.submit;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** The parts of a form in their order, and which of them is chosen. FX thread only. */
final class PartList {
  private final ObservableList<PipelinePart> parts = FXCollections.observableArrayList();
  private final ObservableList<PipelinePart> readOnly =
      FXCollections.unmodifiableObservableList(parts);
  private final ObjectProperty<@Nullable PipelinePart> selected = new SimpleObjectProperty<>();

  /** Whoever leaves a part has seen it: from then on it says what it lacks. */
  PartList() {
    selected.addListener(
        (observed, before, after) -> {
          if (before != null) {
            before.touch();
          }
        });
  }

  ObservableList<PipelinePart> readOnly() {
    return readOnly;
  }

  ObjectProperty<@Nullable PipelinePart> selected() {
    return selected;
  }

  <P extends PipelinePart> List<P> ofType(Class<P> type) {
    return parts.stream().filter(type::isInstance).map(type::cast).toList();
  }

  int size() {
    return parts.size();
  }

  int indexOf(@Nullable PipelinePart part) {
    return parts.indexOf(part);
  }

  boolean contains(PipelinePart part) {
    return parts.contains(part);
  }

  /** Puts others in the place of all parts and chooses the first. */
  void setAll(List<? extends PipelinePart> others) {
    parts.setAll(others);
    selected.set(others.get(0));
  }

  void add(int index, PipelinePart part) {
    parts.add(index, part);
  }

  /** In one change, as seen by listeners. */
  void move(PipelinePart part, int index) {
    List<PipelinePart> order = new ArrayList<>(parts);
    order.remove(part);
    order.add(index, part);
    parts.setAll(order);
  }

  /** Takes a part away and chooses the one that is in its place then. */
  void remove(PipelinePart part) {
    int index = parts.indexOf(part);
    parts.remove(part);
    selected.set(parts.get(Math.min(index, parts.size() - 1)));
  }

  void touchAll() {
    parts.forEach(PipelinePart::touch);
  }
}
