package io.joborchestrator.engine.analytics;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.testing.LocalForTests;

class LocalAnalyticsTest extends AnalyticsContract {
  @Override
  ExecutionEngine engine() {
    return LocalForTests.engine();
  }

  @Override
  String dialect() {
    return "duckdb";
  }

  @Override
  String endless() {
    return "SELECT sum(a.range * b.range) AS n FROM range(3000000) a, range(3000000) b";
  }
}
