package io.joborchestrator.domain.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A time in which the database did not hear this process, and what became of the jobs it ran.
 *
 * @param endedAt when the database answered again, by its clock
 * @param slept the machine slept or stalled, else the connection was gone
 * @param length how long, at least
 * @param kept ids of jobs that went on here
 * @param lost ids of jobs that this process gave up; others may have taken them over
 */
public record Absence(
    Instant endedAt, boolean slept, Duration length, List<String> kept, List<String> lost) {
  public Absence {
    kept = List.copyOf(kept);
    lost = List.copyOf(lost);
  }
}
