package io.joborchestrator.fault;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;

/** What the end of a run says about its engine. */
public enum EngineVerdict {
  /** It works. */
  SUCCESS,
  /** It is to blame. */
  FAILURE,
  /** Nothing. */
  NEITHER;

  /**
   * Of a failed run: errors of the engine count, and defects inside of it. What the request, its
   * data, its own time limit, the memory or disk it needs, a lost worker, our database or one that
   * the job names is to blame for says nothing: bad input never opens a breaker, and what is too
   * large for a machine waits by its retry policy.
   */
  public static EngineVerdict ofFailure(JobError error) {
    boolean ownLimit = error.code().equals(ErrorCode.TIME_LIMIT.wire());
    boolean foreign = error.code().equals(ErrorCode.CONNECTION_FAILED.wire());
    boolean defect = error.code().equals(ErrorCode.INTERNAL.wire());
    return (error.type() == ErrorType.ENGINE && !ownLimit && !foreign) || defect
        ? FAILURE
        : NEITHER;
  }
}
