package io.joborchestrator.console.frame;

import atlantafx.base.controls.ModalPane;
import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Styles;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dialogs within the window, the system's own file choosers, toasts. FX thread only. */
public final class ModalDialogs implements Dialogs {
  private static final Logger log = LoggerFactory.getLogger(ModalDialogs.class);

  private final ModalPane pane;
  private final Toasts toasts;
  private final UiTasks tasks;
  private final Texts texts;
  private @Nullable Path lastFolder;

  ModalDialogs(ModalPane pane, Toasts toasts, UiTasks tasks, Texts texts) {
    this.pane = pane;
    this.toasts = toasts;
    this.tasks = tasks;
    this.texts = texts;
  }

  @Override
  public void confirm(
      String title, String text, String verb, String keep, boolean dangerous, Runnable onYes) {
    DialogBox box = new DialogBox(title, text);
    box.addSafeButton(keep, this::close);
    Runnable yes =
        () -> {
          close();
          onYes.run();
        };
    box.addButton(verb, dangerous ? Styles.DANGER : Styles.PRIMARY, yes).setId("dialogVerb");
    show(box);
  }

  @Override
  public void ask(
      String title,
      String text,
      String label,
      String initial,
      String verb,
      Consumer<String> onText) {
    DialogBox box = new DialogBox(title, text);
    TextField field = box.addField(label, initial);
    Runnable accept =
        () -> {
          close();
          onText.accept(field.getText().strip());
        };
    box.addCancelButton(texts.get("frame.dialog.leave"), this::close);
    box.addButton(verb, Styles.PRIMARY, accept);
    field.setOnAction(event -> accept.run());
    show(box);
    field.requestFocus();
    field.selectAll();
  }

  @Override
  public void confirmWithReason(Question question, Consumer<String> onYes) {
    DialogBox box = new DialogBox(question.title(), question.text());
    TextField reason = box.addField(question.reasonLabel(), question.reason());
    reason.setId("dialogReason");
    String wanted = question.typed();
    TextField typed =
        wanted == null ? null : box.addField(texts.get("frame.dialog.type", wanted), "");
    box.addSafeButton(question.keep(), this::close);
    Button verb =
        box.addButton(
            question.verb(),
            question.dangerous() ? Styles.DANGER : Styles.PRIMARY,
            () -> {
              close();
              onYes.accept(reason.getText().strip());
            });
    verb.setId("dialogVerb");
    BooleanBinding missing =
        Bindings.createBooleanBinding(
            () -> question.needsReason() && reason.getText().isBlank(), reason.textProperty());
    if (typed != null) {
      typed.setId("dialogTyped");
      missing = missing.or(typed.textProperty().isNotEqualTo(String.valueOf(wanted)));
    }
    verb.disableProperty().bind(missing);
    show(box);
    reason.requestFocus();
  }

  private void show(DialogBox box) {
    Layers.show(pane, box);
    box.focusSafeButton();
  }

  private void close() {
    pane.hide();
  }

  @Override
  public Optional<Path> chooseFile(String title, @Nullable Path start) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    startFolder(start).ifPresent(chooser::setInitialDirectory);
    return remember(chooser.showOpenDialog(window()));
  }

  @Override
  public Optional<Path> chooseFolder(String title, @Nullable Path start) {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(title);
    startFolder(start).ifPresent(chooser::setInitialDirectory);
    return remember(chooser.showDialog(window()));
  }

  @Override
  public Optional<Path> chooseTarget(String title, String suggestedName, @Nullable Path start) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialFileName(suggestedName);
    startFolder(start).ifPresent(chooser::setInitialDirectory);
    return remember(chooser.showSaveDialog(window()));
  }

  private Window window() {
    return pane.getScene().getWindow();
  }

  private Optional<File> startFolder(@Nullable Path start) {
    Path wanted = start == null ? lastFolder : start;
    while (wanted != null && !Files.isDirectory(wanted)) {
      wanted = wanted.getParent();
    }
    return Optional.ofNullable(wanted).map(Path::toFile);
  }

  private Optional<Path> remember(@Nullable File chosen) {
    if (chosen == null) {
      return Optional.empty();
    }
    Path path = chosen.toPath();
    lastFolder = Files.isDirectory(path) ? path : path.getParent();
    return Optional.of(path);
  }

  @Override
  public void notice(String text, @Nullable Runnable undo) {
    toasts.show("mdoal-info", "", text, texts.get("frame.undo"), undo);
  }

  @Override
  public void error(String sentence, Throwable failure) {
    log.warn("{}", sentence, failure);
    String cause = causeOf(failure);
    String text = cause.isEmpty() ? sentence : sentence + ". " + cause;
    toasts.showError(text, texts.get("frame.error.details"), () -> details(sentence, failure));
  }

  private static String causeOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private void details(String sentence, Throwable failure) {
    String cause = causeOf(failure);
    boolean known = failure instanceof OrchestratorException;
    String code = known ? " (" + ((OrchestratorException) failure).code().wire() + ")" : "";
    DialogBox box = new DialogBox(sentence, cause + code);
    String stack = stackOf(failure);
    box.addCode(stack);
    box.addButton(
        texts.get("frame.error.copy"), "", () -> copyToClipboard(sentence + "\n" + stack));
    box.addSafeButton(texts.get("frame.close"), this::close);
    show(box);
  }

  private static String stackOf(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(text.length() == 0 ? "" : "Caused by: ").append(cause).append('\n');
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
    return text.toString();
  }

  @Override
  public void copyToClipboard(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
    toasts.show("mdoal-content_copy", "", texts.get("frame.copied"), null, null);
  }

  @Override
  public void openWithSystem(Path path) {
    tasks.run(
        texts.get("frame.task.open", path),
        () -> SystemProgram.open(path),
        opened -> {},
        failure -> error(texts.get("frame.open.failed", path), asException(failure)));
  }

  private static Exception asException(Exception failure) {
    return failure instanceof IOException ? failure : new IOException(failure);
  }
}
