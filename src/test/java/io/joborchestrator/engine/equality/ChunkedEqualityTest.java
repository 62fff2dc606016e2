package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.testing.EnginesForTests;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case as a whole and cut into tiny chunks: the same rows, types, counts and errors. */
@Tag("slow")
class ChunkedEqualityTest {
  @TempDir Path dir;

  static Stream<PipelineCase> cases() {
    return PipelineEqualityTest.cases().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void chunksGiveTheSameAsTheWhole(PipelineCase one) throws Exception {
    ExecutionEngine local = EnginesForTests.local();
    check(one, EngineAnswer.inChunks(local, one, dir.resolve("chunks"), 3));
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void chunksOfSparkGiveTheSameAsTheWhole(PipelineCase one) throws Exception {
    ExecutionEngine spark = EnginesForTests.spark();
    check(one, EngineAnswer.inChunks(spark, one, dir.resolve("chunks"), 3));
  }

  /** Against the local engine, with which Spark is compared elsewhere. */
  private void check(PipelineCase one, EngineAnswer chunks) throws Exception {
    EngineAnswer whole = EngineAnswer.of(EnginesForTests.local(), one, dir.resolve("whole"));
    assertThat(chunks.error()).as(chunks.message()).isEqualTo(whole.error());
    assertThat(chunks.types()).isEqualTo(whole.types());
    assertThat(inOrder(one, chunks.rows())).isEqualTo(inOrder(one, whole.rows()));
    assertThat(chunks.quarantined()).isEqualTo(whole.quarantined());
    assertThat(chunks.left()).isEmpty();
    if (whole.result() != null && chunks.result() != null) {
      compare(one, whole.result(), chunks.result());
    }
  }

  private static void compare(PipelineCase one, RunResult whole, RunResult chunks) {
    assertThat(chunks.columns()).isEqualTo(whole.columns());
    assertThat(chunks.rowsWritten()).isEqualTo(whole.rowsWritten());
    assertThat(chunks.badRows()).isEqualTo(whole.badRows());
    if (one.isOrdered() || chunks.rowsWritten() <= 100) {
      assertThat(inOrder(one, chunks.firstRows())).isEqualTo(inOrder(one, whole.firstRows()));
    }
  }

  private static List<List<@Nullable String>> inOrder(
      PipelineCase one, List<List<@Nullable String>> rows) {
    return one.isOrdered() ? rows : OutputFiles.sorted(rows);
  }
}
