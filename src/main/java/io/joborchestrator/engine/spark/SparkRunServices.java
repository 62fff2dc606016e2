package io.joborchestrator.engine.spark;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** What all runs of an engine share. */
record SparkRunServices(
    SparkSessionHolder sessions, ScheduledExecutorService timer, Duration killGrace) {}
