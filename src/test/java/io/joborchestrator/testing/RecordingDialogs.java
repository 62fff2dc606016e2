package io.joborchestrator.testing;

import io.joborchestrator.console.dialog.Dialogs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dialogs} without windows: writes down what was asked and shown, and answers as told. Says
 * yes to every question unless {@link #refuse} was called.
 */
public final class RecordingDialogs implements Dialogs {
  /** A notice and its undo, which is null if there is none. */
  public record Notice(String text, @Nullable Runnable undo) {}

  private final List<String> questions = new ArrayList<>();
  private final List<String> answers = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final List<Path> opened = new ArrayList<>();
  private String clipboard = "";
  private @Nullable Path path;
  private boolean refusing;

  /** Questions are answered with no from now on. */
  public void refuse() {
    refusing = true;
  }

  /** The next texts to enter, in order. */
  public void answerWith(String... texts) {
    answers.addAll(List.of(texts));
  }

  /** What every file chooser gives. */
  public void choose(Path value) {
    path = value;
  }

  @Override
  public void confirm(
      String title, String text, String verb, String keep, boolean dangerous, Runnable onYes) {
    questions.add(title + " | " + verb + " | " + keep);
    if (!refusing) {
      onYes.run();
    }
  }

  @Override
  public void ask(
      String title,
      String text,
      String label,
      String initial,
      String verb,
      Consumer<String> onText) {
    questions.add(title + " | " + label + " | " + verb);
    if (!refusing) {
      onText.accept(answers.isEmpty() ? initial : answers.remove(0));
    }
  }

  @Override
  public void confirmWithReason(Question question, Consumer<String> onYes) {
    String typed = question.typed() == null ? "" : " | type " + question.typed();
    questions.add(question.title() + " | " + question.verb() + " | " + question.keep() + typed);
    if (!refusing) {
      onYes.accept(answers.isEmpty() ? question.reason() : answers.remove(0));
    }
  }

  @Override
  public Optional<Path> chooseFile(String title, @Nullable Path start) {
    return Optional.ofNullable(path);
  }

  @Override
  public Optional<Path> chooseFolder(String title, @Nullable Path start) {
    return Optional.ofNullable(path);
  }

  @Override
  public Optional<Path> chooseTarget(String title, String suggestedName, @Nullable Path start) {
    return Optional.ofNullable(path);
  }

  @Override
  public void notice(String text, @Nullable Runnable undo) {
    notices.add(new Notice(text, undo));
  }

  @Override
  public void error(String sentence, Throwable failure) {
    errors.add(sentence + " " + failure.getMessage());
  }

  @Override
  public void copyToClipboard(String text) {
    clipboard = text;
  }

  @Override
  public void openWithSystem(Path file) {
    opened.add(file);
  }

  /** Title, label or verb of each question, separated by bars. */
  public List<String> questions() {
    return List.copyOf(questions);
  }

  public List<String> notices() {
    return notices.stream().map(Notice::text).toList();
  }

  /**
   * Presses Undo on the last notice.
   *
   * @throws IllegalStateException if it offers none
   */
  public void undo() {
    Runnable undo = notices.get(notices.size() - 1).undo();
    if (undo == null) {
      throw new IllegalStateException("The last notice offers no undo: " + notices());
    }
    undo.run();
  }

  public List<String> errors() {
    return List.copyOf(errors);
  }

  public List<Path> opened() {
    return List.copyOf(opened);
  }

  public String clipboard() {
    return clipboard;
  }
}
