package io.joborchestrator.engine.equality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.testing.EnginesForTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns in the names of folders have the same values and types on both engines. */
@Tag("slow")
class FolderColumnsTest {
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  @TempDir Path dir;

  private EngineAnswer both(PipelineCase one) throws Exception {
    EngineAnswer local = answer(EnginesForTests.local(), one, "local");
    EngineAnswer spark = answer(EnginesForTests.spark(), one, "spark");
    assertThat(spark.error()).as(spark.message()).isEqualTo(local.error());
    assertThat(spark.types()).isEqualTo(local.types());
    assertThat(OutputFiles.sorted(spark.rows())).isEqualTo(OutputFiles.sorted(local.rows()));
    assertThat(spark.quarantined()).isEqualTo(local.quarantined());
    if (local.result() != null && spark.result() != null) {
      assertThat(spark.result().columns()).isEqualTo(local.result().columns());
      assertThat(spark.result().rowsRead()).isEqualTo(local.result().rowsRead());
      assertThat(spark.result().badRows()).isEqualTo(local.result().badRows());
    }
    return local;
  }

  private EngineAnswer answer(ExecutionEngine engine, PipelineCase one, String name)
      throws Exception {
    Path folder = dir.resolve(one.toString().replaceAll("\\W", "_"));
    return EngineAnswer.of(engine, one, folder.resolve(name));
  }

  /** A case over the folder {@code in} whose columns are found. */
  private static PipelineCase folder(String name, String format) {
    return PipelineCase.of(name).input("t", format, "in", "", null).submitted();
  }

  private static List<String> columns(EngineAnswer answer) {
    return answer.result().columns().stream()
        .map((Column column) -> column.name() + " " + column.type())
        .toList();
  }

  private byte[] parquet(String name, String csv) throws Exception {
    PipelineCase one =
        PipelineCase.of("make " + name)
            .csv("", csv)
            .submitted()
            .output("{\"format\": \"parquet\", \"path\": \"out.parquet\"}");
    EngineAnswer made = answer(EnginesForTests.local(), one, "made");
    assertThat(made.error()).as(made.message()).isNull();
    return Files.readAllBytes(Path.of(made.result().outputs().get(0).path()));
  }

  private PipelineCase sales(String format) throws Exception {
    PipelineCase one = folder("sales " + format, format);
    String[] folders = {
      "year=2023/month=12/city=Bern",
      "year=2023/month=12/city=" + NULL,
      "year=2024/month=03/city=S%C3%A3o%20Paulo%2F%3D+",
      "year=2024/month=03/city=it's 100%",
      "year=2024/month=03/city=Zürich %FF"
    };
    for (int i = 0; i < folders.length; i++) {
      String place = "in/" + folders[i] + "/part-0." + format;
      switch (format) {
        case "csv" -> one.file(place, "id,name\n1" + i + "0,a\n1" + i + "1,\n");
        case "json" ->
            one.file(place, "{\"id\": 1" + i + "0, \"name\": \"a\"}\n{\"id\": 1" + i + "1}\n");
        default -> one.file(place, parquet("sales" + i, "id,name\n1" + i + "0,a\n1" + i + "1,\n"));
      }
    }
    return one.file("in/_SUCCESS", "").file("in/year=2024/.part.crc", "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void valuesAreDecodedAndTheirTypesFound(String format) throws Exception {
    EngineAnswer answer = both(sales(format));
    assertThat(columns(answer))
        .containsExactly("id bigint", "name string", "year bigint", "month string", "city string");
    assertThat(OutputFiles.sorted(answer.rows()).stream().map(row -> row.subList(2, 5)).distinct())
        .containsExactlyInAnyOrder(
            List.of("2023", "12", "Bern"),
            java.util.Arrays.asList("2023", "12", null),
            List.of("2024", "03", "São Paulo/=+"),
            List.of("2024", "03", "it's 100%"),
            List.of("2024", "03", "Zürich %FF"));
    assertThat(answer.result().rowsRead()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "json", "parquet"})
  void onlyColumnsOfFoldersCanBeUsed(String format) throws Exception {
    EngineAnswer answer =
        both(
            sales(format)
                .steps(
                    "{\"op\": \"filter\", \"where\": \"year = 2024\"}",
                    "{\"op\": \"group_by\", \"keys\": [\"year\", \"city\"], \"aggregates\":"
                        + " [{\"function\": \"count\", \"as\": \"n\"}]}"));
    assertThat(answer.rows()).hasSize(3).allSatisfy(row -> assertThat(row.get(2)).isEqualTo("2"));
  }

  @Test
  void declaredTypesCountAndWhatDoesNotFitIsABadRow() throws Exception {
    String declared = "id integer, day date yyyyMMdd, month integer";
    PipelineCase one =
        PipelineCase.of("declared")
            .input("t", "csv", "in", declared, null)
            .file("in/month=01/day=20240131/a.csv", "id\n1\n")
            .file("in/month=02/day=20240230/b.csv", "id\n2\n3\n")
            .file("in/month=x/day=20240301/c.csv", "id\n4\n")
            .submitted();
    assertThat(both(one).error()).isEqualTo(ErrorCode.BAD_ROWS.wire());
    EngineAnswer skipped =
        both(one.with("t", "{badRows: \"quarantine\", quarantinePath: \"bad.csv\"}"));
    assertThat(skipped.rows()).containsExactly(List.of("1", "2024-01-31", "1"));
    assertThat(skipped.result().badRows()).isEqualTo(3);
  }

  @Test
  void aBadValueInFrontOfParquetIsToldByBoth() throws Exception {
    PipelineCase one =
        PipelineCase.of("declared parquet")
            .input("t", "parquet", "in", "id bigint, year integer", null)
            .file("in/year=2024/a.parquet", parquet("p", "id\n1\n"))
            .file("in/year=soon/a.parquet", parquet("q", "id\n2\n"))
            .submitted();
    EngineAnswer answer = both(one);
    assertThat(answer.error()).isEqualTo(ErrorCode.BAD_ROWS.wire());
    assertThat(answer.message()).contains("year").contains("soon");
  }

  @Test
  void theFolderCountsWhereAColumnIsInTheFilesToo() throws Exception {
    EngineAnswer answer =
        both(
            folder("both", "csv")
                .file("in/k=1/a.csv", "v,k\nx,7\n")
                .file("in/k=2/a.csv", "k,v\n8,y\n"));
    assertThat(columns(answer)).containsExactly("v string", "k bigint");
    assertThat(OutputFiles.sorted(answer.rows()))
        .containsExactly(List.of("x", "1"), List.of("y", "2"));
    EngineAnswer parquet =
        both(
            folder("both parquet", "parquet").file("in/k=1/a.parquet", parquet("r", "v,k\nx,7\n")));
    assertThat(parquet.rows()).containsExactly(List.of("x", "1"));
  }

  @Test
  void oddFilesInFoldersAreReadRecordByRecord() throws Exception {
    EngineAnswer answer =
        both(
            folder("odd", "csv")
                .file("in/k=a/a.csv", "v,w\nx,1\nbroken\n")
                .file("in/k=b/a.csv", "w,v\n2,\"y\nz\"\n3,u\n")
                .with("t", "{badRows: \"skip\"}"));
    assertThat(OutputFiles.sorted(answer.rows()))
        .containsExactly(List.of("u", "3", "b"), List.of("x", "1", "a"), List.of("y\nz", "2", "b"));
    EngineAnswer arrays =
        both(
            folder("arrays", "json")
                .file("in/k=a/a.json", "[{\"v\": 1}, {\"v\": 2}]")
                .file("in/k=b/a.json", "{\"v\": 3}\n"));
    assertThat(OutputFiles.sorted(arrays.rows()))
        .containsExactly(List.of("1", "a"), List.of("2", "a"), List.of("3", "b"));
  }

  @Test
  void aPatternGivesTheColumnsOfTheFoldersItMatches() throws Exception {
    EngineAnswer answer =
        both(
            PipelineCase.of("pattern")
                .input("t", "csv", "in/env=test/year=202*/*.csv", "", null)
                .file("in/env=test/year=2023/a.csv", "v\n1\n")
                .file("in/env=test/year=2024/a.csv", "v\n2\n")
                .file("in/env=test/year=1999/a.csv", "v\n3\n")
                .submitted());
    assertThat(columns(answer)).containsExactly("v bigint", "year bigint");
    EngineAnswer one =
        both(
            PipelineCase.of("one folder")
                .input("t", "parquet", "in/year=2024", "", null)
                .file("in/year=2024/a.parquet", parquet("s", "v\n1\n"))
                .submitted());
    assertThat(columns(one)).containsExactly("v bigint");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in/k=1/a.csv in/k=1/l=2/b.csv",
        "in/k=1/a.csv in/l=2/b.csv",
        "in/a.csv in/k=1/a.csv",
        "in/k=1/a.csv in/other/b.csv",
        "in/k=1/K=2/b.csv"
      })
  void foldersThatDoNotAgreeAreRefusedWithBothPlaces(String files) {
    PipelineCase one = folder("mixed", "csv");
    for (String file : files.split(" ")) {
      one.file(file, "v\n1\n");
    }
    assertThatThrownBy(() -> one.prepare(dir.resolve("mixed")))
        .hasMessageContaining("INPUT_FORMAT")
        .hasMessageContaining("/inputs/t/path");
  }

  @Test
  void signsInPathsMeanNothingToAnyEngine() throws Exception {
    String odd = "in/a b [1] {x} %20 *?/k=[a]*/q.";
    for (String format : List.of("csv", "parquet")) {
      PipelineCase one =
          PipelineCase.of("signs " + format)
              .input("t", format, "in/a b [1] {x} %20 *?", "", null)
              .file(
                  odd + format,
                  format.equals("csv")
                      ? "v\n1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                      : parquet("signs", "v\n1\n"))
              .output("{\"format\": \"" + format + "\", \"path\": \"out [b] {c} %41\"}")
              .submitted();
      EngineAnswer answer = both(one);
      assertThat(answer.error()).as(answer.message()).isNull();
      assertThat(answer.rows()).containsExactly(List.of("1", "[a]*"));
    }
  }

  @Test
  void foldersOfOtherColumnsThanWrittenDownAreRefusedByTheRun() throws Exception {
    PipelineCase one =
        PipelineCase.of("changed")
            .input("t", "csv", "in", "v bigint, k bigint", null)
            .with("t", "{pathColumns: [\"k\"]}")
            .file("in/l=1/a.csv", "v\n1\n");
    EngineAnswer answer = both(one);
    assertThat(answer.error()).isEqualTo(ErrorCode.INPUT_FORMAT.wire());
    assertThat(answer.message()).contains("stand for l, not for k");
  }

  @Test
  void filesCutIntoChunksKeepTheValuesOfTheirFolders() throws Exception {
    StringBuilder rows = new StringBuilder("v\n");
    for (int i = 0; i < 2_000; i++) {
      rows.append(i).append('\n');
    }
    for (ExecutionEngine engine : List.of(EnginesForTests.local(), EnginesForTests.spark())) {
      PipelineCase one =
          folder("chunks " + engine.name(), "csv")
              .file("in/k=a/l=1/a.csv", rows.toString())
              .file("in/k=b/l=2/a.csv", "v\n5\n")
              .steps(
                  "{\"op\": \"group_by\", \"keys\": [\"k\", \"l\"], \"aggregates\":"
                      + " [{\"function\": \"count\", \"as\": \"n\"}]}");
      EngineAnswer answer =
          EngineAnswer.inChunks(engine, one, dir.resolve("chunks-" + engine.name()), 4);
      assertThat(answer.error()).as(answer.message()).isNull();
      assertThat(OutputFiles.sorted(answer.rows()))
          .containsExactly(List.of("a", "1", "2000"), List.of("b", "2", "1"));
    }
  }
}
