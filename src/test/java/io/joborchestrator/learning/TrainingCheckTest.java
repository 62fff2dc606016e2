package io.joborchestrator.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrainingCheckTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Column> COLUMNS =
      List.of(
          new Column("age", ColumnType.BIGINT),
          new Column("fare", ColumnType.DOUBLE),
          new Column("port", ColumnType.STRING),
          new Column("day", ColumnType.DATE),
          new Column("survived", ColumnType.BOOLEAN));

  @Test
  void findsNothingWrongWithAGoodDocument() throws Exception {
    assertThat(problems("{}")).isEmpty();
  }

  @Test
  void leavesTheSectionOfSparkToItsEngine() throws Exception {
    assertThat(problems("{\"spark\": {\"weight\": 2}}")).isEmpty();
    var scoring =
        JSON.readTree(
            """
            {"model": "/m", "input": {"format": "csv", "path": "/a.csv"},
             "output": {"format": "csv", "path": "/b.csv"}, "spark": {"weight": 2}}
            """);
    assertThat(LearningDocument.scoring(scoring).problems()).isEmpty();
  }

  @Test
  void namesTheNearColumn() throws Exception {
    assertThat(problems("{\"label\": \"survivd\", \"features\": [{\"columns\": [\"agee\"]}]}"))
        .extracting(Problem::code, Problem::pointer, Problem::suggestion)
        .containsExactly(
            tuple(ErrorCode.UNKNOWN_COLUMN, "/label", "survived"),
            tuple(ErrorCode.UNKNOWN_COLUMN, "/features/0/columns/0", "age"));
  }

  @Test
  void refusesFeaturesThatCannotBeWhatTheyShouldBe() throws Exception {
    assertThat(
            problems(
                """
                {"features": [
                  {"columns": ["port"], "as": "numeric"},
                  {"columns": ["age", "survived"]},
                  {"columns": ["fare", "fare"], "unknown": "keep", "buckets": 3, "scale": "range"},
                  {"columns": ["day"], "parts": ["hour"]}]}
                """))
        .extracting(Problem::pointer)
        .containsExactly(
            "/features/0/columns/0",
            "/features/1/columns/1",
            "/features/2/columns/1",
            "/features/2/unknown",
            "/features/2/scale",
            "/features/3/parts");
  }

  @Test
  void refusesAlgorithmsAndParametersThatDoNotGoTogether() throws Exception {
    assertThat(problems("{\"algorithm\": {\"name\": \"k_means\"}}"))
        .extracting(Problem::pointer)
        .containsExactly("/algorithm/name");
    assertThat(
            problems(
                """
                {"algorithm": {"name": "random_forest", "trees": 5},
                 "crossValidation": {"folds": 3, "metric": "rmse",
                   "grid": {"trees": [5, 0], "depht": [3]}}}
                """))
        .extracting(Problem::pointer)
        .containsExactly(
            "/crossValidation/grid/trees",
            "/crossValidation/grid/depht",
            "/crossValidation/metric");
  }

  @Test
  void wantsRowsHeldOutAndNumbersForARegression() throws Exception {
    assertThat(
            problems(
                """
                {"task": "regression", "label": "port", "split": {"testShare": 0},
                 "algorithm": {"name": "linear_regression"}}
                """))
        .extracting(Problem::pointer)
        .containsExactly("/label", "/split/testShare");
  }

  @Test
  void wantsAFolderForTheModel() throws Exception {
    assertThat(problems("{\"model\": {\"path\": \"/data/model.csv\"}}"))
        .extracting(Problem::pointer)
        .containsExactly("/model/path");
    String inside = "{\"predictions\": {\"format\": \"csv\", \"path\": \"/data/model/p.csv\"}}";
    assertThat(problems(inside)).extracting(Problem::pointer).containsExactly("/predictions/path");
  }

  @Test
  void everyCombinationOfTheGridIsTried() throws Exception {
    TrainingSpec spec =
        spec(
            "{\"crossValidation\": {\"folds\": 2, \"grid\": {\"elasticNet\": [0, 1],"
                + " \"regularisation\": [0.1, 1, 10]}}}");
    assertThat(spec.candidates()).hasSize(6).doesNotHaveDuplicates();
  }

  @Test
  void thePublishedSchemaKnowsTheSameParameters() throws Exception {
    JsonNode schema =
        JSON.readTree(
            TrainingCheckTest.class.getResourceAsStream("/schemas/ml_training.schema.json"));
    JsonNode published = schema.at("/$defs/algorithm");
    List<String> names = new ArrayList<>();
    published.at("/properties/name/enum").forEach(name -> names.add(name.asText()));
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Algorithm.values()).map(Algorithm::wire).toList());
    for (JsonNode rule : published.path("allOf")) {
      JsonNode properties = rule.at("/then/properties");
      Algorithm algorithm = Algorithm.of(properties.at("/name/const").asText()).orElseThrow();
      List<String> parameters = new ArrayList<>();
      for (Map.Entry<String, JsonNode> each : properties.properties()) {
        if (!each.getKey().equals("name")) {
          Parameter parameter = algorithm.parameter(each.getKey()).orElseThrow();
          parameters.add(parameter.name());
          JsonNode value = each.getValue();
          assertThat(value.path("title").asText()).isEqualTo(parameter.title());
          if (parameter.choices().isEmpty()) {
            assertThat(value.path("default").asDouble())
                .isEqualTo(((Number) parameter.normal()).doubleValue());
            assertThat(value.path("minimum").asDouble()).isEqualTo(parameter.least());
            assertThat(value.path("maximum").asDouble()).isEqualTo(parameter.most());
            assertThat(value.path("type").asText().equals("integer")).isEqualTo(parameter.whole());
          } else {
            assertThat(value.path("default").asText()).isEqualTo(parameter.normal());
          }
        }
      }
      assertThat(parameters)
          .containsExactlyElementsOf(algorithm.parameters().stream().map(Parameter::name).toList());
    }
  }

  private static List<Problem> problems(String changes) throws Exception {
    return TrainingCheck.check(spec(changes), COLUMNS);
  }

  private static TrainingSpec spec(String changes) throws Exception {
    ObjectNode document =
        (ObjectNode)
            JSON.readTree(
                """
                {"input": {"format": "csv", "path": "/data/in.csv"},
                 "task": "classification", "label": "survived",
                 "features": [{"columns": ["age"]}],
                 "algorithm": {"name": "logistic_regression"},
                 "model": {"path": "/data/model"}}
                """);
    document.setAll((ObjectNode) JSON.readTree(changes));
    LearningDocument.Reading<TrainingSpec> reading = LearningDocument.training(document);
    assertThat(reading.problems()).isEmpty();
    return Objects.requireNonNull(reading.spec());
  }
}
