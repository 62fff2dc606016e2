package io.joborchestrator.store.postgres;

import java.time.Duration;

/** Separate small pools, so that slow views never keep a heartbeat or a cancel waiting. */
enum PoolKind {
  /** Heartbeats, cancels, commands. */
  CONTROL("control", 2, Duration.ofSeconds(5), Duration.ofSeconds(3)),
  /** Rescuing, staging, marking, cleaning up: slow at times, and in nobody's way then. */
  DUTY("duty", 2, Duration.ofSeconds(10), Duration.ofSeconds(5)),
  /** Claims, completions, progress, logs, submissions. */
  WORK("work", 4, Duration.ofSeconds(30), Duration.ofSeconds(10)),
  /** What people look at. */
  VIEW("view", 3, Duration.ofSeconds(20), Duration.ofSeconds(10));

  private final String label;
  private final int size;
  private final Duration statementTimeout;
  private final Duration waitForConnection;

  PoolKind(String label, int size, Duration statementTimeout, Duration waitForConnection) {
    this.label = label;
    this.size = size;
    this.statementTimeout = statementTimeout;
    this.waitForConnection = waitForConnection;
  }

  String label() {
    return label;
  }

  int size() {
    return size;
  }

  Duration statementTimeout() {
    return statementTimeout;
  }

  Duration waitForConnection() {
    return waitForConnection;
  }
}
