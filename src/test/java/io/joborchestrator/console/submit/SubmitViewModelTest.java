package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.view.UiState;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubmitViewModelTest {
  private final SubmitRig rig = new SubmitRig();
  private final SubmitForm form = rig.form;

  @Test
  void startsWithoutRedMarksAndSaysWhatIsMissing() {
    rig.settle();

    assertThat(form.pipeline().parts()).allMatch(part -> part.problems().isEmpty());
    assertThat(form.engine().candidates()).hasSize(2);
  }

  @Test
  void submitsWhatWasFilledInAndOpensTheJob() {
    rig.fillIn();
    rig.viewModel.submit();

    JobSubmission job = rig.orchestrator.jobs().submissions().get(0);
    assertThat(job.name()).isEqualTo("orders_to_parquet");
    assertThat(job.type()).isEqualTo("etl");
    assertThat(job.idempotencyKey()).isNotBlank();
    assertThat(job.config().at("/inputs/orders/path").asText()).isEqualTo(SubmitRig.ORDERS);
    assertThat(job.config().at("/steps/0/where").asText()).isEqualTo("amount > 5");
    assertThat(job.config().at("/output/path").asText()).isEqualTo("/data/out.parquet");
    assertThat(rig.navigator.places()).hasSize(1).first().asString().startsWith("job ");
    assertThat(rig.viewModel.isDirty()).isFalse();
    assertThat(form.pipeline().mainInput().path().get()).isEmpty();
  }

  @Test
  void submittingTwiceBeforeTheAnswerGivesOneJob() {
    rig.fillIn();
    rig.tasks.hold();
    rig.viewModel.submit();
    rig.viewModel.submit();
    rig.tasks.release();

    assertThat(rig.orchestrator.jobs().submissions()).hasSize(1);
  }

  @Test
  void keepsTheFormAndItsKeyWhenTheDatabaseIsGone() {
    rig.fillIn();
    String key = form.submission().idempotencyKey();
    rig.orchestrator.failWith("The database does not answer");
    rig.viewModel.submit();

    assertThat(rig.viewModel.sending().failure().get()).contains("Nothing is lost");
    assertThat(form.pipeline().steps()).hasSize(1);
    assertThat(form.submission().idempotencyKey()).isEqualTo(key);

    rig.orchestrator.failNoMore();
    rig.viewModel.submit();
    assertThat(rig.orchestrator.jobs().submissions())
        .extracting(JobSubmission::idempotencyKey)
        .containsExactly(key);
  }

  @Test
  void aScheduleWhoseAnswerWasLostIsSentAgainWithItsKey() {
    rig.fillIn();
    form.run().start().mode().set(StartViewModel.Mode.CRON);
    form.run().start().cron().set("0 3 * * *");
    String key = form.submission().idempotencyKey();
    rig.orchestrator.failWith("The database does not answer");
    rig.viewModel.submit();
    rig.orchestrator.failNoMore();
    rig.viewModel.submit();

    assertThat(rig.orchestrator.jobs().scheduled())
        .extracting(JobSubmission::idempotencyKey)
        .containsExactly(key);
  }

  @Test
  void everyEditMakesAnotherKey() {
    rig.fillIn();
    String before = form.submission().idempotencyKey();
    form.run().tags().set("nightly");

    assertThat(form.submission().idempotencyKey()).isNotEqualTo(before);
  }

  @Test
  void doesNotSubmitWhileSomethingIsWrong() {
    rig.fillIn();
    form.pipeline().output().path().set("");
    rig.viewModel.submit();

    assertThat(rig.orchestrator.jobs().submissions()).isEmpty();
    assertThat(rig.viewModel.problems().list())
        .extracting(FormProblem::sentence)
        .containsExactly("Write Parquet: Say where the result goes");
    assertThat(form.pipeline().output().problems()).hasSize(1);
  }

  @Test
  void putsEveryProblemAtItsPart() {
    rig.fillIn();
    rig.orchestrator
        .jobs()
        .setProblems(
            List.of(
                Problem.at(ErrorCode.UNKNOWN_COLUMN, "/steps/0/where", "There is no column x"),
                Problem.at(ErrorCode.OUTPUT_EXISTS, "/output/path", "Folder is not empty"),
                Problem.at(ErrorCode.UNKNOWN_ENGINE, "engine", "There is no engine y")));
    rig.viewModel.refreshNow();

    assertThat(form.pipeline().steps().get(0).problemAt("/where")).isPresent();
    assertThat(form.pipeline().output().problemAt("/path")).isPresent();
    assertThat(rig.viewModel.problems().list())
        .extracting(FormProblem::sentence)
        .containsExactly(
            "Step 2, Filter: There is no column x",
            "Write Parquet: Folder is not empty",
            "There is no engine y");
  }

  @Test
  void goesToTheFieldOfAProblem() {
    rig.fillIn();
    rig.orchestrator
        .jobs()
        .setProblems(List.of(Problem.at(ErrorCode.OUTPUT_EXISTS, "/output/path", "Exists")));
    rig.viewModel.refreshNow();
    rig.viewModel.goTo(rig.viewModel.problems().list().get(0));

    assertThat(form.pipeline().selected().get()).isSameAs(form.pipeline().output());
    assertThat(rig.viewModel.focus().get().pointer()).isEqualTo("/path");
  }

  @Test
  void problemsFoundOnSendingAreShownAndNothingIsStored() {
    rig.fillIn();
    rig.orchestrator
        .jobs()
        .setProblems(List.of(Problem.at(ErrorCode.OUTPUT_EXISTS, "/output/path", "Exists")));
    rig.viewModel.submit();

    assertThat(rig.orchestrator.jobs().submissions()).isEmpty();
    assertThat(form.pipeline().output().problems()).hasSize(1);
    assertThat(rig.viewModel.sending().busy().get()).isFalse();
  }

  @Test
  void saysWhenAndWhatItChecked() {
    rig.fillIn();

    assertThat(rig.viewModel.problems().checked().get())
        .isEqualTo("Checked 14:32:05: paths, 4 columns, 11.8 MiB, Local would run it");
  }

  @Test
  void keepsADraftOverARestart() {
    rig.fillIn();
    form.name().set("mine");
    form.run().timeout().set("30 m");
    rig.viewModel.hidden();
    SubmitRig later = new SubmitRig(rig.state);

    assertThat(later.form.name().get()).isEqualTo("mine");
    assertThat(later.form.run().timeout().get()).isEqualTo("30 m");
    assertThat(later.form.pipeline().steps()).hasSize(1);
    assertThat(later.viewModel.isDirty()).isTrue();
  }

  @Test
  void dropsADraftThatCannotBeRead() {
    UiState state = UiState.transientState();
    state.put("submit.draft", "{ not json");
    SubmitRig later = new SubmitRig(state);

    assertThat(later.dialogs.notices()).hasSize(1);
    assertThat(state.get("submit.draft")).isEmpty();
  }

  @Test
  void asksBeforeItReplacesADraft() {
    rig.fillIn();
    rig.dialogs.answer(false);
    JobSubmission other = JobSubmission.of("other", "script", JobFile.parse(SCRIPT).config());
    rig.viewModel.open(other);
    assertThat(form.kind().get()).isEqualTo(FormKind.ETL);

    rig.dialogs.answer(true);
    rig.viewModel.open(other);
    assertThat(form.kind().get()).isEqualTo(FormKind.SCRIPT);
    assertThat(form.name().get()).isEqualTo("other");
  }

  @Test
  void asksBeforeItDiscards() {
    rig.fillIn();
    rig.dialogs.answer(false);
    rig.viewModel.close();
    assertThat(rig.navigator.places()).isEmpty();

    rig.dialogs.answer(true);
    rig.viewModel.close();
    assertThat(rig.navigator.places()).containsExactly("jobs");
    assertThat(form.pipeline().steps()).isEmpty();
    assertThat(rig.state.get("submit.draft")).isEmpty();
  }

  @Test
  void leavesAnEmptyFormWithoutAsking() {
    rig.viewModel.close();

    assertThat(rig.dialogs.asked()).isEmpty();
    assertThat(rig.navigator.places()).containsExactly("jobs");
  }

  @Test
  void proposesANameUntilThePersonGivesOne() {
    rig.fillIn();
    GroupByStep group = (GroupByStep) form.pipeline().add(StepKind.GROUP_BY);
    group.keys().add("country");
    assertThat(form.name().get()).isEqualTo("orders_by_country");

    form.name().set("mine");
    group.keys().setAll("order_id");
    assertThat(form.name().get()).isEqualTo("mine");
  }

  @Test
  void showsAFileOfAKindWithoutAFormAsJson() {
    rig.viewModel.load(JobSubmission.of("dag", "airflow_dag", JobFile.parse(SCRIPT).config()));

    assertThat(rig.dialogs.notices()).singleElement().asString().contains("shown as JSON");
    assertThat(rig.viewModel.json().visible().get()).isTrue();
    assertThat(form.submission().type()).isEqualTo("airflow_dag");
  }

  @Test
  void copiesACommandThatCarriesTheWholeJob() {
    rig.fillIn();
    new JobText(rig.viewModel, rig.tasks, rig.dialogs).copyAsCli();

    String command = rig.dialogs.clipboard();
    assertThat(command).startsWith("orchestrator submit - <<'JOB'\n").endsWith("\nJOB\n");
    String text = command.substring(command.indexOf('\n'), command.lastIndexOf("JOB"));
    assertThat(JobFile.parse(text).config()).isEqualTo(form.submission().config());
  }

  private static final String SCRIPT =
      "{\"name\":\"s\",\"type\":\"script\",\"config\":{\"argv\":[\"/bin/echo\",\"hi\"]}}";
}
