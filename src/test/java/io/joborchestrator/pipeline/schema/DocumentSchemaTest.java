package io.joborchestrator.pipeline.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.pipeline.Problem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentSchemaTest {
  @Test
  void namesTheNearKeyOfThePlaceWhereAKeyIsUnknown() throws Exception {
    var document =
        new ObjectMapper()
            .readTree(
                """
                {"inputs": {"a": {"format": "csv", "path": "x", "delimeter": ";"}},
                 "steps": [{"op": "filter", "where": "true", "wher": "x"}],
                 "chekpoint": {}}
                """);
    assertThat(DocumentSchema.named("pipeline").problems(document))
        .extracting(Problem::pointer, Problem::suggestion)
        .containsExactlyInAnyOrder(
            tuple("/inputs/a/delimeter", "delimiter"),
            tuple("/steps/0/wher", "where"),
            tuple("/chekpoint", "checkpoint"));
  }

  @Test
  void saysWhichKeyIsMissing() throws Exception {
    var document = new ObjectMapper().readTree("{\"inputs\": {\"a\": {\"path\": \"a.csv\"}}}");
    assertThat(DocumentSchema.named("pipeline").problems(document))
        .extracting(Problem::pointer, Problem::message)
        .contains(tuple("/inputs/a", "The key 'format' is missing"));
  }

  /**
   * The published schemas stand alone; what they share must stay the same. Only pipelines load into
   * tables of databases.
   */
  @ParameterizedTest
  @ValueSource(strings = {"analytics", "ml_training", "ml_scoring"})
  void inputsOutputsAndSparkAreThoseOfPipelines(String kind) throws IOException {
    JsonNode pipelines = schema("pipeline");
    JsonNode other = schema(kind);
    assertThat(other.at("/properties/spark")).isEqualTo(pipelines.at("/properties/spark"));
    assertThat(other.at("/$defs/column")).isEqualTo(pipelines.at("/$defs/column"));
    assertThat(other.at("/$defs/input")).isEqualTo(pipelines.at("/$defs/input"));
    assertThat(other.at("/$defs/output")).isEqualTo(filesOnly(pipelines.at("/$defs/output")));
  }

  private static JsonNode filesOnly(JsonNode part) {
    ObjectNode files = part.deepCopy();
    files.withObject("/properties").remove(List.of("connection", "table", "mode", "key", "create"));
    ArrayNode formats = files.withArray("/properties/format/enum");
    assertThat(formats.remove(formats.size() - 1).asText()).isEqualTo("jdbc");
    files.withArray("/required").add("path");
    return files;
  }

  private static JsonNode schema(String kind) throws IOException {
    return new ObjectMapper()
        .readTree(
            DocumentSchemaTest.class.getResourceAsStream("/schemas/" + kind + ".schema.json"));
  }
}
