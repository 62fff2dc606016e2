package io.joborchestrator.console.frame;

import io.joborchestrator.config.Profile;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Texts;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Label;

/** Colours band and badge by the environment; production cannot be overlooked. */
final class EnvironmentBadge {
  private EnvironmentBadge() {}

  static void show(Profile.Environment environment, Node band, Label badge, Texts texts) {
    PseudoClass tone = PseudoClass.getPseudoClass(environment.wire());
    band.pseudoClassStateChanged(tone, true);
    badge.pseudoClassStateChanged(tone, true);
    String word = texts.get("frame.environment." + environment.wire());
    badge.setText(word.toUpperCase(Locale.ROOT));
    badge.setGraphic(Icons.of(icon(environment)));
    badge.setMinWidth(Label.USE_PREF_SIZE);
  }

  private static String icon(Profile.Environment environment) {
    return switch (environment) {
      case LOCAL -> "mdal-computer";
      case TEST -> "mdomz-science";
      case STAGING -> "mdal-flag";
      case PRODUCTION -> "mdomz-warning";
    };
  }
}
