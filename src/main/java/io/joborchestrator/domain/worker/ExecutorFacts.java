package io.joborchestrator.domain.worker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a line of the fleet has beside the others when it is an executor.
 *
 * @param partOf name of the process whose engine it works for
 * @param loss why it was lost, in words; null while it is there
 */
public record ExecutorFacts(
    String partOf,
    String application,
    String executorId,
    long memoryBytes,
    long completedTasks,
    long failedTasks,
    @Nullable Instant addedAt,
    @Nullable String loss) {}
