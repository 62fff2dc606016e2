package io.joborchestrator.console.view;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A state as icon and word; add {@link Styles#CHIP_STATE} for a chip. FX thread only. */
public final class StatusLabel extends Label {
  private final FontIcon icon = new FontIcon();
  private @Nullable StatusView shown;

  public StatusLabel() {
    getStyleClass().add(Styles.STATUS);
  }

  public StatusLabel(StatusView view, String... styleClasses) {
    this();
    getStyleClass().addAll(styleClasses);
    show(view);
  }

  /** Shows another state. Cheap if it is the same. */
  public void show(StatusView view) {
    if (view.equals(shown)) {
      return;
    }
    if (shown != null) {
      pseudoClassStateChanged(PseudoClass.getPseudoClass(shown.tone()), false);
    }
    pseudoClassStateChanged(PseudoClass.getPseudoClass(view.tone()), true);
    icon.setIconLiteral(view.icon());
    setGraphic(icon);
    setText(view.word());
    shown = view;
  }
}
