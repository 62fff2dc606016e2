package io.joborchestrator.pipeline.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.pipeline.Problem;
import org.junit.jupiter.api.Test;

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
}
