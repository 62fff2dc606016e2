package io.joborchestrator.orchestrator.submit;

import io.joborchestrator.domain.job.JobSubmission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Gives every submission without an idempotency key one of its own. A submission whose fate is not
 * known (the database went away before it answered) keeps its key when the same object is submitted
 * again, so that repeating it makes no second job. Thread-safe.
 */
public final class RepeatKeys {
  private static final int REMEMBERED = 200_000;

  // By identity: equal submissions may well be meant as two jobs.
  private final Map<JobSubmission, String> doubtful = new IdentityHashMap<>();
  private final Deque<JobSubmission> oldestFirst = new ArrayDeque<>();

  /** The submission with a key. */
  public synchronized JobSubmission keyed(JobSubmission submission) {
    if (submission.idempotencyKey() != null) {
      return submission;
    }
    String known = doubtful.get(submission);
    return submission.withIdempotencyKey(known == null ? "auto-" + UUID.randomUUID() : known);
  }

  /** Nobody knows whether it was stored. */
  public synchronized void doubt(JobSubmission submission, String key) {
    if (doubtful.put(submission, key) == null) {
      oldestFirst.add(submission);
    }
    while (oldestFirst.size() > REMEMBERED) {
      doubtful.remove(oldestFirst.poll());
    }
  }

  /** It was stored: the same object submitted once more is meant as another job. */
  public synchronized void settled(JobSubmission submission) {
    if (!doubtful.isEmpty()) {
      doubtful.remove(submission);
    }
    if (doubtful.isEmpty()) {
      oldestFirst.clear();
    }
  }
}
