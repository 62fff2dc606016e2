package io.joborchestrator.engine.analytics;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.testing.SparkForTests;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class SparkAnalyticsTest extends AnalyticsContract {
  @Override
  ExecutionEngine engine() {
    return SparkForTests.engine();
  }

  @Override
  String dialect() {
    return "spark";
  }

  @Override
  String endless() {
    return "SELECT sum(pmod(a.id * b.id, 7)) AS n FROM range(3000000) a, range(3000000) b";
  }
}
