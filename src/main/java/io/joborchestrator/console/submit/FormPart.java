package io.joborchestrator.console.submit;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

/** A part of the form that reports every edit of its values. FX thread only. */
abstract class FormPart {
  private final List<Runnable> listeners = new ArrayList<>();
  private int muted;

  /** Calls after every edit of this part or of a part in it. */
  final void onEdit(Runnable listener) {
    listeners.add(listener);
  }

  /** Sets values without reporting an edit: they come from the program, not from the person. */
  final void quietly(Runnable change) {
    muted++;
    try {
      change.run();
    } finally {
      muted--;
    }
  }

  final boolean isMuted() {
    return muted > 0;
  }

  final void edited() {
    if (muted == 0) {
      List.copyOf(listeners).forEach(Runnable::run);
    }
  }

  final void watch(ObservableValue<?>... values) {
    for (ObservableValue<?> value : values) {
      value.addListener((observed, before, after) -> edited());
    }
  }

  final <T> ObservableList<T> watched(ObservableList<T> list) {
    list.addListener((ListChangeListener<T>) change -> edited());
    return list;
  }

  /** A list of parts; edits of each of them and of the list itself are reported. */
  final <P extends FormPart> ObservableList<P> editedRows() {
    ObservableList<P> list = FXCollections.observableArrayList();
    list.addListener(
        (ListChangeListener<P>)
            change -> {
              while (change.next()) {
                change.getAddedSubList().forEach(part -> part.onEdit(this::edited));
              }
              edited();
            });
    return list;
  }
}
