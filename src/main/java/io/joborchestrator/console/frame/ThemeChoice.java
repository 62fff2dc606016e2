package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Theme;
import io.joborchestrator.console.view.UiState;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Light, dark, or as the system: the choice, and the look that follows from it. FX thread only. */
public final class ThemeChoice {
  private static final String KEY = "theme";

  /** What a person can choose. */
  public enum Mode {
    LIGHT("mdomz-wb_sunny"),
    DARK("mdoal-brightness_2"),
    SYSTEM("mdoal-brightness_auto");

    private final String icon;

    Mode(String icon) {
      this.icon = icon;
    }

    public String icon() {
      return icon;
    }

    /** Key of its word in the texts. */
    public String key() {
      return "frame.theme." + name().toLowerCase(Locale.ROOT);
    }
  }

  private final UiTasks tasks;
  private final UiState state;
  private final Texts texts;
  private final ReadOnlyObjectWrapper<Mode> mode;
  private Theme system = Theme.LIGHT;
  private Consumer<Theme> onTheme = theme -> {};

  public ThemeChoice(UiTasks tasks, UiState state, Texts texts) {
    this.tasks = tasks;
    this.state = state;
    this.texts = texts;
    this.mode = new ReadOnlyObjectWrapper<>(remembered(state));
  }

  private static Mode remembered(UiState state) {
    String word = state.get(KEY).orElse("");
    return Arrays.stream(Mode.values())
        .filter(candidate -> candidate.name().equalsIgnoreCase(word))
        .findFirst()
        .orElse(Mode.SYSTEM);
  }

  /** Calls with the look now, and again with each change. */
  public void follow(Consumer<Theme> listener) {
    onTheme = listener;
    listener.accept(theme());
    askSystem();
  }

  private void askSystem() {
    tasks.run(
        texts.get("frame.task.theme"),
        SystemTheme::read,
        found -> {
          system = found;
          onTheme.accept(theme());
        },
        // A system that does not say is light.
        failure -> onTheme.accept(theme()));
  }

  public void choose(Mode value) {
    state.put(KEY, value.name().toLowerCase(Locale.ROOT));
    mode.set(value);
    onTheme.accept(theme());
    if (value == Mode.SYSTEM) {
      askSystem();
    }
  }

  public Theme theme() {
    return switch (mode.get()) {
      case LIGHT -> Theme.LIGHT;
      case DARK -> Theme.DARK;
      case SYSTEM -> system;
    };
  }

  public ReadOnlyObjectProperty<Mode> modeProperty() {
    return mode.getReadOnlyProperty();
  }
}
