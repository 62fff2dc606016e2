package io.joborchestrator.console.chart;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The bundled faces, as Java2D knows them. */
final class ChartFonts {
  static final Font AXIS = face("Regular").deriveFont(11f);
  static final Font NAME = face("Regular").deriveFont(12f);
  static final Font MARK = face("Medium").deriveFont(11f);
  static final Font HEADING = face("SemiBold").deriveFont(14f);

  private ChartFonts() {}

  private static Font face(String weight) {
    String path = "/styles/fonts/InterTabular-" + weight + ".otf";
    try (InputStream in =
        Objects.requireNonNull(ChartFonts.class.getResourceAsStream(path), path)) {
      return Font.createFont(Font.TRUETYPE_FONT, in);
    } catch (IOException | FontFormatException e) {
      throw new IllegalStateException("The font " + path + " of this program cannot be read", e);
    }
  }
}
