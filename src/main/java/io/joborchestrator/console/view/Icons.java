package io.joborchestrator.console.view;

import org.kordamp.ikonli.javafx.FontIcon;

/** Makes icons: Material 2 by its code ("mdomz-refresh"). Sizes and colours come from styles. */
public final class Icons {
  private Icons() {}

  /**
   * @param code of the icon pack
   */
  public static FontIcon of(String code, String... styleClasses) {
    FontIcon icon = new FontIcon(code);
    icon.getStyleClass().addAll(styleClasses);
    return icon;
  }
}
