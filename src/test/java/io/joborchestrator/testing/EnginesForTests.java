package io.joborchestrator.testing;

import io.joborchestrator.engine.ExecutionEngine;

/** The engines of this JVM's tests: one of each, shared. */
public final class EnginesForTests {
  private EnginesForTests() {}

  public static ExecutionEngine spark() {
    return SparkForTests.engine();
  }

  public static ExecutionEngine local() {
    return LocalForTests.engine();
  }
}
