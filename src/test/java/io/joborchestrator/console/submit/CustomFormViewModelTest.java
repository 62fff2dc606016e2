package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class CustomFormViewModelTest {
  private final SubmitRig rig = new SubmitRig(UiState.transientState(), SubmitRig.handlers());
  private final CustomFormViewModel custom = rig.form.custom();

  private static ObjectNode json(String text) throws Exception {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }

  @Test
  void theSchemaOfAHandlerGivesItsFields() {
    rig.form.kind().set(FormKind.CUSTOM);
    custom.handler().set("word-count");
    assertThat(custom.isText()).isFalse();
    assertThat(custom.fields().get().fields())
        .extracting(field -> field.field().name())
        .containsExactly("input", "minimum");
    custom.fields().get().field("input").text().set("/data/book.txt");
    custom.fields().get().field("minimum").text().set("3");
    assertThat(custom.config().toString())
        .isEqualTo(
            "{\"handler\":\"word-count\",\"config\":{\"input\":\"/data/book.txt\",\"minimum\":3}}");
    assertThat(rig.form.name().get()).isEqualTo("word-count");
    rig.settle();
    rig.viewModel.submit();
    assertThat(rig.orchestrator.jobs().submissions())
        .singleElement()
        .satisfies(job -> assertThat(job.type()).isEqualTo("custom"));
  }

  @Test
  void withoutASchemaTheConfigurationIsAJsonObject() {
    rig.form.kind().set(FormKind.CUSTOM);
    custom.handler().set("plain");
    FieldViewModel text = custom.fields().get().fields().get(0);
    assertThat(custom.isText()).isTrue();
    assertThat(custom.config().has("config")).isFalse();
    text.text().set("{\"a\": ");
    assertThat(custom.ownProblems())
        .extracting(Problem::message)
        .containsExactly("This is not JSON");
    text.text().set("[1]");
    rig.settle();
    assertThat(text.problems())
        .extracting(Problem::message)
        .containsExactly("Write a JSON object, like {\"input\": \"/data/x\"}");
    text.text().set("{\"a\": 1}");
    assertThat(custom.ownProblems()).isEmpty();
    assertThat(custom.config().at("/config/a").asInt()).isEqualTo(1);
  }

  @Test
  void whatTheHandlerSaysStandsAtItsField() {
    rig.form.kind().set(FormKind.CUSTOM);
    custom.handler().set("word-count");
    FieldViewModel input = custom.fields().get().field("input");
    rig.orchestrator
        .jobs()
        .setProblems(
            List.of(
                Problem.at(
                    ErrorCode.INVALID_SPECIFICATION, "/config/config/input", "It is missing")));
    rig.settle();
    assertThat(input.problems()).as("nobody was there yet").isEmpty();
    assertThat(rig.viewModel.problems().list())
        .singleElement()
        .satisfies(each -> assertThat(each.marked()).isFalse());
    input.text().set("x");
    input.text().set("");
    rig.settle();
    assertThat(input.problems()).extracting(Problem::message).containsExactly("It is missing");
    assertThat(rig.viewModel.problems().list().get(0).place()).isEqualTo("Input");
  }

  @Test
  void aHandlerOfAnotherMachineCanBeNamed() throws Exception {
    ObjectNode document = json("{\"handler\": \"elsewhere\", \"config\": {\"z\": [1, {}]}}");
    rig.form.load(JobSubmission.of("e", JobType.CUSTOM, document));
    assertThat(custom.chosen()).isEmpty();
    assertThat(custom.config()).isEqualTo(document);
    assertThat(custom.ownProblems()).isEmpty();
  }

  @Test
  void whatWasFilledInForAHandlerIsThereAgainWhenItIsChosenAgain() throws Exception {
    ObjectNode document =
        json("{\"handler\": \"word-count\", \"config\": {\"input\": \"/a\", \"more\": true}}");
    rig.form.load(JobSubmission.of("w", JobType.CUSTOM, document));
    assertThat(custom.config()).as("with what the schema does not know").isEqualTo(document);
    custom.handler().set("plain");
    custom.handler().set("word-count");
    assertThat(custom.config()).isEqualTo(document);
    rig.form.clear();
    custom.handler().set("word-count");
    assertThat(custom.config().has("config")).isFalse();
  }

  @Test
  void aHandlerThatIsNoNameIsRefused() throws Exception {
    ObjectNode broken = json("{\"handler\": 3}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> custom.load(broken))
        .withMessageContaining("handler");
  }
}
