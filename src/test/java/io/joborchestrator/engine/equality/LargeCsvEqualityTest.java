package io.joborchestrator.engine.equality;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.EnginesForTests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are too large for a look at every byte on the columnar engine: it must find there what
 * is wrong by itself, and say the same as the other engine.
 */
@Tag("slow")
class LargeCsvEqualityTest {
  private static final int BYTES = 36 << 20;
  private static final byte[] ROW = "12345,some words of text\n".getBytes(StandardCharsets.UTF_8);

  /** Of the large file; the small one is cut into three or four. */
  private static final int CHUNKS = 1000;

  private static final String COLUMNS = "a bigint, b string";

  @TempDir Path dir;

  @Test
  void aPlainFileGivesAllItsRows() throws Exception {
    bothGive(file(""), null);
  }

  @Test
  void bytesThatAreNoTextFail() throws Exception {
    bothGive(file("7,\u00FF\u00FE\n"), "BAD_ROWS");
  }

  @Test
  void otherLineEndsInBetweenAreLineEnds() throws Exception {
    bothGive(file("7,x\r\n8,y\r\n"), null);
    bothGive(file("7,x\r8,y\r"), null);
  }

  @Test
  void aRowWithTooManyFieldsFails() throws Exception {
    bothGive(file("7,x,y,z\n"), "BAD_ROWS");
  }

  @Test
  void aRowWithTooFewFieldsFails() throws Exception {
    bothGive(file("7\n"), "BAD_ROWS");
  }

  @Test
  void aQuoteThatIsNotClosedFails() throws Exception {
    bothGive(file("7,\"x\n"), "BAD_ROWS");
  }

  @Test
  void aValueOfTheWrongTypeFails() throws Exception {
    bothGive(file("x,y\n"), "BAD_ROWS");
  }

  /** A file that is whole in each chunk is read once, and by the same rules. */
  @ParameterizedTest
  @ValueSource(strings = {"7,x\r8,y\r", "7,\u00FF\u00FE\n", "7\n", "7,\"x\n", "x,y\n", ""})
  void keptBesideAFileThatIsCutItGivesTheSame(String odd) throws Exception {
    String small =
        IntStream.range(0, 20_000).mapToObj(n -> n + "\n").collect(joining("", "k\n", ""));
    PipelineCase one =
        PipelineCase.of("kept")
            .input("p", "csv", "p.csv", "k bigint", small.getBytes(StandardCharsets.UTF_8))
            .input("t", "csv", "t.csv", COLUMNS, file(odd))
            .steps(
                "{op:\"join\", with:\"t\", type:\"left\", on:[{left:\"k\", right:\"a\"}]},"
                    + " {op:\"group_by\", keys:[], aggregates:[{function:\"count\", as:\"n\"},"
                    + " {function:\"sum\", expression:\"k\", as:\"s\"}]}");
    EngineAnswer whole = EngineAnswer.of(EnginesForTests.local(), one, dir.resolve("whole"));
    EngineAnswer chunks =
        EngineAnswer.inChunks(EnginesForTests.local(), one, dir.resolve("chunks"), CHUNKS);
    assertThat(chunks.error()).as(chunks.message()).isEqualTo(whole.error());
    assertThat(chunks.rows()).isEqualTo(whole.rows());
    assertThat(chunks.left()).isEmpty();
  }

  private void bothGive(byte[] file, @Nullable String error) throws Exception {
    PipelineCase one =
        PipelineCase.of("large")
            .input("t", "csv", "t.csv", COLUMNS, file)
            .steps(
                "{op:\"group_by\", keys:[], aggregates:[{function:\"count\", as:\"n\"},"
                    + " {function:\"sum\", expression:\"a\", as:\"s\"}]}");
    EngineAnswer local =
        EngineAnswer.of(EnginesForTests.local(), one, dir.resolve("local-" + System.nanoTime()));
    EngineAnswer spark =
        EngineAnswer.of(EnginesForTests.spark(), one, dir.resolve("spark-" + System.nanoTime()));
    assertThat(local.error()).as("local: " + local.message()).isEqualTo(error);
    assertThat(spark.error()).as("spark: " + spark.message()).isEqualTo(error);
    assertThat(spark.rows()).isEqualTo(local.rows());
    assertThat(local.left()).isEmpty();
    assertThat(spark.left()).isEmpty();
  }

  /** Good rows with an odd piece in their middle. */
  private static byte[] file(String odd) {
    byte[] head = "a,b\n".getBytes(StandardCharsets.UTF_8);
    byte[] piece = odd.getBytes(StandardCharsets.ISO_8859_1);
    int rows = BYTES / ROW.length;
    byte[] file = Arrays.copyOf(head, head.length + rows * ROW.length + piece.length);
    int at = head.length;
    for (int row = 0; row < rows; row++) {
      if (row == rows / 2) {
        System.arraycopy(piece, 0, file, at, piece.length);
        at += piece.length;
      }
      System.arraycopy(ROW, 0, file, at, ROW.length);
      at += ROW.length;
    }
    return file;
  }
}
