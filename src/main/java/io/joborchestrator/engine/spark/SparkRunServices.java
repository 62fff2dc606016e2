package io.joborchestrator.engine.spark;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all runs of an engine share.
 *
 * @param eventPatience how long the events of a run that ended are waited for before Spark is asked
 *     for what is still running
 */
record SparkRunServices(
    SparkSessionHolder sessions,
    ScheduledExecutorService timer,
    Duration killGrace,
    Duration eventPatience) {}
