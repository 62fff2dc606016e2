package io.joborchestrator.console.view;

import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.KeyFrame;
import javafx.animation.KeyValue;
import javafx.animation.Timeline;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.util.Duration;

/**
 * A bar of 2 px whose part travels once per 1.6 s: work of unknown length. It moves only while it
 * travels and is in a window. FX thread only.
 */
public final class TravelBar extends Region {
  private static final double PART = 0.25;
  private static final Duration ONCE = Duration.millis(1600);

  private final Region part = new Region();
  private final DoubleProperty place = new SimpleDoubleProperty();
  private final Timeline travel =
      new Timeline(
          new KeyFrame(Duration.ZERO, new KeyValue(place, -PART)),
          new KeyFrame(ONCE, new KeyValue(place, 1, Interpolator.EASE_BOTH)));
  private boolean travelling;

  public TravelBar() {
    getStyleClass().addAll(Styles.METER, Styles.METER_2);
    part.getStyleClass().add(Styles.METER_FILL);
    getChildren().add(part);
    setMaxWidth(Double.MAX_VALUE);
    Rectangle clip = new Rectangle();
    clip.widthProperty().bind(widthProperty());
    clip.heightProperty().bind(heightProperty());
    setClip(clip);
    travel.setCycleCount(Animation.INDEFINITE);
    place.addListener(observable -> layoutChildren());
    sceneProperty().addListener(observable -> update());
    visibleProperty().addListener(observable -> update());
  }

  public void setTravelling(boolean value) {
    travelling = value;
    update();
  }

  private void update() {
    if (travelling && getScene() != null && isVisible()) {
      travel.play();
    } else {
      travel.stop();
    }
  }

  @Override
  protected void layoutChildren() {
    part.resizeRelocate(getWidth() * place.get(), 0, getWidth() * PART, getHeight());
  }
}
