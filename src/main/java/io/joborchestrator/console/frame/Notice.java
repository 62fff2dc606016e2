package io.joborchestrator.console.frame;

import io.joborchestrator.domain.job.JobRow;
import java.time.Instant;

/** One thing a person may want to know of. */
public sealed interface Notice {
  /** When it happened, by the database's clock. */
  Instant at();

  /** A job of theirs ended. */
  record JobEnded(Instant at, JobRow job) implements Notice {}

  /** This machine slept or was cut off; the sentence says what became of its jobs. */
  record WasAway(Instant at, String sentence) implements Notice {}
}
