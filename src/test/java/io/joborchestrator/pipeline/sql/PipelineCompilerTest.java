package io.joborchestrator.pipeline.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.schema.PipelineDocument;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.io.IOException;
import java.nio.file.Path;
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

  private static String match(String blocks, String compare, String more) {
    return "{'op': 'match', 'key': 'k', 'blocks': ["
        + blocks
        + "], 'compare': ["
        + compare
        + "], 'threshold': 0.8"
        + more
        + "}";
  }

  @Test
  void pointsAtTheFieldOfAMatchThatIsWrong() throws IOException {
    String name = "{'value': 'v', 'by': 'edit'}";
    assertThat(problems(match("['v'], ['k', 'left(x, 1)']", name, "")))
        .containsExactly("/steps/0/blocks/1/1 UNKNOWN_COLUMN");
    assertThat(problems(match("", "", "")))
        .containsExactly(
            "/steps/0/blocks INVALID_SPECIFICATION", "/steps/0/compare INVALID_SPECIFICATION");
    assertThat(problems(match("[]", name + ", {'value': 'k', 'by': 'edit'}", "")))
        .containsExactly(
            "/steps/0/blocks/0 INVALID_SPECIFICATION", "/steps/0/compare/1/value TYPE_MISMATCH");
    assertThat(problems(match("['v']", "{'value': 'v ||', 'by': 'exact'}", "")))
        .containsExactly("/steps/0/compare/0/value INVALID_EXPRESSION");
    assertThat(problems(match("['v']", "{'value': 'v', 'by': 'date'}", ", 'as': 'V'")))
        .containsExactly(
            "/steps/0/compare/0/value TYPE_MISMATCH", "/steps/0/as INVALID_SPECIFICATION");
    assertThat(problems(match("['v']", name, ", 'size': 'w'")))
        .containsExactly("/steps/0/size INVALID_SPECIFICATION");
    assertThat(problems(match("['v']", name, "").replace("'key': 'k'", "'key': 'kk'")))
        .containsExactly("/steps/0/key UNKNOWN_COLUMN");
  }

  @Test
  void refusesTheNumbersOfAMatchByTheSchema() throws IOException {
    String wrong =
        match("['v']", "{'value': 'v', 'by': 'sound', 'weight': 0, 'missing': 2}", "")
            .replace("0.8", "1.5");
    String text = "{" + INPUTS + ", 'from': 'a', 'steps': [" + wrong + "], " + OUTPUT + "}";
    assertThat(PipelineDocument.read(JSON.readTree(text.replace('\'', '"'))).problems())
        .extracting(Problem::pointer)
        .containsExactlyInAnyOrder(
            "/steps/0/compare/0/by",
            "/steps/0/compare/0/weight",
            "/steps/0/compare/0/missing",
            "/steps/0/threshold");
  }

  @Test
  void aMatchAddsItsColumnsAndKeepsOnlyWhatIsNeeded() throws IOException {
    String steps =
        match("['left(v, 1)']", "{'value': 'v', 'by': 'edit'}", ", 'size': 'n'")
            + ", {'op': 'select', 'columns': ['cluster', 'n']}";
    assertThat(compiler.columnsAfterSteps(spec(steps)).get(1))
        .extracting(Column::name)
        .containsExactly("k", "v", "w", "cluster", "n");
    StagedPipeline pipeline =
        compiler.compileStaged(spec(steps), Dialect.DUCKDB, Path.of("/tmp/stages"));
    assertThat(pipeline.inputs().get(0).used()).extracting(Column::name).containsExactly("k", "v");
    assertThat(pipeline.matches().get(0).records().columns())
        .extracting(Column::name)
        .containsExactly("k", "__b0_0", "__v0");
    assertThat(pipeline.finish().inputs()).allMatch(StagedPipeline::isStaged);
  }
}
