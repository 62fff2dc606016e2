package io.joborchestrator.console.chart;

import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * A chart: a picture made on another thread, and above it the crosshair, the values under it and
 * the zoom. Give it contents as often as they change; drawings that nobody would see are left out.
 * FX thread only.
 *
 * <p>Mouse: move for values, drag to zoom, double click to zoom out, click to pick. Keyboard: left
 * and right move the crosshair, plus, minus and 0 zoom, Enter picks, Escape zooms out.
 */
public final class ChartPane extends Region {
  /** Room for the labels of values; what has the same begins at the same place. */
  public static final double LEFT = 72;

  private static final double HEIGHT = 180;

  private final String title;
  private final ChartTimes times;
  private final ChartWords words;
  private final ZoneId zone;
  private final ImageView picture = new ImageView();
  private final ChartOverlay overlay;
  private final Label message = new Label();
  private final Texts texts;
  private final ListChangeListener<String> onTheme = change -> redraw();
  private final ObservableValue<Number> screenScale;
  private final ChartPainter painter = new ChartPainter(picture::setImage);
  private @Nullable ChartContent content;
  private double left = LEFT;
  private boolean pointed;
  private Consumer<ChartPick> onPick = pick -> {};

  /**
   * @param title said by screen readers and written into pictures ("Throughput")
   * @param times shared by all charts with the same axis of time
   * @param zone in which times are written
   */
  public ChartPane(String title, ChartTimes times, Texts texts, ZoneId zone) {
    this.title = title;
    this.times = times;
    this.words = new ChartWords(texts, zone);
    this.zone = zone;
    this.texts = texts;
    overlay = new ChartOverlay(texts);
    getStyleClass().add("chart-pane");
    message.getStyleClass().addAll(Styles.SMALL, Styles.FAINT);
    picture.getStyleClass().add("chart-picture");
    picture.setManaged(false);
    picture.setMouseTransparent(true);
    message.setMouseTransparent(true);
    getChildren().setAll(picture, message);
    getChildren().addAll(overlay.nodes());
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setMinHeight(60);
    times.visibleProperty().addListener(observable -> redraw());
    times.crosshairProperty().addListener(observable -> point());
    sceneProperty().addListener((observable, old, scene) -> theme(old, scene));
    screenScale =
        sceneProperty().flatMap(Scene::windowProperty).flatMap(Window::renderScaleXProperty);
    screenScale.addListener(observable -> redraw());
    focusedProperty().addListener(observable -> point());
    new ChartGestures(this, times).install();
    say();
  }

  private void theme(@Nullable Scene old, @Nullable Scene scene) {
    if (old != null) {
      old.getStylesheets().removeListener(onTheme);
    }
    if (scene != null) {
      scene.getStylesheets().addListener(onTheme);
      redraw();
    }
  }

  /** Shows values in place of those before. */
  public void show(ChartContent newContent) {
    if (!newContent.equals(content)) {
      content = newContent;
      requestLayout();
    }
  }

  /** Nothing is known yet: says that it is being read. */
  public void loading() {
    content = null;
    picture.setImage(null);
    redraw();
  }

  /** What is shown is no longer up to date. */
  public void setStale(boolean stale) {
    getStyleClass().remove(Styles.STALE);
    if (stale) {
      getStyleClass().add(Styles.STALE);
    }
    picture.setOpacity(stale ? 0.5 : 1);
  }

  /** Where the plot begins, instead of at {@link #LEFT}. */
  public void setLeft(double pixels) {
    left = pixels;
    redraw();
  }

  /** What happens when a point, bar or span is clicked. */
  public void onPick(Consumer<ChartPick> action) {
    onPick = action;
  }

  public String title() {
    return title;
  }

  /** What is shown, as a drawing; null before there is anything. */
  @Nullable ChartDrawing drawing() {
    ChartContent known = content;
    Scene scene = getScene();
    return known == null || scene == null
        ? null
        : new ChartDrawing(
            known,
            times.visibleProperty().get(),
            geometry(),
            ChartPalette.of(scene.getStylesheets()),
            zone);
  }

  ChartGeometry geometry() {
    return new ChartGeometry(Math.max(1, getWidth()), Math.max(1, getHeight()), left);
  }

  @Nullable ChartContent content() {
    return content;
  }

  /** Whether the pointer is in this chart. */
  void pointed(boolean in) {
    pointed = in;
    point();
  }

  void pick(double x, double y) {
    ChartDrawing drawing = drawing();
    if (drawing != null) {
      ChartHits.at(drawing, x, y).ifPresent(onPick);
    }
  }

  /** Picks all series at the crosshair. */
  void pickAtCrosshair() {
    Instant at = times.crosshairProperty().get();
    ChartRange range = times.visibleProperty().get();
    if (at != null && content instanceof SeriesContent series) {
      int index = series.nearest(at, range);
      if (index >= 0) {
        onPick.accept(new ChartPick(null, series.time(index), series.end(index)));
      }
    } else if (at != null && content instanceof TimelineContent rows) {
      for (int row = 0; row < rows.rows().size(); row++) {
        var span = rows.rows().get(row).at(at);
        if (span != null && span.state() != TimelineContent.State.CLOSED) {
          ChartHits.atRow(rows, row, at).ifPresent(onPick);
          return;
        }
      }
    }
  }

  /** The part that a drag has marked; the same twice hides it. */
  void select(double from, double to) {
    overlay.select(from, to, geometry());
  }

  private void redraw() {
    setNeedsLayout(true);
  }

  @Override
  protected double computePrefHeight(double width) {
    return content instanceof TimelineContent rows
        ? ChartGeometry.TOP
            + Math.max(1, rows.rows().size()) * TimelineContent.PITCH
            + ChartGeometry.BOTTOM
        : HEIGHT;
  }

  @Override
  protected double computePrefWidth(double height) {
    return 320;
  }

  @Override
  protected void layoutChildren() {
    ChartDrawing drawing = drawing();
    picture.setFitWidth(Math.ceil(getWidth()));
    picture.setFitHeight(Math.ceil(getHeight()));
    if (drawing != null && getWidth() > 0 && getHeight() > 0) {
      Number known = screenScale.getValue();
      painter.draw(drawing, known == null ? 1 : Math.max(1, known.doubleValue()));
    }
    boolean nothing = content == null || content.emptyIn(times.visibleProperty().get());
    message.setVisible(nothing);
    message.setText(texts.get(content == null ? "chart.loading" : "chart.empty"));
    layoutInArea(
        message,
        left,
        ChartGeometry.TOP,
        geometry().plotWidth(),
        geometry().plotHeight(),
        0,
        javafx.geometry.HPos.CENTER,
        javafx.geometry.VPos.CENTER);
    point();
  }

  private void point() {
    Instant at = times.crosshairProperty().get();
    ChartRange range = times.visibleProperty().get();
    ChartContent known = content;
    boolean inside = at != null && known != null && range.contains(at) && !known.emptyIn(range);
    if (inside && at != null && known != null) {
      boolean asked = pointed || isFocused();
      overlay.point(at, range, geometry(), asked ? words.at(known, range, at) : null);
    } else {
      overlay.hide();
    }
    say();
  }

  private void say() {
    Instant at = times.crosshairProperty().get();
    ChartContent known = content;
    ChartRange range = times.visibleProperty().get();
    ChartWords.Reading reading =
        isFocused() && at != null && known != null ? words.at(known, range, at) : null;
    setAccessibleText(
        reading == null ? words.latest(title, known, range) : words.sentence(reading));
  }
}
