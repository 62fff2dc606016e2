package io.joborchestrator.console.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.view.JsonDifference;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobSubmission;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What a rerun will change against the job it reruns, before it is sent. FX thread only. */
final class RerunViewModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SubmitForm form;
  private final ReadOnlyObjectWrapper<@Nullable Rerun> rerun = new ReadOnlyObjectWrapper<>();
  private @Nullable Original original;

  /**
   * A rerun as the form stands.
   *
   * @param changes in its configuration and in how it runs; empty: it would be the same again
   */
  record Rerun(String name, String jobId, List<JsonDifference> changes) {}

  /** The job that is rerun, with the document the form is compared with. */
  private record Original(String name, String parentJobId, ObjectNode document) {}

  RerunViewModel(SubmitForm form) {
    this.form = form;
  }

  /** Null: the form holds no rerun. */
  ReadOnlyObjectProperty<@Nullable Rerun> rerun() {
    return rerun.getReadOnlyProperty();
  }

  /** The form was filled from a job; it reruns it if the job says so. */
  void begin(JobSubmission filledFrom) {
    String parent = filledFrom.parentJobId();
    original =
        parent == null ? null : new Original(filledFrom.name(), parent, document(filledFrom));
    refresh();
  }

  void end() {
    original = null;
    refresh();
  }

  /** Compares anew with the form as it stands. */
  void refresh() {
    Original first = original;
    if (first == null) {
      rerun.set(null);
      return;
    }
    JobSubmission now = form.submission();
    rerun.set(
        first.parentJobId().equals(now.parentJobId())
            ? new Rerun(
                first.name(),
                first.parentJobId(),
                JsonDifference.between(first.document(), document(now)))
            : null);
  }

  private static ObjectNode document(JobSubmission job) {
    try {
      String text = JobFile.format(job.withIdempotencyKey(null).withParentJobId(null));
      return (ObjectNode) JSON.readTree(text);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("What was written as JSON can be read", impossible);
    }
  }
}
