package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.testing.SparkForTests;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case on both engines: the same rows, the same types, the same counts, the same errors. */
class PipelineEqualityTest {
  @TempDir Path dir;

  static Stream<PipelineCase> cases() {
    String only = System.getProperty("case", "");
    return Stream.of(FileCases.all(), ExpressionCases.all(), StepCases.all())
        .flatMap(cases -> cases.stream())
        .filter(one -> one.toString().contains(only));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void bothEnginesGiveTheSame(PipelineCase one) throws Exception {
    EngineAnswer spark = answer(SparkForTests.engine(), one, "spark");
    check(one, spark);
  }

  private EngineAnswer answer(ExecutionEngine engine, PipelineCase one, String name)
      throws Exception {
    return EngineAnswer.of(engine, one, dir.resolve(name));
  }

  private static void check(PipelineCase one, EngineAnswer answer) {
    if (one.error() != null) {
      assertThat(answer.error()).as(String.valueOf(answer)).isEqualTo(one.error().wire());
    } else {
      assertThat(answer.error()).as(String.valueOf(answer.message())).isNull();
      if (one.expectedRows() >= 0) {
        assertThat(answer.rows()).hasSize((int) one.expectedRows());
      }
    }
    assertThat(answer.left()).isEmpty();
  }
}
