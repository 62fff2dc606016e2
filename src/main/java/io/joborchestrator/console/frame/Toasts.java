package io.joborchestrator.console.frame;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Icons;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.Tooltips;
import java.time.Duration;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Short notices at the lower right that go by themselves. FX thread only. */
final class Toasts {
  private static final Duration STAY = Duration.ofSeconds(6);
  private static final Duration STAY_WITH_ACTION = Duration.ofSeconds(10);
  private static final int MOST = 4;

  private final VBox stack;
  private final UiTasks tasks;
  private final Texts texts;

  /**
   * @param stack where toasts appear, newest at the bottom
   */
  Toasts(VBox stack, UiTasks tasks, Texts texts) {
    this.stack = stack;
    this.tasks = tasks;
    this.texts = texts;
  }

  /** Goes after six seconds, after ten with an action. */
  void show(String icon, String tone, String text, @Nullable String verb, @Nullable Runnable act) {
    HBox toast = make(icon, tone, text);
    UiTasks.Handle end =
        tasks.after(act == null ? STAY : STAY_WITH_ACTION, () -> stack.getChildren().remove(toast));
    if (act != null && verb != null) {
      toast.getChildren().add(button(verb, () -> close(toast, end), act));
    }
    addClose(toast, end);
    add(toast);
  }

  /** Stays until closed; {@code act} tells more. */
  void showError(String text, String verb, Runnable act) {
    HBox toast = make("mdal-error", Styles.ICON_BAD, text);
    UiTasks.Handle nothing = () -> {};
    toast.getChildren().add(button(verb, () -> close(toast, nothing), act));
    addClose(toast, nothing);
    add(toast);
  }

  private HBox make(String icon, String tone, String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.setMinHeight(Label.USE_PREF_SIZE);
    HBox.setHgrow(label, Priority.ALWAYS);
    label.setMaxWidth(Double.MAX_VALUE);
    HBox toast = new HBox(Icons.of(icon, tone), label);
    toast.getStyleClass().addAll(Styles.RAISED, "toast");
    return toast;
  }

  private static Button button(String verb, Runnable close, Runnable act) {
    Button button = new Button(verb);
    button.getStyleClass().add(Styles.LINK_BUTTON);
    button.setOnAction(
        event -> {
          close.run();
          act.run();
        });
    return button;
  }

  private void addClose(HBox toast, UiTasks.Handle end) {
    Button close = new Button();
    close.setGraphic(Icons.of("mdoal-close", Styles.ICON_14));
    close.getStyleClass().addAll(Styles.QUIET, Styles.ICON_ONLY, Styles.SMALL_BUTTON);
    close.setAccessibleText(texts.get("frame.close"));
    Tooltips.set(close, texts.get("frame.close"));
    close.setOnAction(event -> close(toast, end));
    toast.getChildren().add(close);
  }

  private void close(HBox toast, UiTasks.Handle end) {
    end.cancel();
    stack.getChildren().remove(toast);
  }

  private void add(HBox toast) {
    stack.getChildren().add(toast);
    if (stack.getChildren().size() > MOST) {
      stack.getChildren().remove(0);
    }
  }
}
