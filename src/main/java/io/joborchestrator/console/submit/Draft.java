package io.joborchestrator.console.submit;

import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobFileException;
import io.joborchestrator.domain.job.JobSubmission;
import java.util.Optional;

/** A form that was not submitted is there again, also after the next start. FX thread only. */
final class Draft {
  private static final String KEY = "submit.draft";
  private static final String UNNAMED = "unnamed";

  private final UiState state;

  Draft(UiState state) {
    this.state = state;
  }

  boolean exists() {
    return state.get(KEY).isPresent();
  }

  void keep(SubmitForm form) {
    JobSubmission job = form.submission().withIdempotencyKey(null);
    boolean named = !job.name().isBlank();
    JobSubmission kept =
        new JobSubmission(
            named ? job.name() : UNNAMED,
            job.type(),
            job.config(),
            job.priority(),
            job.queue(),
            job.engine(),
            job.runAt(),
            job.timeout(),
            job.retryPolicy(),
            null,
            job.parents(),
            job.tags(),
            job.parentJobId());
    state.put(KEY, JobFile.format(kept));
  }

  void drop() {
    state.remove(KEY);
  }

  /** Fills the form with what was kept; the answer says why that was not possible. */
  Optional<String> restoreInto(SubmitForm form) {
    Optional<String> kept = state.get(KEY);
    if (kept.isEmpty()) {
      return Optional.empty();
    }
    try {
      load(form, JobFile.parse(kept.get()));
      if (UNNAMED.equals(form.name().get())) {
        form.name().set("");
      }
      return Optional.empty();
    } catch (JobFileException unreadable) {
      drop();
      return Optional.of("The kept draft could not be read: " + unreadable.getMessage());
    }
  }

  private static void load(SubmitForm form, JobSubmission job) {
    try {
      form.load(job);
    } catch (IllegalArgumentException notAForm) {
      form.loadAsText(job);
    }
  }
}
