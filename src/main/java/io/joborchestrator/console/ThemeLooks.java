package io.joborchestrator.console;

import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.frame.ThemeChoice.Mode;
import io.joborchestrator.console.settings.SettingsController;
import io.joborchestrator.console.view.Texts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The choice of a theme, as the settings page knows it. */
final class ThemeLooks implements SettingsController.Looks {
  private final ThemeChoice theme;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<String> chosen = new ReadOnlyObjectWrapper<>("");

  ThemeLooks(ThemeChoice theme, Texts texts) {
    this.theme = theme;
    this.texts = texts;
    chosen.set(id(theme.modeProperty().get()));
    theme.modeProperty().addListener((observable, old, mode) -> chosen.set(id(mode)));
  }

  private static String id(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Map<String, String> choices() {
    Map<String, String> names = new LinkedHashMap<>();
    for (Mode mode : Mode.values()) {
      names.put(id(mode), texts.get(mode.key()));
    }
    return names;
  }

  @Override
  public ReadOnlyObjectProperty<String> chosen() {
    return chosen.getReadOnlyProperty();
  }

  @Override
  public void choose(String id) {
    theme.choose(Mode.valueOf(id.toUpperCase(Locale.ROOT)));
  }
}
