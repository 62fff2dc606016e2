package io.joborchestrator.domain.job;

/**
 * How far a job that is run in chunks has come.
 *
 * @param done finished and stored
 * @param total all of them, the final stage included
 * @param reused of those done, how many an earlier attempt finished
 */
public record ChunkCounts(int done, int total, int reused) {
  /** "7 of 12, 3 from an earlier attempt". */
  public String words() {
    String earlier = reused == 0 ? "" : ", " + reused + " from an earlier attempt";
    return done + " of " + total + earlier;
  }
}
