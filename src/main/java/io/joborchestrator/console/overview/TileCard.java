package io.joborchestrator.console.overview;

import io.joborchestrator.console.view.Sparkline;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** A figure that is a button to the list it counts. FX thread only. */
final class TileCard extends Button {
  private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");
  private static final PseudoClass DEAD = PseudoClass.getPseudoClass("dead");

  private final String title;
  private final Label value = new Label();
  private final Label unit = new Label();
  private final Label fact = new Label();
  private final Sparkline curve = new Sparkline();

  TileCard(Tile.Kind kind, Texts texts, Runnable open) {
    String wire = kind.name().toLowerCase(Locale.ROOT);
    title = texts.get("overview.tile." + wire);
    Label name = new Label(title);
    name.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    value.getStyleClass().add(Styles.NUMBER);
    value.setMinWidth(USE_PREF_SIZE);
    unit.getStyleClass().addAll(Styles.SMALL, Styles.MUTED);
    fact.getStyleClass().addAll(Styles.SMALL, "tile-fact");
    HBox figure = new HBox(value, unit);
    figure.getStyleClass().add("tile-figure");
    curve.getStyleClass().add("spark-" + wire);
    VBox content = new VBox(name, figure, fact, curve);
    content.getStyleClass().add("tile-content");
    content.prefWidthProperty().bind(widthProperty().subtract(28));
    setId("tile-" + wire);
    getStyleClass().add("tile");
    setGraphic(content);
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setMaxWidth(Double.MAX_VALUE);
    setMinWidth(0);
    setOnAction(event -> open.run());
  }

  void show(Tile tile) {
    value.setText(tile.value());
    unit.setText(tile.unit());
    fact.setText(tile.fact());
    fact.pseudoClassStateChanged(BAD, tile.tone() == Tile.Tone.BAD);
    fact.pseudoClassStateChanged(DEAD, tile.tone() == Tile.Tone.DEAD);
    curve.show(tile.curve(), tile.kind() == Tile.Kind.SUCCESS ? 1 : 0);
    String all = title + ": " + tile.value() + " " + tile.unit() + ", " + tile.fact();
    setAccessibleText(all);
    Tooltips.set(this, all);
  }
}
