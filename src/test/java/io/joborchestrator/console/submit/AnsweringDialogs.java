package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@link Dialogs} that remember what was asked and answer as they were told. */
final class AnsweringDialogs implements Dialogs {
  private final List<String> asked = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private boolean answer = true;
  private @Nullable Path file;
  private String text = "";
  private String clipboard = "";
  private @Nullable Path opened;
  private @Nullable Runnable undoLast;

  /** What questions are answered with from now on. */
  public void answer(boolean yes) {
    answer = yes;
  }

  /** What choosers answer from now on; null: the person gave up. */
  public void choose(@Nullable Path path) {
    file = path;
  }

  public void type(String value) {
    text = value;
  }

  /** Titles of the questions so far. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  public List<String> notices() {
    return List.copyOf(notices);
  }

  public List<String> errors() {
    return List.copyOf(errors);
  }

  public String clipboard() {
    return clipboard;
  }

  public @Nullable Path opened() {
    return opened;
  }

  @Override
  public void confirm(
      String title, String body, String verb, String keep, boolean dangerous, Runnable onYes) {
    asked.add(title);
    if (answer) {
      onYes.run();
    }
  }

  @Override
  public void ask(
      String title,
      String body,
      String label,
      String initial,
      String verb,
      Consumer<String> onText) {
    asked.add(title);
    if (answer) {
      onText.accept(text.isEmpty() ? initial : text);
    }
  }

  @Override
  public void confirmWithReason(Question question, Consumer<String> onYes) {
    asked.add(question.title());
    if (answer) {
      onYes.accept(text.isEmpty() ? question.reason() : text);
    }
  }

  @Override
  public Optional<Path> chooseFile(String title, @Nullable Path start) {
    asked.add(title);
    return Optional.ofNullable(file);
  }

  @Override
  public Optional<Path> chooseFolder(String title, @Nullable Path start) {
    return chooseFile(title, start);
  }

  @Override
  public Optional<Path> chooseTarget(String title, String suggestedName, @Nullable Path start) {
    return chooseFile(title, start);
  }

  @Override
  public void notice(String sentence, @Nullable Runnable undo) {
    notices.add(sentence);
    undoLast = undo;
  }

  /** Presses Undo in the last notice. */
  public void undo() {
    Objects.requireNonNull(undoLast, "the last notice offers no undo").run();
  }

  @Override
  public void error(String sentence, Throwable failure) {
    errors.add(sentence + ": " + failure.getMessage());
  }

  @Override
  public void copyToClipboard(String value) {
    clipboard = value;
  }

  @Override
  public void openWithSystem(Path path) {
    opened = path;
  }
}
