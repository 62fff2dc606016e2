package io.joborchestrator.console.view;

import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** An engine's name behind the square of its colour. FX thread only. */
public final class EngineLabel extends Label {
  private final Region mark = new Region();

  public EngineLabel() {
    setGraphic(mark);
    setGraphicTextGap(6);
  }

  /** Shows an engine by its wire name ("local"). */
  public void show(String engine) {
    String style = "engine-" + engine.toLowerCase(Locale.ROOT);
    mark.getStyleClass().setAll(Styles.ENGINE_MARK, style);
    setText(nameOf(engine));
  }

  /** "Spark" for "spark". */
  public static String nameOf(String engine) {
    return Formats.sentenceCase(engine);
  }
}
