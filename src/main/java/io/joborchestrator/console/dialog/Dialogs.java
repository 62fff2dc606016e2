package io.joborchestrator.console.dialog;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Questions and notices. FX thread only; nothing blocks: answers arrive by callback. */
public interface Dialogs {
  /**
   * A question before something large.
   *
   * @param verb on the button that does it ("Replay 412 entries")
   * @param keep on the safe button, the default ("Keep them")
   * @param dangerous the verb is shown as dangerous
   * @param reason proposal for the reason
   * @param needsReason the verb waits for a reason
   * @param typed what has to be typed before the verb can be pressed, or null
   */
  record Question(
      String title,
      String text,
      String verb,
      String keep,
      boolean dangerous,
      String reasonLabel,
      String reason,
      boolean needsReason,
      @Nullable String typed) {}

  /**
   * Asks before something that cannot be undone.
   *
   * @param verb on the button that does it ("Cancel 3 jobs")
   * @param keep on the safe button, the default ("Keep them running")
   * @param dangerous the verb is shown as dangerous
   */
  void confirm(
      String title, String text, String verb, String keep, boolean dangerous, Runnable onYes);

  /** As {@link #confirm} with a line of text to enter (a reason, a name). */
  void ask(
      String title,
      String text,
      String label,
      String initial,
      String verb,
      Consumer<String> onText);

  /** Asks for a reason, and for large things that their number is typed. */
  void confirmWithReason(Question question, Consumer<String> onYes);

  /** A file to open; may block inside the system's own chooser. */
  Optional<Path> chooseFile(String title, @Nullable Path start);

  Optional<Path> chooseFolder(String title, @Nullable Path start);

  Optional<Path> chooseTarget(String title, String suggestedName, @Nullable Path start);

  /** A short notice that goes by itself. {@code undo} adds an Undo button. */
  void notice(String text, @Nullable Runnable undo);

  /** A sentence, an id, an action; details on demand. Stays until closed. */
  void error(String sentence, Throwable failure);

  void copyToClipboard(String text);

  /** Opens a file or folder with the system's own program. */
  void openWithSystem(Path path);
}
