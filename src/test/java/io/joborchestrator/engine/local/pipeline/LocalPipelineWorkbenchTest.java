package io.joborchestrator.engine.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class LocalPipelineWorkbenchTest {
  @TempDir Path folder;

  private final PipelineWorkbench workbench =
      new LocalPipelineWorkbench(new DuckDbSettings(2, 512));

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static ErrorCode code(OrchestratorException e) {
    return e.code();
  }

  @Test
  void findsDelimiterHeaderAndTypes() throws IOException {
    FileInspection found =
        workbench.inspect(
            write(
                "x.csv",
                "id;zip;price;ok;day;at;note\n1;007;1.5;true;2024-01-31;2024-01-31T10:00:00Z;a\n"
                    + "2;123;;false;2024-02-01;2024-02-01 11:00;\"x;\ny\"\n"),
            50);
    assertThat(found.input().format()).isEqualTo("csv");
    assertThat(found.input().delimiter()).isEqualTo(";");
    assertThat(found.columns())
        .containsExactly(
            new Column("id", ColumnType.BIGINT),
            new Column("zip", ColumnType.STRING),
            new Column("price", ColumnType.DOUBLE),
            new Column("ok", ColumnType.BOOLEAN),
            new Column("day", ColumnType.DATE),
            new Column("at", ColumnType.TIMESTAMP),
            new Column("note", ColumnType.STRING));
    assertThat(found.firstRows()).hasSize(2);
    assertThat(found.rowsEstimate()).isBetween(1L, 4L);
    assertThat(found.warnings()).isEmpty();
  }

  @Test
  void knowsFilesWithoutHeaderAndOtherEncodings() throws IOException {
    Path latin = folder.resolve("l.csv");
    Files.write(latin, "1,M\u00fcnchen\n2,K\u00f6ln\n".getBytes(StandardCharsets.ISO_8859_1));
    FileInspection found = workbench.inspect(latin.toString(), 50);
    assertThat(found.input().header()).isFalse();
    assertThat(found.input().encoding()).isEqualTo("ISO-8859-1");
    assertThat(found.columns()).extracting(Column::name).containsExactly("column1", "column2");
    assertThat(found.firstRows().get(0)).containsExactly("1", "M\u00fcnchen");
    assertThat(found.warnings()).anyMatch(w -> w.contains("ISO-8859-1"));
  }

  @Test
  void readsJsonByItsContent() throws IOException {
    FileInspection lines =
        workbench.inspect(
            write("x.json", "{\"a\": 1}\n{\"a\": 2.5, \"b\": {\"c\": [1, 2]}}\n"), 50);
    assertThat(lines.columns())
        .containsExactly(new Column("a", ColumnType.DOUBLE), new Column("b", ColumnType.STRING));
    assertThat(lines.firstRows().get(1)).containsExactly("2.5", "{\"c\":[1,2]}");
    FileInspection array = workbench.inspect(write("y.json", "[{\"a\": \"x\"}, {\"a\": null}]"), 1);
    assertThat(array.columns()).containsExactly(new Column("a", ColumnType.STRING));
    assertThat(array.firstRows()).hasSize(1);
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    assertThatThrownBy(() -> workbench.inspect(folder.resolve("no.csv").toString(), 5))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(code(e)).isEqualTo(ErrorCode.INPUT_NOT_FOUND));
    Path binary = folder.resolve("b.csv");
    Files.write(binary, new byte[] {7, 0, 0, 9, 1});
    assertThatThrownBy(() -> workbench.inspect(binary.toString(), 5))
        .hasMessageContaining("binary");
    String broken = write("broken.json", "{\"a\": 1,,}\n");
    assertThatThrownBy(() -> workbench.inspect(broken, 5)).hasMessageContaining("broken JSON");
    assertThat(workbench.inspect(write("empty.csv", ""), 5).warnings())
        .containsExactly("The file is empty");
  }

  @Test
  @Timeout(20)
  void isSafeOnAVeryLongLineAndQuickOnAVeryLargeFile() throws IOException {
    Path line = folder.resolve("line.csv");
    byte[] block = "x".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
    try (RandomAccessFile file = new RandomAccessFile(line.toFile(), "rw")) {
      for (int i = 0; i < 8; i++) {
        file.write(block);
      }
      file.setLength(1L << 30);
    }
    assertThatThrownBy(() -> workbench.inspect(line.toString(), 50))
        .isInstanceOfSatisfying(
            OrchestratorException.class,
            e -> assertThat(code(e)).isEqualTo(ErrorCode.INPUT_FORMAT));
    Path large = folder.resolve("large.csv");
    String rows = "1,abc\n".repeat(100_000);
    Files.writeString(large, "id,name\n" + rows);
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(4L << 30);
    }
    long start = System.nanoTime();
    FileInspection found = workbench.inspect(large.toString(), 50);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(found.bytes()).isEqualTo(4L << 30);
    assertThat(found.firstRows()).hasSize(50);
  }

  @Test
  void previewsASampleUpToAStep() throws IOException {
    String path = write("x.csv", "a,b\n3,x\n1,y\n2,z\n");
    PipelineSpec spec =
        new PipelineSpec(
            Map.of("in", InputSpec.of("csv", path)),
            Map.of(),
            null,
            List.of(
                new StepSpec.Filter("a > 1"),
                new StepSpec.Sort(List.of(new StepSpec.SortKey("a", null, null)))),
            null);
    PipelineWorkbench.Preview bare = workbench.preview(spec, 0, 1000, 50);
    assertThat(bare.rowCount()).isEqualTo(3);
    PipelineWorkbench.Preview sorted = workbench.preview(spec, 2, 1000, 50);
    assertThat(sorted.rows()).containsExactly(List.of("2", "z"), List.of("3", "x"));
    assertThat(sorted.sampledRows()).isEqualTo(3);
    assertThat(workbench.columnsAfterSteps(spec)).hasSize(3);
  }

  @Test
  void checksFilesAndFieldsBeforeSubmitting() throws IOException {
    String path = write("x.csv", "a,b\n3,x\n");
    OutputSpec output = OutputSpec.of("csv", path);
    PipelineSpec same =
        new PipelineSpec(
            Map.of("in", InputSpec.of("csv", path)), Map.of(), null, List.of(), output);
    assertThat(workbench.check(same))
        .extracting(Problem::code)
        .containsExactly(ErrorCode.OUTPUT_EQUALS_INPUT);
    PipelineSpec missing =
        new PipelineSpec(
            Map.of("in", InputSpec.of("csv", path + "x")),
            Map.of(),
            null,
            List.of(),
            OutputSpec.of("csv", folder.resolve("out.csv").toString()));
    assertThat(workbench.check(missing))
        .extracting(Problem::pointer)
        .containsExactly("/inputs/in/path");
  }

  @Test
  void writesInferredColumnsDown() throws IOException {
    PipelineSpec spec =
        new PipelineSpec(
            Map.of("in", InputSpec.of("csv", write("x.csv", "a\n1\n"))),
            Map.of(),
            null,
            List.of(),
            null);
    assertThat(workbench.withSchemas(spec).inputs().get("in").columns())
        .containsExactly(new Column("a", ColumnType.BIGINT));
  }
}
