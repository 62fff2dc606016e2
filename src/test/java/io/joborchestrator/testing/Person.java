package io.joborchestrator.testing;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Somebody in front of a {@link LiveWindow}: clicks, types, waits until something is to be seen and
 * takes pictures of it. What does not come in time is an error with a picture. Used on the test's
 * thread.
 */
public final class Person {
  private final LiveWindow window;
  private final String name;
  private final Duration patience;
  private final FxRobot robot = new FxRobot();
  private int pictures;

  /**
   * @param name first part of the names of the pictures
   * @param patience for each thing that is waited for
   */
  public Person(LiveWindow window, String name, Duration patience) {
    this.window = window;
    this.name = name;
    this.patience = patience;
  }

  public void press(KeyCode... keys) {
    for (int i = 0; i < keys.length - 1; i++) {
      robot.press(keys[i]);
    }
    robot.type(keys[keys.length - 1]);
    for (int i = keys.length - 2; i >= 0; i--) {
      robot.release(keys[i]);
    }
    FxThread.pulses(2);
  }

  /** Clicks something that may be drawn anew just now. */
  public void click(String query) {
    // What has just come, such as a bar of commands, has its place after the next layout.
    FxThread.pulses(2);
    awaitThat(
        query + " was clicked",
        () -> {
          try {
            robot.clickOn(query);
            return true;
          } catch (RuntimeException drawnAnew) {
            return false;
          }
        });
    FxThread.pulses(2);
  }

  /** Replaces the text of a field, as one who pastes. */
  public void write(String query, String text) {
    awaitShown(query);
    robot.clickOn(query);
    press(KeyCode.CONTROL, KeyCode.A);
    paste(text);
    awaitThat(
        "typed " + text, () -> robot.lookup(query).queryTextInputControl().getText().equals(text));
  }

  /** Into what has the focus. */
  public void paste(String text) {
    FxThread.run(
        () -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text)));
    press(KeyCode.CONTROL, KeyCode.V);
  }

  /** Puts a text into a field at once: for those that a dialog fades in with. */
  public void fill(String query, String text) {
    awaitShown(query);
    FxThread.run(() -> robot.lookup(query).queryTextInputControl().setText(text));
  }

  public String clipboard() {
    return FxThread.get(
        () -> String.valueOf(Clipboard.getSystemClipboard().getContent(DataFormat.PLAIN_TEXT)));
  }

  public boolean shown(String query) {
    return FxThread.get(() -> robot.lookup(query).match(Person::inSight).tryQuery().isPresent());
  }

  /** Whether one of these shows these words. */
  public boolean reads(String query, String words) {
    return FxThread.get(
        () ->
            robot.lookup(query).queryAllAs(Labeled.class).stream()
                .anyMatch(
                    label -> String.valueOf(label.getText()).contains(words) && inSight(label)));
  }

  public boolean enabled(String query) {
    return FxThread.get(
        () ->
            robot.lookup(query).queryAllAs(Button.class).stream()
                .anyMatch(button -> inSight(button) && !button.isDisabled()));
  }

  /** A visible control in an invisible bar is not in sight. */
  private static boolean inSight(@Nullable Node node) {
    return node == null || (node.isVisible() && inSight(node.getParent()));
  }

  public void awaitShown(String query) {
    awaitThat(query + " is shown", () -> shown(query));
  }

  public void awaitWords(String query, String words) {
    awaitThat(query + " says " + words, () -> reads(query, words));
  }

  public void awaitThat(String what, Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(patience.toSeconds(), TimeUnit.SECONDS, condition);
    } catch (TimeoutException late) {
      Screenshots.evidence(name + "-stuck", window.scene());
      throw new AssertionError("It did not happen that " + what, late);
    }
  }

  /** A picture of the window, numbered in the order of the story. */
  public void picture(String what) {
    FxThread.pulses(3);
    pictures++;
    Screenshots.write(
        String.format(java.util.Locale.ROOT, "%s-%02d-%s", name, pictures, what),
        window.scene(),
        1);
  }

  public FxRobot robot() {
    return robot;
  }
}
