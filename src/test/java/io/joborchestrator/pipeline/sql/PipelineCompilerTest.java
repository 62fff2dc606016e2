package io.joborchestrator.pipeline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.schema.PipelineDocument;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class PipelineCompilerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String INPUTS =
      "'inputs': {'a': {'format': 'csv', 'path': 'a.csv', 'columns': ["
          + "{'name': 'k', 'type': 'integer'}, {'name': 'v', 'type': 'string'},"
          + " {'name': 'w', 'type': 'decimal(10,2)'}]},"
          + " 'b': {'format': 'parquet', 'path': 'b.parquet', 'columns': ["
          + "{'name': 'k', 'type': 'bigint'}, {'name': 'x', 'type': 'date'}]}}";
  private static final String OUTPUT = "'output': {'format': 'csv', 'path': 'out.csv'}";

  private final PipelineCompiler compiler = new PipelineCompiler();

  private static PipelineSpec spec(String steps) throws IOException {
    String text = "{" + INPUTS + ", 'from': 'a', 'steps': [" + steps + "], " + OUTPUT + "}";
    PipelineDocument.Reading reading =
        PipelineDocument.read(JSON.readTree(text.replace('\'', '"')));
    assertThat(reading.problems()).isEmpty();
    return Objects.requireNonNull(reading.spec());
  }

  private List<String> problems(String steps) throws IOException {
    return compiler.check(spec(steps)).stream().map(p -> p.pointer() + " " + p.code()).toList();
  }

  @Test
  void pointsAtTheFieldThatIsWrong() throws IOException {
    assertThat(problems("{'op': 'filter', 'where': 'kk > 1'}"))
        .containsExactly("/steps/0/where UNKNOWN_COLUMN");
    assertThat(problems("{'op': 'limit', 'rows': 1}, {'op': 'select', 'columns': ['k', 'K']}"))
        .containsExactly("/steps/1/columns/1 UNKNOWN_COLUMN");
    assertThat(problems("{'op': 'filter', 'where': 'v'}"))
        .containsExactly("/steps/0/where TYPE_MISMATCH");
    assertThat(problems("{'op': 'derive', 'columns': [{'name': 'K', 'expression': '1'}]}"))
        .containsExactly("/steps/0/columns INVALID_SPECIFICATION");
    assertThat(problems("{'op': 'join', 'with': 'c', 'on': [{'left': 'k', 'right': 'k'}]}"))
        .containsExactly("/steps/0/with INVALID_SPECIFICATION");
    assertThat(problems("{'op': 'join', 'with': 'b', 'on': [{'left': 'v', 'right': 'x'}]}"))
        .contains("/steps/0/on/0 TYPE_MISMATCH");
    assertThat(
            problems(
                "{'op': 'group_by', 'keys': [], 'aggregates': [{'function': 'sum',"
                    + " 'expression': 'v', 'as': 's'}]}"))
        .containsExactly("/steps/0/aggregates/0/expression TYPE_MISMATCH");
    assertThat(problems("{'op': 'union', 'with': ['b']}"))
        .contains("/steps/0/with/0 UNKNOWN_COLUMN");
  }

  @Test
  void readsOnlyTheColumnsThatAreUsed() throws IOException {
    CompiledPipeline pipeline =
        compiler.compile(
            spec(
                "{'op': 'join', 'with': 'b', 'on': [{'left': 'k', 'right': 'k'}]},"
                    + " {'op': 'group_by', 'keys': ['x'], 'aggregates': [{'function': 'count',"
                    + " 'as': 'n'}]}"),
            Dialect.DUCKDB);
    assertThat(pipeline.inputs().get(0).used()).extracting(Column::name).containsExactly("k");
    assertThat(pipeline.inputs().get(1).used()).extracting(Column::name).containsExactly("k", "x");
    assertThat(pipeline.query()).doesNotContain("\"v\"").doesNotContain("\"w\"");
  }

  @Test
  void readsOneColumnWhereNoneIsNeeded() throws IOException {
    CompiledPipeline pipeline =
        compiler.compile(
            spec(
                "{'op': 'group_by', 'keys': [], 'aggregates': [{'function': 'count', 'as': 'n'}]}"),
            Dialect.SPARK);
    assertThat(pipeline.inputs().get(0).used()).hasSize(1);
  }

  @Test
  void keepsTheOrderOfASortWhoseKeyIsDropped() throws IOException {
    CompiledPipeline pipeline =
        compiler.compile(
            spec(
                "{'op': 'sort', 'by': [{'column': 'k', 'direction': 'desc', 'nulls': 'first'}]},"
                    + " {'op': 'select', 'columns': ['v']}"),
            Dialect.DUCKDB);
    assertThat(pipeline.ordered()).isTrue();
    assertThat(pipeline.columns()).extracting(Column::name).containsExactly("v");
    assertThat(pipeline.query()).endsWith("ORDER BY \"__sort1\" DESC NULLS FIRST");
  }

  @Test
  void losesTheOrderInAGroupBy() throws IOException {
    CompiledPipeline pipeline =
        compiler.compile(
            spec(
                "{'op': 'sort', 'by': [{'column': 'k'}]},"
                    + " {'op': 'group_by', 'keys': ['k'], 'aggregates': []}"),
            Dialect.DUCKDB);
    assertThat(pipeline.ordered()).isFalse();
  }

  @Test
  void givesTheColumnsAfterEachStep() throws IOException {
    List<List<Column>> columns =
        compiler.columnsAfterSteps(
            spec(
                "{'op': 'rename', 'columns': [{'from': 'v', 'to': 'name'}]},"
                    + " {'op': 'cast', 'columns': [{'name': 'w', 'type': 'double'}]},"
                    + " {'op': 'filter', 'where': 'nope'}"));
    assertThat(columns).hasSize(3);
    assertThat(columns.get(2).toString()).contains("name").contains("type=double");
  }

  @Test
  void refusesUnknownKeysWithTheNearName() throws IOException {
    String text =
        "{'inputs': {'a': {'format': 'csv', 'path': 'x', 'delimeter': ';'}}, 'stpes': [],"
            + " 'steps': [{'op': 'filter', 'when': 'x'}, {'op': 'fliter'}]}";
    List<Problem> problems =
        PipelineDocument.read(JSON.readTree(text.replace('\'', '"'))).problems();
    assertThat(problems)
        .anySatisfy(
            p -> {
              assertThat(p.pointer()).isEqualTo("/inputs/a/delimeter");
              assertThat(p.suggestion()).isEqualTo("delimiter");
            })
        .anySatisfy(p -> assertThat(p.suggestion()).isEqualTo("steps"))
        .anySatisfy(p -> assertThat(p.pointer()).startsWith("/steps/0"))
        .anySatisfy(p -> assertThat(p.pointer()).startsWith("/steps/1"))
        .allSatisfy(p -> assertThat(p.code()).isEqualTo(ErrorCode.INVALID_SPECIFICATION));
  }

  @Test
  void writesWhatItReads() throws IOException {
    PipelineSpec spec = spec("{'op': 'limit', 'rows': 3}");
    assertThat(PipelineDocument.read(PipelineDocument.write(spec)).spec()).isEqualTo(spec);
  }
}
