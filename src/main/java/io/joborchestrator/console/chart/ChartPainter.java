package io.joborchestrator.console.chart;

import io.joborchestrator.console.task.UiEventBridge;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the pictures of one chart on the thread that all charts share. At most one drawing is under
 * way; what is asked meanwhile waits as one drawing, the newest. Call on the FX thread.
 */
final class ChartPainter {
  private static final Logger log = LoggerFactory.getLogger(ChartPainter.class);

  private record Wish(ChartDrawing drawing, double scale) {}

  private record Frame(Wish wish, ChartBuffer buffer, boolean good) {}

  private final Consumer<Image> onPicture;
  private final Executor worker;
  private final UiEventBridge<Frame> frames = new UiEventBridge<>(this::present);
  private @Nullable ChartBuffer front;
  private @Nullable ChartBuffer back;
  private @Nullable Wish next;
  private boolean drawing;

  /**
   * @param onPicture called on the FX thread with each picture
   */
  ChartPainter(Consumer<Image> onPicture) {
    this(onPicture, Shared.WORKER);
  }

  ChartPainter(Consumer<Image> onPicture, Executor worker) {
    this.onPicture = onPicture;
    this.worker = worker;
  }

  /**
   * @param scale pixels of the screen for one logical pixel
   */
  void draw(ChartDrawing wanted, double scale) {
    next = new Wish(wanted, scale);
    if (!drawing) {
      begin();
    }
  }

  private void begin() {
    Wish wish = next;
    next = null;
    if (wish != null) {
      drawing = true;
      ChartBuffer reused = back;
      worker.execute(() -> frames.publish(drawn(wish, reused)));
    }
  }

  private static Frame drawn(Wish wish, @Nullable ChartBuffer reused) {
    int width = pixels(wish.drawing().geometry().width(), wish.scale());
    int height = pixels(wish.drawing().geometry().height(), wish.scale());
    ChartBuffer buffer =
        reused != null && reused.fits(width, height) ? reused : new ChartBuffer(width, height);
    try {
      buffer.draw(wish.drawing(), wish.scale());
      return new Frame(wish, buffer, true);
    } catch (RuntimeException e) {
      log.error("A chart cannot be drawn; its last picture stays", e);
      return new Frame(wish, buffer, false);
    }
  }

  private static int pixels(double logical, double scale) {
    return Math.max(1, (int) Math.ceil(logical * scale));
  }

  private void present(Frame frame) {
    drawing = false;
    back = frame.buffer();
    if (frame.good()) {
      back = front;
      front = frame.buffer();
      onPicture.accept(frame.buffer().image());
    }
    begin();
  }

  /** One thread for the charts of all windows; it ends by itself when nothing is drawn. */
  private static final class Shared {
    static final ThreadPoolExecutor WORKER = make();

    static {
      // Nothing of the other toolkit's windows is used: it must not look for a display.
      if (System.getProperty("java.awt.headless") == null) {
        System.setProperty("java.awt.headless", "true");
      }
    }

    private static ThreadPoolExecutor make() {
      ThreadPoolExecutor worker =
          new ThreadPoolExecutor(
              1,
              1,
              30,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              work -> {
                Thread thread = new Thread(work, "ejo-chart");
                thread.setDaemon(true);
                return thread;
              });
      worker.allowCoreThreadTimeOut(true);
      return worker;
    }
  }
}
