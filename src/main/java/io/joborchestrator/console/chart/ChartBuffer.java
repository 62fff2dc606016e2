package io.joborchestrator.console.chart;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.IntBuffer;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import org.jspecify.annotations.Nullable;

/** Pixels that Java2D draws and JavaFX shows without a copy. One thread at a time. */
final class ChartBuffer {
  private final BufferedImage pixels;
  private @Nullable PixelBuffer<IntBuffer> shared;
  private @Nullable WritableImage image;

  ChartBuffer(int width, int height) {
    pixels = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB_PRE);
  }

  boolean fits(int width, int height) {
    return pixels.getWidth() == width && pixels.getHeight() == height;
  }

  /** Draws in place of what was there. The thread of the drawings. */
  void draw(ChartDrawing drawing, double scale) {
    Graphics2D graphics = pixels.createGraphics();
    try {
      graphics.setComposite(AlphaComposite.Clear);
      graphics.fillRect(0, 0, pixels.getWidth(), pixels.getHeight());
      graphics.setComposite(AlphaComposite.SrcOver);
      graphics.scale(scale, scale);
      drawing.draw(graphics);
    } finally {
      graphics.dispose();
    }
  }

  /** The picture as it was drawn last. FX thread. */
  WritableImage image() {
    PixelBuffer<IntBuffer> known = shared;
    WritableImage made = image;
    if (known == null || made == null) {
      int[] array = ((DataBufferInt) pixels.getRaster().getDataBuffer()).getData();
      known =
          new PixelBuffer<>(
              pixels.getWidth(),
              pixels.getHeight(),
              IntBuffer.wrap(array),
              PixelFormat.getIntArgbPreInstance());
      made = new WritableImage(known);
      shared = known;
      image = made;
    }
    known.updateBuffer(buffer -> null);
    return made;
  }
}
