package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobFileException;
import io.joborchestrator.domain.job.JobSubmission;
import java.util.Objects;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * The whole job as its JSON document. What is typed and can be read is taken into the form at once.
 * FX thread only.
 */
final class JsonViewModel {
  private final SubmitForm form;
  private final Dialogs dialogs;
  private final Texts texts;
  private final ReadOnlyBooleanWrapper visible = new ReadOnlyBooleanWrapper();
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper errorLine = new ReadOnlyIntegerWrapper(-1);
  private boolean writing;
  private boolean reading;

  JsonViewModel(SubmitForm form, Dialogs dialogs, Texts texts) {
    this.form = form;
    this.dialogs = dialogs;
    this.texts = texts;
    text.addListener((observed, before, after) -> onTyped());
    form.onEdit(this::onForm);
  }

  ReadOnlyBooleanProperty visible() {
    return visible.getReadOnlyProperty();
  }

  StringProperty text() {
    return text;
  }

  /** Why the text is not taken into the form, else empty. */
  ReadOnlyStringProperty error() {
    return error.getReadOnlyProperty();
  }

  /** Line of the mistake from 1, or -1. */
  ReadOnlyIntegerProperty errorLine() {
    return errorLine.getReadOnlyProperty();
  }

  boolean isBroken() {
    return visible.get() && !error.get().isEmpty();
  }

  void show() {
    visible.set(true);
    refresh();
  }

  void hide() {
    visible.set(false);
    accept();
  }

  /** Shows or hides the text; text that cannot be read is given up only if the person says so. */
  void toggle() {
    if (!visible.get()) {
      show();
    } else if (form.isText()) {
      dialogs.notice(texts.get("submit.asText.only"), null);
    } else if (isBroken()) {
      dialogs.confirm(
          "Drop the changes to the text?",
          error.get(),
          "Drop them",
          "Keep editing",
          true,
          this::hide);
    } else {
      hide();
    }
  }

  /** Writes the form into the text. */
  void refresh() {
    if (visible.get()) {
      writing = true;
      text.set(JobFile.format(form.submission().withIdempotencyKey(null)));
      writing = false;
      accept();
    }
  }

  private void onForm() {
    if (!reading) {
      refresh();
    }
  }

  private void onTyped() {
    if (writing) {
      return;
    }
    reading = true;
    try {
      take(JobFile.parse(text.get()));
    } catch (JobFileException broken) {
      refuse(broken.getMessage(), broken.line());
    } finally {
      reading = false;
    }
  }

  private void take(JobSubmission job) {
    try {
      form.load(job);
      accept();
    } catch (IllegalArgumentException notAForm) {
      if (form.isText()) {
        form.loadAsText(job);
        accept();
      } else {
        refuse(notAForm.getMessage(), -1);
      }
    }
  }

  private void accept() {
    error.set("");
    errorLine.set(-1);
  }

  private void refuse(@org.jspecify.annotations.Nullable String sentence, int line) {
    error.set(Objects.requireNonNullElse(sentence, "The text cannot be read"));
    errorLine.set(line);
  }
}
