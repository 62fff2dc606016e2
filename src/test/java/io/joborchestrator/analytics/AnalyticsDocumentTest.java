package io.joborchestrator.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.joborchestrator.pipeline.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnalyticsDocumentTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  private static final String INPUTS = "inputs: {a: {format: 'csv', path: '/x.csv'}}, ";

  private static List<Problem> problems(String rest) throws JsonProcessingException {
    return AnalyticsDocument.read(JSON.readTree("{" + INPUTS + rest + "}")).problems();
  }

  @Test
  void readsEverythingOfADocument() throws JsonProcessingException {
    JsonNode document =
        JSON.readTree(
            "{dialect: 'duckdb', "
                + INPUTS
                + "parameters: {since: {type: 'date', value: '2024-01-31'}}, statements: ["
                + "{sql: 'SELECT * FROM a WHERE d > :since', as: 'late'},"
                + "{sql: 'SELECT 1', output: {format: 'csv', path: '/o.csv', ifExists: 'replace'}},"
                + "{sql: 'SELECT count(*) FROM late'}]}");
    AnalyticsSpec spec = AnalyticsDocument.require(document);
    assertThat(JSON.<JsonNode>valueToTree(spec)).isEqualTo(document);
    assertThat(spec.sqlDialect()).isEqualTo(SqlDialect.DUCKDB);
  }

  @Test
  void leavesTheSectionOfSparkToItsEngine() throws JsonProcessingException {
    assertThat(problems("statements: [{sql: 'SELECT 1'}], spark: {weight: 2}")).isEmpty();
    assertThat(problems("statements: [{sql: 'SELECT 1'}], spark: 2"))
        .extracting(Problem::pointer)
        .containsExactly("/spark");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "statements: [] | /statements",
        "statments: [{sql: 'SELECT 1'}] | /statments",
        "dialect: 'oracle', statements: [{sql: 'SELECT 1'}] | /dialect",
        "statements: [{sql: 'SELECT 1', out: {}}] | /statements/0/out",
        "statements: [{sql: ' -- nothing'}] | /statements/0/sql",
        "statements: [{sql: 'SELECT 1; SELECT 2'}] | /statements/0/sql",
        "statements: [{sql: 'SELECT 1'}, {sql: 'SELECT 2'}] | /statements/0",
        "statements: [{sql: 'SELECT 1', as: 'b'}] | /statements",
        "statements: [{sql: 'SELECT 1', as: 'A'}, {sql: 'SELECT 1'}] | /statements/0/as",
        "statements: [{sql: 'SELECT 1', as: 'b', output: {format: 'csv', path: 'x'}}, {sql: 'SELECT 2'}]"
            + " | /statements/0/output",
        "statements: [{sql: 'CREATE TEMP VIEW b AS SELECT 1', as: 'c'}, {sql: 'SELECT 1'}]"
            + " | /statements/0/as",
        "statements: [{sql: 'SELECT :x'}] | /statements/0/sql",
        "parameters: {x: {type: 'date', value: '2024-13-01'}}, statements: [{sql: 'SELECT :x'}]"
            + " | /parameters/x/value",
        "parameters: {x: {type: 'dat', value: '1'}}, statements: [{sql: 'SELECT :x'}]"
            + " | /parameters/x/type",
        "parameters: {x: {type: 'date', value: '2024-01-01'}}, statements: [{sql: 'SELECT 1'}]"
            + " | /parameters/x",
      })
  void namesThePlaceOfWhatIsWrong(String rest, String pointer) throws JsonProcessingException {
    assertThat(problems(rest)).extracting(Problem::pointer).contains(pointer);
  }

  @Test
  void aParameterThatIsNotGivenIsMarkedAndItsNearNameOffered() throws JsonProcessingException {
    List<Problem> problems =
        problems(
            "parameters: {since: {type: 'date', value: '2024-01-31'}},"
                + " statements: [{sql: 'SELECT\\n  :sinse, :since'}]");
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).message())
        .isEqualTo("The parameter :sinse in line 2, column 3 is not given: did you mean :since?");
    assertThat(problems.get(0).start()).isEqualTo(9);
    assertThat(problems.get(0).end()).isEqualTo(15);
    assertThat(problems.get(0).suggestion()).isEqualTo(":since");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "integer|1.5",
        "bigint|x",
        "decimal(4,2)|1.234",
        "decimal(4,2)|123.4",
        "boolean|yes",
        "timestamp|yesterday",
        "double|"
      })
  void refusesValuesThatAreNoneOfTheirType(String one) throws JsonProcessingException {
    String[] parts = one.split("\\|", -1);
    assertThat(
            problems(
                "parameters: {x: {type: '%s', value: '%s'}}, statements: [{sql: 'SELECT :x'}]"
                    .formatted(parts[0], parts[1])))
        .extracting(Problem::message)
        .containsExactly("'" + parts[1] + "' is no " + parts[0]);
  }

  @Test
  void parametersHaveTheTypesOfJava() {
    assertThat(value("integer", "7")).isEqualTo(7);
    assertThat(value("bigint", "7")).isEqualTo(7L);
    assertThat(value("double", "0.5")).isEqualTo(0.5);
    assertThat(value("decimal(5,2)", "7")).isEqualTo(new BigDecimal("7.00"));
    assertThat(value("boolean", "TRUE")).isEqualTo(true);
    assertThat(value("date", "2024-01-31")).isEqualTo(LocalDate.of(2024, 1, 31));
    assertThat(value("timestamp", "2024-01-31 13:45:00"))
        .isEqualTo(Instant.parse("2024-01-31T13:45:00Z"));
    assertThat(value("timestamp", "2024-01-31T13:45:00+02:00"))
        .isEqualTo(Instant.parse("2024-01-31T11:45:00Z"));
    assertThat(value("string", " it's; ")).isEqualTo(" it's; ");
  }

  private static Object value(String type, String text) {
    return ParameterValues.of(
        new AnalyticsSpec.Parameter(io.joborchestrator.pipeline.spec.ColumnType.parse(type), text));
  }
}
