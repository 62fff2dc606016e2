package io.joborchestrator.domain.worker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A process elsewhere that works for an engine of this one: an executor of a Spark cluster.
 *
 * @param application of the engine, unique for each of its sessions
 * @param executorId unique within the application
 * @param version of the engine's software
 * @param cores tasks at once
 * @param memoryBytes it may use for data
 * @param addedAt by this machine's clock
 * @param loss why it was lost, in words; null while it is there
 */
public record EngineExecutor(
    String application,
    String executorId,
    String version,
    String host,
    int cores,
    long memoryBytes,
    long memoryUsedBytes,
    int activeTasks,
    long completedTasks,
    long failedTasks,
    Instant addedAt,
    @Nullable String loss) {}
