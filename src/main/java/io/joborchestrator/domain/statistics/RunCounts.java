package io.joborchestrator.domain.statistics;

/**
 * Attempts by what came of them, by the time of their end.
 *
 * @param started by the time of the start; counted once they have ended
 * @param failed for good; an error after which the job is tried again is {@code retried}
 * @param timedOut for good
 * @param lost their worker died
 * @param records processed by attempts that ended
 * @param bytes of the outputs that completed jobs published
 */
public record RunCounts(
    long started,
    long completed,
    long failed,
    long timedOut,
    long cancelled,
    long retried,
    long lost,
    long records,
    long bytes) {
  public static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Every one of them has become a dead letter. */
  public long deadLettered() {
    return failed + timedOut;
  }

  /** Jobs that came to an end by themselves: completed or failed for good. */
  public long decided() {
    return completed + failed + timedOut;
  }
}
