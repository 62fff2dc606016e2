package io.joborchestrator.console.deadletters;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.JsonDifference;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.domain.deadletter.DeadLetterDetail;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.pipeline.Problem;
import java.time.Duration;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * The payload of the shown entry and an edited copy of it: what changed, whether it can be read,
 * and what the core says is wrong with it. The original is never changed. FX thread only.
 */
final class PayloadViewModel {
  private static final Duration TYPING_PAUSE = Duration.ofMillis(300);
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final PageContext context;
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper editing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper error = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<List<JsonDifference>> differences =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<Problem>> problems =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyBooleanWrapper checked = new ReadOnlyBooleanWrapper();
  private @Nullable DeadLetterDetail detail;
  private @Nullable ObjectNode edited;
  private UiTasks.Handle typing = () -> {};
  private UiTasks.Handle checking = () -> {};

  PayloadViewModel(PageContext context) {
    this.context = context;
    text.addListener((property, before, now) -> typed());
  }

  /** Shows the payload of an entry. An edit of the same entry stays. */
  void show(DeadLetterDetail now) {
    boolean same = detail != null && detail.row().entryNo() == now.row().entryNo();
    detail = now;
    if (!same) {
      reset();
    }
  }

  /** Gives up the edit. */
  void reset() {
    editing.set(false);
    if (detail != null) {
      text.set(detail.payload().toPrettyString());
    }
    typing.cancel();
    checking.cancel();
    read();
  }

  void edit() {
    editing.set(detail != null);
    read();
  }

  private void typed() {
    read();
  }

  private void read() {
    DeadLetterDetail shown = detail;
    typing.cancel();
    checking.cancel();
    checked.set(false);
    edited = null;
    problems.set(List.of());
    error.set("");
    differences.set(List.of());
    if (shown == null || !editing.get()) {
      return;
    }
    try {
      if (!(JSON.readTree(text.get()) instanceof ObjectNode node)) {
        error.set(context.texts().get("dead.payload.object"));
        return;
      }
      edited = node;
      differences.set(JsonDifference.between(shown.payload(), node));
      typing = context.tasks().after(TYPING_PAUSE, () -> check(shown, node));
    } catch (JsonProcessingException broken) {
      JsonLocation at = broken.getLocation();
      error.set(
          context
              .texts()
              .get(
                  "dead.payload.broken",
                  at == null ? "?" : at.getLineNr(),
                  at == null ? "?" : at.getColumnNr(),
                  broken.getOriginalMessage()));
    }
  }

  private void check(DeadLetterDetail shown, ObjectNode node) {
    JobSubmission submission =
        JobSubmission.of(shown.row().jobName(), shown.row().jobType(), node)
            .withEngine(shown.requestedEngine())
            .withQueue(shown.row().queue());
    checking =
        context
            .tasks()
            .run(
                context.texts().get("dead.task.check"),
                () -> context.orchestrator().jobs().check(submission),
                found -> {
                  if (node == edited) {
                    problems.set(found);
                    checked.set(true);
                  }
                },
                failure ->
                    error.set(
                        context
                            .texts()
                            .get("dead.payload.unchecked", String.valueOf(failure.getMessage()))));
  }

  /** The edited payload, or null: it is not edited, cannot be read, or says the same. */
  @Nullable ObjectNode edited() {
    return differences.get().isEmpty() ? null : edited;
  }

  /** Whether what is typed may run: it is not edited, or it was found right. */
  boolean isFit() {
    boolean same = editing.get() && edited != null && differences.get().isEmpty();
    return !editing.get() || same || checked.get() && problems.get().isEmpty();
  }

  /** Entry whose payload is shown, or -1. */
  long entryNo() {
    return detail == null ? -1 : detail.row().entryNo();
  }

  StringProperty textProperty() {
    return text;
  }

  ReadOnlyBooleanProperty editingProperty() {
    return editing.getReadOnlyProperty();
  }

  /** Why what is typed cannot be read, else empty. */
  ReadOnlyStringProperty errorProperty() {
    return error.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<List<JsonDifference>> differencesProperty() {
    return differences.getReadOnlyProperty();
  }

  /** What the core says is wrong with the edited payload. */
  ReadOnlyObjectProperty<List<Problem>> problemsProperty() {
    return problems.getReadOnlyProperty();
  }

  /** The core has looked at what is typed. */
  ReadOnlyBooleanProperty checkedProperty() {
    return checked.getReadOnlyProperty();
  }
}
