package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.testing.EnginesForTests;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case on both engines: the same rows, the same types, the same counts, the same errors. All
 * of them take minutes, so every build runs one in four, and the slow suite the others.
 */
class PipelineEqualityTest {
  @TempDir Path dir;

  private static final int SHARE = 4;

  static List<PipelineCase> cases() {
    return Stream.of(FileCases.all(), ExpressionCases.all(), StepCases.all(), MatchCases.all())
        .flatMap(cases -> cases.stream())
        .toList();
  }

  /** Those named by {@code -Dequality.case=}, or every fourth. */
  static List<PipelineCase> someCases() {
    String only = System.getProperty("equality.case", "");
    return only.isEmpty()
        ? share(index -> index % SHARE == 0)
        : cases().stream().filter(one -> one.toString().contains(only)).toList();
  }

  static List<PipelineCase> otherCases() {
    return share(index -> index % SHARE != 0);
  }

  private static List<PipelineCase> share(IntPredicate chosen) {
    List<PipelineCase> all = cases();
    return IntStream.range(0, all.size()).filter(chosen).mapToObj(all::get).toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("someCases")
  void bothEnginesGiveTheSame(PipelineCase one) throws Exception {
    compareEngines(one);
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("otherCases")
  void bothEnginesGiveTheSameInTheOtherCases(PipelineCase one) throws Exception {
    compareEngines(one);
  }

  private void compareEngines(PipelineCase one) throws Exception {
    EngineAnswer local = answer(EnginesForTests.local(), one, "local");
    EngineAnswer spark = answer(EnginesForTests.spark(), one, "spark");
    check(one, local, "local");
    check(one, spark, "spark");
    assertThat(spark.types()).isEqualTo(local.types());
    assertThat(inOrder(one, spark.rows())).isEqualTo(inOrder(one, local.rows()));
    assertThat(spark.quarantined()).isEqualTo(local.quarantined());
    if (local.result() != null && spark.result() != null) {
      compare(one, local.result(), spark.result());
    }
  }

  private static void compare(PipelineCase one, RunResult local, RunResult spark) {
    assertThat(spark.columns()).isEqualTo(local.columns());
    assertThat(spark.rowsRead()).as("rows read").isEqualTo(local.rowsRead());
    assertThat(spark.rowsWritten()).isEqualTo(local.rowsWritten());
    assertThat(spark.badRows()).isEqualTo(local.badRows());
    if (one.isOrdered() || spark.rowsWritten() <= 100) {
      assertThat(inOrder(one, spark.firstRows())).isEqualTo(inOrder(one, local.firstRows()));
    }
  }

  private static List<List<@Nullable String>> inOrder(
      PipelineCase one, List<List<@Nullable String>> rows) {
    return one.isOrdered() ? rows : OutputFiles.sorted(rows);
  }

  private EngineAnswer answer(ExecutionEngine engine, PipelineCase one, String name)
      throws Exception {
    return EngineAnswer.of(engine, one, dir.resolve(name));
  }

  private static void check(PipelineCase one, EngineAnswer answer, String engine) {
    if (one.error() != null) {
      assertThat(answer.error()).as(engine + " " + answer).isEqualTo(one.error().wire());
    } else {
      assertThat(answer.error()).as(engine + " " + answer.message()).isNull();
      if (one.expectedRows() >= 0) {
        assertThat(answer.rows()).as(engine).hasSize((int) one.expectedRows());
      }
    }
    assertThat(answer.left()).as(engine).isEmpty();
  }
}
