package io.joborchestrator.console.view;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** The two looks of the program. One token file each; everything else is shared. */
public enum Theme {
  LIGHT("tokens.css"),
  DARK("tokens-dark.css");

  private static final List<String> SHEETS =
      List.of(
          "base.css",
          "forms.css",
          "tables.css",
          "components.css",
          "charts.css",
          "shell.css",
          "jobs.css",
          "dead-letters.css",
          "submit.css");
  private static final List<String> FONTS =
      List.of(
          "InterTabular-Regular.otf",
          "InterTabular-Medium.otf",
          "InterTabular-SemiBold.otf",
          "JetBrainsMono-Regular.ttf",
          "JetBrainsMono-Medium.ttf");

  private final String tokens;

  Theme(String tokens) {
    this.tokens = tokens;
  }

  /** Makes the bundled faces known by their family names. Call once, before the first scene. */
  public static void loadFonts() {
    for (String file : FONTS) {
      Font font = Font.loadFont(url("fonts/" + file), 13);
      if (font == null) {
        throw new IllegalStateException("The font " + file + " of this program cannot be read");
      }
    }
  }

  /** Sets base theme and style sheets. FX thread only. */
  public void apply(Scene scene) {
    Application.setUserAgentStylesheet(baseTheme());
    scene.getStylesheets().setAll(stylesheets());
  }

  private String baseTheme() {
    return switch (this) {
      case LIGHT -> new PrimerLight().getUserAgentStylesheet();
      case DARK -> new PrimerDark().getUserAgentStylesheet();
    };
  }

  /** Our sheets in order, the tokens first. */
  public List<String> stylesheets() {
    return Stream.concat(Stream.of(tokens), SHEETS.stream())
        .map(Theme::url)
        .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
  }

  /** "light" or "dark". */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String url(String file) {
    return Objects.requireNonNull(Theme.class.getResource("/styles/" + file), file)
        .toExternalForm();
  }
}
