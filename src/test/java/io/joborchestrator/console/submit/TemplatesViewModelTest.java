package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Templates on the Submit page. */
class TemplatesViewModelTest {
  private static final String ME = "m.keller";

  private final SubmitRig rig = new SubmitRig();
  private final TemplatesViewModel templates = rig.viewModel.templates();

  private List<String> names() {
    return templates.list().stream().map(JobTemplate::name).toList();
  }

  private void add(String name, String owner) {
    JobSubmission job =
        JobSubmission.of("job of " + name, "script", JsonNodeFactory.instance.objectNode());
    rig.orchestrator.templates().add(name, job, true, owner);
  }

  @Test
  void fillsTheFormFromATemplate() {
    add("Totals", ME);
    templates.load();
    templates.use(templates.list().get(0));
    assertThat(rig.form.name().get()).isEqualTo("job of Totals");
    assertThat(rig.form.kind().get()).isEqualTo(FormKind.SCRIPT);
  }

  @Test
  void whatWasUsedLastComesFirst() {
    add("A", ME);
    add("B", ME);
    templates.load();
    templates.use(templates.list().get(1));
    assertThat(names()).containsExactly("B", "A");
    templates.load();
    assertThat(names()).containsExactly("B", "A");
  }

  @Test
  void keepsTheFormWithoutWhatBelongsToOneRun() {
    rig.fillIn();
    rig.dialogs.type("Orders");
    templates.saveForm();
    JobTemplate stored = rig.orchestrator.templates().find("Orders").orElseThrow();
    assertThat(stored.submission().idempotencyKey()).isNull();
    assertThat(stored.submission().config()).isEqualTo(rig.form.submission().config());
    assertThat(names()).containsExactly("Orders");
  }

  @Test
  void whatSomebodyChangedMeanwhileIsNotOverwritten() {
    rig.fillIn();
    JobSubmission job = rig.form.submission();
    rig.orchestrator.templates().save("Orders", "", job, false, null);
    templates.load();
    rig.orchestrator.templates().save("Orders", "by others", job, false, 1);
    templates.share(templates.list().get(0), true);
    assertThat(rig.dialogs.errors()).hasSize(1);
    JobTemplate stored = rig.orchestrator.templates().find("Orders").orElseThrow();
    assertThat(stored.description()).isEqualTo("by others");
    assertThat(stored.shared()).isFalse();
  }

  @Test
  void saysThatTheListMayBeOldUntilItIsReadAgain() {
    add("Totals", ME);
    templates.load();
    rig.orchestrator.failWith("The database went away");
    templates.load();
    assertThat(templates.problemProperty().get()).contains("The database went away");
    assertThat(names()).containsExactly("Totals");
    rig.orchestrator.failNoMore();
    templates.load();
    assertThat(templates.problemProperty().get()).isEmpty();
  }

  @Test
  void whatIsDeletedCanBeBroughtBack() {
    add("Totals", ME);
    templates.load();
    templates.delete(templates.list().get(0));
    assertThat(names()).isEmpty();
    rig.dialogs.undo();
    assertThat(names()).containsExactly("Totals");
  }
}
