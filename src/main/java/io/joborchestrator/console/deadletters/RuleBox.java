package io.joborchestrator.console.deadletters;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** A choice among a few values of a rule, one of which may be "no limit". FX thread only. */
final class RuleBox<T> extends ComboBox<RuleBox.Choice<T>> {
  private final Function<@Nullable T, String> words;
  private final Consumer<@Nullable T> onChosen;
  private boolean showing;

  /** A value with its words; a ComboBox cannot hold null. */
  record Choice<T>(@Nullable T value, String words) {}

  /**
   * @param onChosen gets what a person chose
   */
  RuleBox(
      List<@Nullable T> values,
      Function<@Nullable T, String> words,
      Consumer<@Nullable T> onChosen) {
    this.words = words;
    this.onChosen = onChosen;
    for (T value : values) {
      getItems().add(new Choice<>(value, words.apply(value)));
    }
    setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable Choice<T> choice) {
            return choice == null ? "" : choice.words();
          }

          @Override
          public Choice<T> fromString(String text) {
            throw new UnsupportedOperationException("It is not typed");
          }
        });
    setMaxWidth(Double.MAX_VALUE);
    valueProperty().addListener((property, before, now) -> chosen(now));
  }

  private void chosen(@Nullable Choice<T> choice) {
    if (choice != null && !showing) {
      onChosen.accept(choice.value());
    }
  }

  /** Shows a value, which need not be one of those that are offered. */
  void show(@Nullable T value) {
    Choice<T> now = getValue();
    if (isShowing() || (now != null && Objects.equals(now.value(), value))) {
      return;
    }
    showing = true;
    setValue(new Choice<>(value, words.apply(value)));
    showing = false;
  }
}
