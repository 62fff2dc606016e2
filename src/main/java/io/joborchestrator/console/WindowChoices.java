package io.joborchestrator.console;

import io.joborchestrator.console.frame.DesktopNotices;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.frame.ThemeChoice.Mode;
import io.joborchestrator.console.settings.SettingsChoice;
import io.joborchestrator.console.view.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;

/** What a person chooses about the window, as the settings page shows it. FX thread only. */
final class WindowChoices {
  private static final String ON = "on";
  private static final String OFF = "off";

  private final Texts texts;

  WindowChoices(Texts texts) {
    this.texts = texts;
  }

  List<SettingsChoice> rows(ThemeChoice theme, DesktopNotices notices) {
    return List.of(theme(theme), notices(notices));
  }

  private SettingsChoice theme(ThemeChoice theme) {
    Map<String, String> names = new LinkedHashMap<>();
    for (Mode mode : Mode.values()) {
      names.put(id(mode), texts.get(mode.key()));
    }
    ReadOnlyObjectWrapper<String> chosen =
        new ReadOnlyObjectWrapper<>(id(theme.modeProperty().get()));
    theme.modeProperty().addListener((observable, old, mode) -> chosen.set(id(mode)));
    return new SettingsChoice(
        "look",
        texts.get("frame.theme"),
        new ReadOnlyStringWrapper(texts.get("settings.theme.hint")),
        names,
        chosen,
        id -> theme.choose(Mode.valueOf(id.toUpperCase(Locale.ROOT))));
  }

  private static String id(Mode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }

  private SettingsChoice notices(DesktopNotices notices) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(ON, texts.get("settings.on"));
    names.put(OFF, texts.get("settings.off"));
    ReadOnlyObjectWrapper<String> chosen = new ReadOnlyObjectWrapper<>(notices.isOn() ? ON : OFF);
    return new SettingsChoice(
        "notices",
        texts.get("settings.notices"),
        Bindings.createStringBinding(
            () -> hint(notices.whyNotProperty().get()), notices.whyNotProperty()),
        names,
        chosen,
        id -> {
          notices.setOn(ON.equals(id));
          chosen.set(id);
        });
  }

  private String hint(String whyNot) {
    return whyNot.isEmpty()
        ? texts.get("settings.notices.hint")
        : texts.get("settings.notices.not", whyNot);
  }
}
