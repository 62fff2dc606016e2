package io.joborchestrator.console.submit;

import io.joborchestrator.console.dialog.Dialogs;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobFileException;
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
  private final ReadOnlyBooleanWrapper visible = new ReadOnlyBooleanWrapper();
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
  private final ReadOnlyIntegerWrapper errorLine = new ReadOnlyIntegerWrapper(-1);
  private boolean writing;
  private boolean reading;

  JsonViewModel(SubmitForm form, Dialogs dialogs) {
    this.form = form;
    this.dialogs = dialogs;
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
      form.load(JobFile.parse(text.get()));
      accept();
    } catch (JobFileException broken) {
      refuse(broken.getMessage(), broken.line());
    } catch (IllegalArgumentException notAForm) {
      refuse(notAForm.getMessage(), -1);
    } finally {
      reading = false;
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
