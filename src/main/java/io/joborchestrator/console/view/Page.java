package io.joborchestrator.console.view;

import javafx.scene.Node;

/**
 * One page of the window. FX thread only. A page refreshes between {@link #onShown} and {@link
 * #onHidden} only, and lets go of every listener it added to longer-lived objects when hidden.
 */
public interface Page {
  /** In sentence case, as in the rail. */
  String title();

  /** The same node every time; made on first use. */
  Node node();

  void onShown();

  void onHidden();

  /** F5: ask again now. */
  default void refresh() {}

  /** The key {@code /}: put the focus into the filter, if there is one. */
  default void focusFilter() {}
}
