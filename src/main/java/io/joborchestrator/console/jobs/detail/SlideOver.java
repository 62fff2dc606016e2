package io.joborchestrator.console.jobs.detail;

import io.joborchestrator.console.view.UiState;
import javafx.animation.FadeTransition;
import javafx.animation.Interpolator;
import javafx.animation.ParallelTransition;
import javafx.animation.TranslateTransition;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.util.Duration;

/**
 * Lets the detail slide in at the right of the list, which ends at its edge. The edge can be
 * dragged; one width is remembered for each kind of tab. FX thread only.
 */
public final class SlideOver {
  private static final double LEAST = 440;
  private static final double NORMAL = 560;
  private static final double WIDE = 840;
  private static final Duration IN = Duration.millis(160);
  private static final double SHIFT = 24;

  private final HBox root;
  private final Region panel;
  private final JobDetailViewModel viewModel;
  private final UiState state;

  /**
   * @param root the list at its left, room for the panel at its right
   */
  public SlideOver(HBox root, Region panel, JobDetailViewModel viewModel, UiState state) {
    this.root = root;
    this.panel = panel;
    this.viewModel = viewModel;
    this.state = state;
    panel.setMinWidth(0);
    viewModel.openProperty().addListener((property, before, open) -> openChanged(open));
    viewModel.tabProperty().addListener((property, before, now) -> resize());
    root.widthProperty().addListener((property, before, now) -> resize());
    openChanged(viewModel.openProperty().get());
  }

  private void openChanged(boolean open) {
    boolean there = root.getChildren().contains(panel);
    if (open && !there) {
      root.getChildren().add(panel);
      resize();
      slideIn();
    } else if (!open && there) {
      root.getChildren().remove(panel);
    }
  }

  private void slideIn() {
    TranslateTransition slide = new TranslateTransition(IN, panel);
    slide.setFromX(SHIFT);
    slide.setToX(0);
    slide.setInterpolator(Interpolator.EASE_OUT);
    FadeTransition fade = new FadeTransition(IN, panel);
    fade.setFromValue(0);
    fade.setToValue(1);
    new ParallelTransition(slide, fade).play();
  }

  private String key() {
    return viewModel.tabProperty().get().isWide() ? "jobs.detail.wide" : "jobs.detail.width";
  }

  private void resize() {
    double preferred = viewModel.tabProperty().get().isWide() ? WIDE : NORMAL;
    setWidth(state.number(key(), preferred));
  }

  private void setWidth(double wanted) {
    double most = root.getWidth() <= 0 ? wanted : Math.max(LEAST, root.getWidth() * 0.75);
    double width = Math.max(LEAST, Math.min(most, wanted));
    panel.setPrefWidth(width);
    panel.setMaxWidth(width);
    panel.setMinWidth(width);
  }

  /** Makes this node the edge that is dragged. */
  void dragBy(Node grip) {
    grip.addEventHandler(
        MouseEvent.MOUSE_DRAGGED,
        event -> {
          double right = root.localToScreen(root.getWidth(), 0).getX();
          setWidth(right - event.getScreenX());
          state.put(key(), Math.round(panel.getPrefWidth()));
          event.consume();
        });
  }
}
