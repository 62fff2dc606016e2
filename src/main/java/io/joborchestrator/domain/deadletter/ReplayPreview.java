package io.joborchestrator.domain.deadletter;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replay would do now.
 *
 * @param matching entries of the selection
 * @param eligible those that would run again
 * @param parked those that were replayed too often (eligible only if forced)
 * @param pending those whose replay is pending already
 * @param closed those that are settled or discarded
 * @param engines they asked for or ran on
 * @param oldest failure among them, or null if there are none
 */
public record ReplayPreview(
    long matching,
    long eligible,
    long parked,
    long pending,
    long closed,
    List<String> engines,
    @Nullable Instant oldest) {
  public ReplayPreview {
    engines = List.copyOf(engines);
  }
}
