package io.joborchestrator.console.chart;

import java.awt.Color;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The colours of one theme, read from its token sheet. Thread-safe. */
final class ChartPalette {
  private static final Pattern TOKEN =
      Pattern.compile("(-ejo-[\\w-]+)\\s*:\\s*#([0-9A-Fa-f]{6})\\s*;");
  private static final Pattern TOKEN_SHEET = Pattern.compile(".*/styles/tokens[\\w-]*\\.css");
  private static final Map<String, ChartPalette> KNOWN = new ConcurrentHashMap<>();

  private final Map<String, Color> colours;

  private ChartPalette(Map<String, Color> colours) {
    this.colours = colours;
  }

  /** Of the token sheet among these; of the light theme if there is none. Read once per sheet. */
  static ChartPalette of(List<String> styleSheets) {
    for (String sheet : styleSheets) {
      if (TOKEN_SHEET.matcher(sheet).matches()) {
        return KNOWN.computeIfAbsent(sheet, ChartPalette::read);
      }
    }
    return KNOWN.computeIfAbsent(
        String.valueOf(ChartPalette.class.getResource("/styles/tokens.css")), ChartPalette::read);
  }

  private static ChartPalette read(String sheet) {
    try (InputStream in = URI.create(sheet).toURL().openStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Map<String, Color> colours = new HashMap<>();
      Matcher token = TOKEN.matcher(text);
      while (token.find()) {
        colours.put(token.group(1), new Color(Integer.parseInt(token.group(2), 16)));
      }
      return new ChartPalette(Map.copyOf(colours));
    } catch (IOException e) {
      throw new UncheckedIOException("The colours in " + sheet + " cannot be read", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the sheet has no such colour
   */
  Color colour(String token) {
    Color colour = colours.get(token);
    if (colour == null) {
      throw new IllegalArgumentException("There is no colour " + token);
    }
    return colour;
  }

  /**
   * @param opacity 0 to 1
   */
  Color colour(String token, double opacity) {
    Color solid = colour(token);
    return new Color(
        solid.getRed(), solid.getGreen(), solid.getBlue(), (int) Math.round(opacity * 255));
  }
}
