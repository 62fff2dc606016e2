package io.joborchestrator.domain.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries that have one cause: the same error once numbers, ids, paths, values and addresses are
 * taken out of it, the same kind of job and the same engine. Counts are of the entries that match
 * the filter, except {@code recovered}.
 *
 * @param signature stable across databases
 * @param message the normalised error
 * @param errorCode empty if another client wrote none
 * @param engine null if none ran it
 * @param recovered entries of this group that have closed themselves
 * @param trend failures in each of the last 24 hours, oldest first
 */
public record DeadLetterGroup(
    int groupNo,
    String signature,
    String message,
    String errorCode,
    Set<DeadLetterReason> reasons,
    String jobType,
    @Nullable String engine,
    long entries,
    long open,
    long pending,
    long parked,
    long recovered,
    Instant firstFailedAt,
    Instant lastFailedAt,
    List<Integer> trend) {
  public DeadLetterGroup {
    reasons = Set.copyOf(reasons);
    trend = List.copyOf(trend);
  }
}
