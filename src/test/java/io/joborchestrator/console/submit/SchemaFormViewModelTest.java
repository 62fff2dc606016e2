package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaFormViewModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void makesAFieldForEveryPropertyInWrittenOrder() throws JsonProcessingException {
    List<SchemaField> fields = SchemaField.of(JSON.readTree(ALL_SHAPES));

    assertThat(fields)
        .extracting(SchemaField::shape)
        .containsExactly(
            SchemaField.Shape.TEXT,
            SchemaField.Shape.NUMBER,
            SchemaField.Shape.INTEGER,
            SchemaField.Shape.BOOLEAN,
            SchemaField.Shape.CHOICE,
            SchemaField.Shape.LIST,
            SchemaField.Shape.MAP,
            SchemaField.Shape.JSON);
    assertThat(fields.get(0).required()).isTrue();
    assertThat(fields.get(0).hint()).isEqualTo("Where it goes");
    assertThat(fields.get(0).title()).isEqualTo("Target name");
    assertThat(fields.get(4).choices()).containsExactly("a", "b");
  }

  @Test
  void readsAndWritesEveryShape() throws JsonProcessingException {
    SchemaFormViewModel form = new SchemaFormViewModel(JSON.readTree(ALL_SHAPES));
    ObjectNode config =
        (ObjectNode)
            JSON.readTree(
                "{\"targetName\":\"x\",\"ratio\":1.5,\"count\":3,\"deep\":true,\"mode\":\"b\","
                    + "\"words\":[\"p\",\"q\"],\"env\":{\"K\":\"v\"},\"other\":{\"z\":[1]},"
                    + "\"unknown\":7}");
    form.load(config);

    assertThat(JSON.readTree(form.config().toString())).isEqualTo(config);
  }

  @Test
  void saysAtTheFieldWhatIsNoNumber() throws JsonProcessingException {
    SchemaFormViewModel form = new SchemaFormViewModel(JSON.readTree(ALL_SHAPES));
    form.field("count").text().set("1.5");
    form.field("ratio").text().set("many");
    form.showProblems(List.of());

    assertThat(form.field("count").problems()).hasSize(1);
    assertThat(form.field("ratio").problems()).hasSize(1);
    assertThat(form.config()).isEmpty();
  }

  @Test
  void putsProblemsOfTheCheckAtTheirField() {
    SchemaFormViewModel form = new SchemaFormViewModel(SubmitRig.scriptSchema());
    List<Problem> found =
        List.of(Problem.at(ErrorCode.PROGRAM_NOT_FOUND, "/argv/0", "There is no program tidyy"));
    form.showProblems(found);
    assertThat(form.field("argv").problems()).as("before anybody typed").isEmpty();

    form.field("argv").entries().get(0).value().set("tidyy");
    form.showProblems(found);
    assertThat(form.field("argv").problems())
        .extracting(Problem::message)
        .containsExactly("There is no program tidyy");
    assertThat(form.field("env").problems()).isEmpty();
  }

  @Test
  void aScriptNeedsNothingButItsProgram() {
    SchemaFormViewModel form = new SchemaFormViewModel(SubmitRig.scriptSchema());
    form.field("argv").entries().get(0).value().set("/bin/echo");

    assertThat(form.config()).hasToString("{\"argv\":[\"/bin/echo\"]}");
  }

  private static final String ALL_SHAPES =
      "{\"required\":[\"targetName\"],\"properties\":{"
          + "\"targetName\":{\"type\":\"string\",\"description\":\"Where it goes\"},"
          + "\"ratio\":{\"type\":\"number\"},"
          + "\"count\":{\"type\":\"integer\"},"
          + "\"deep\":{\"type\":\"boolean\"},"
          + "\"mode\":{\"enum\":[\"a\",\"b\"]},"
          + "\"words\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/word\"}},"
          + "\"env\":{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}},"
          + "\"other\":{\"type\":\"object\",\"properties\":{\"z\":{}}}},"
          + "\"$defs\":{\"word\":{\"type\":\"string\"}}}";

  @Test
  void sqlOfSeveralLinesIsShownAndReadAsItIsWritten() throws JsonProcessingException {
    var form = new SchemaFormViewModel(SubmitRig.schema(FormKind.ANALYTICS));
    var config =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"dialect": "duckdb", "inputs": {"a": {"format": "csv", "path": "/a.csv"}},
                     "parameters": {"p": {"type": "string", "value": "x"}},
                     "statements": [{"sql": "SELECT 'a\\\\n' AS t,\\n  :p AS \\"q\\"\\nFROM a"}]}
                    """);
    form.load(config);
    FieldViewModel statements = form.field("statements");
    assertThat(statements.text().get()).contains("AS t,\n  :p").contains("'a\\\\n'");
    assertThat(form.config()).isEqualTo(config);
    assertThat(form.ownProblems()).isEmpty();
  }
}
