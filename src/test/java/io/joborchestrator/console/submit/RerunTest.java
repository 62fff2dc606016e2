package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.view.JsonDifference;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobSubmission;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A job that ran is changed and sent again. */
class RerunTest {
  private final SubmitRig rig = new SubmitRig();
  private final SubmitViewModel page = rig.viewModel;

  private JobSubmission earlier() {
    rig.fillIn();
    JobSubmission job = rig.form.submission().withIdempotencyKey(null).withParentJobId("job-7");
    page.close();
    return job;
  }

  private List<JsonDifference> changes() {
    return Objects.requireNonNull(page.rerun().rerun().get()).changes();
  }

  @Test
  void showsNothingChangedAtFirst() {
    page.open(earlier());
    rig.settle();
    assertThat(changes()).isEmpty();
  }

  @Test
  void showsWhatWillDifferFromTheOriginalBeforeItIsSent() {
    page.open(earlier());
    rig.form.pipeline().output().path().set("/data/again.parquet");
    rig.form.run().priority().set(JobPriority.HIGH);
    rig.settle();
    assertThat(changes())
        .contains(
            new JsonDifference("priority", null, "\"high\""),
            new JsonDifference(
                "config.output.path", "\"/data/out.parquet\"", "\"/data/again.parquet\""));
  }

  @Test
  void theNewJobKnowsWhatItReruns() {
    page.open(earlier());
    assertThat(rig.form.submission().parentJobId()).isEqualTo("job-7");
  }

  @Test
  void anOrdinaryJobIsNoRerun() {
    page.open(earlier().withParentJobId(null));
    assertThat(page.rerun().rerun().get()).isNull();
  }

  @Test
  void whatNoFormCanShowIsChangedAsADocument() {
    page.open(foreign());
    assertThat(page.json().visible().get()).isTrue();
    assertThat(page.json().error().get()).isEmpty();
    page.json().text().set(page.json().text().get().replace("\"dag-1\"", "\"dag-2\""));
    rig.settle();
    assertThat(page.json().error().get()).isEmpty();
    assertThat(rig.form.submission().config().path("dag").asText()).isEqualTo("dag-2");
    assertThat(rig.form.submission().type()).isEqualTo("workflow");
    assertThat(changes())
        .containsExactly(new JsonDifference("config.dag", "\"dag-1\"", "\"dag-2\""));
  }

  @Test
  void aDocumentWithoutAFormStaysADocument() {
    page.open(foreign());
    page.json().toggle();
    assertThat(page.json().visible().get()).isTrue();
    assertThat(rig.form.submission().config().path("dag").asText()).isEqualTo("dag-1");
  }

  @Test
  void aDocumentWithoutAFormIsThereAgainAfterTheNextStart() {
    page.open(foreign());
    rig.form.loadAsText(foreign());
    rig.settle();
    SubmitRig later = new SubmitRig(rig.state);
    assertThat(later.form.submission().type()).isEqualTo("workflow");
    assertThat(later.viewModel.json().visible().get()).isTrue();
  }

  private static JobSubmission foreign() {
    ObjectNode config = JsonNodeFactory.instance.objectNode().put("dag", "dag-1");
    return JobSubmission.of("of another kind", "workflow", config).withParentJobId("job-8");
  }
}
