package io.joborchestrator.console.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.view.Navigator;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.console.view.ViewLoader;
import io.joborchestrator.domain.deadletter.DeadLetterRow;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import io.joborchestrator.testing.RecordingDialogs;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The page without a window, on fakes. */
class DeadLettersViewModelTest {
  private final FakeOrchestrator orchestrator = DeadLettersSample.typical();
  private final DirectUiTasks tasks = new DirectUiTasks();
  private final RecordingDialogs dialogs = new RecordingDialogs();
  private final UiState state = UiState.transientState();
  private final DeadLettersViewModel page = page(false);

  private DeadLettersViewModel page(boolean production) {
    Texts texts = Texts.load(Locale.ENGLISH);
    Clock clock = Clock.fixed(JobRowBuilder.NOW, ZoneOffset.UTC);
    return new DeadLettersViewModel(
        new PageContext(
            orchestrator,
            tasks,
            new LiveFeed(orchestrator, tasks, clock),
            dialogs,
            new NoNavigator(),
            state,
            texts,
            new ViewLoader(texts),
            clock),
        production);
  }

  private record NoNavigator() implements Navigator {
    @Override
    public void openJob(String jobId) {}

    @Override
    public void openJobs(JobFilter filter) {}

    @Override
    public void openDeadLetter(long entryNo) {}

    @Override
    public void openDeadLetters() {}

    @Override
    public void openSubmit(@Nullable JobSubmission prefill) {}
  }

  private DeadLetterRow row(int index) {
    return page.entries().rows().get(index);
  }

  @Test
  void theLargestGroupIsChosenAndHealedOnesComeLast() {
    page.shown();
    List<GroupRow> rows = page.groups().rows();
    assertThat(page.scope().group().get()).isEqualTo(1);
    assertThat(rows.get(rows.size() - 1).healed()).isTrue();
    assertThat(rows).filteredOn(GroupRow::healed).hasSize(1);
    assertThat(page.entries().totalProperty().get()).isEqualTo(412);
    assertThat(page.entries().rows().size()).isEqualTo(412);
  }

  @Test
  void entriesOfAHealedGroupAreThoseThatSucceededLater() {
    page.shown();
    page.chooseGroup(7);
    assertThat(page.entries().totalProperty().get()).isEqualTo(64);
    assertThat(row(0).state()).isEqualTo(DeadLetterState.RECOVERED);
  }

  @Test
  void aReplayOfSeveralNeedsAReasonAndGoesByItsRules() {
    page.shown();
    page.openReplay(page.allMatching());
    assertThat(page.replay().previewProperty().get().counts().eligible()).isEqualTo(412);
    assertThat(page.replay().previewProperty().get().sample()).hasSize(3);
    assertThat(page.replay().whyNot()).contains("Say why");
    page.replay().reasonProperty().set("New key");
    page.replay().rateProperty().set(500.0);
    assertThat(page.replay().whyNot()).isNull();
    page.replay().start();
    assertThat(dialogs.questions())
        .containsExactly("Replay 412 dead letters? | Replay 412 entries | Keep them");
    assertThat(orchestrator.deadLetters().lastOptions().canary()).isTrue();
    assertThat(orchestrator.deadLetters().lastOptions().perSecond()).isEqualTo(500.0);
    assertThat(orchestrator.deadLetters().lastOptions().stopAfter()).isEqualTo(5);
    assertThat(page.replay().targetProperty().get()).isNull();
    assertThat(page.operation().lookProperty().get().operation().total()).isEqualTo(412);
  }

  @Test
  void inProductionTheNumberOfEntriesIsTyped() {
    DeadLettersViewModel production = page(true);
    production.shown();
    production.selection().checkAll(production.entries().rows().subList(0, 2));
    production.discardChosen();
    assertThat(dialogs.questions())
        .containsExactly("Discard 2 dead letters? | Discard 2 entries | Keep them | type 2");
  }

  @Test
  void oneEntryIsReplayedWithoutFurtherQuestions() {
    page.shown();
    page.setCurrent(row(5));
    page.replayChosen();
    assertThat(page.replay().canaryProperty().get()).isFalse();
    page.replay().start();
    assertThat(dialogs.questions()).isEmpty();
    assertThat(orchestrator.commands()).contains("replay 6");
  }

  @Test
  void discardedEntriesComeBackByUndo() {
    page.shown();
    page.setCurrent(row(3));
    dialogs.answerWith("Nobody needs it");
    page.discardChosen();
    assertThat(orchestrator.commands()).contains("discard 4: Nobody needs it");
    assertThat(page.entries().totalProperty().get()).isEqualTo(411);
    dialogs.undo();
    assertThat(page.entries().totalProperty().get()).isEqualTo(412);
  }

  @Test
  void aRunningReplayIsFoundWhenThePageOpens() {
    orchestrator
        .deadLetters()
        .replay(
            io.joborchestrator.domain.deadletter.DeadLetterFilter.ofGroup(2).all(),
            io.joborchestrator.domain.deadletter.ReplayOptions.AS_IT_WAS,
            "before");
    page.shown();
    assertThat(page.operation().lookProperty().get().operation().total()).isEqualTo(38);
  }

  @Test
  void rateAndStopRuleOfARunningReplayAreChangedOneByOne() {
    page.shown();
    page.openReplay(page.allMatching());
    page.replay().reasonProperty().set("New key");
    page.replay().start();
    page.operation().changeRate(500.0);
    page.operation().changeStop(null);
    assertThat(orchestrator.commands())
        .contains(
            "change operation 1: rate 500.0, stop after 5",
            "change operation 1: rate 500.0, stop after null");
    assertThat(page.operation().lookProperty().get().operation().options().perSecond())
        .isEqualTo(500.0);
  }

  @Test
  void theFilterIsRememberedAndAWrongTermSaid() {
    page.shown();
    page.filterBar().setText("reason:worker_crash");
    assertThat(page.groups().rows()).filteredOn(row -> !row.healed()).hasSize(1);
    assertThat(state.get("dead.filter")).contains("reason:worker_crash");
    page.filterBar().setText("reason:nonsense");
    assertThat(page.filterBar().problemProperty().get()).contains("worker_crash");
  }

  @Test
  void anEditedPayloadIsCheckedAndGoesWithItsEntry() {
    page.shown();
    page.setCurrent(row(0));
    PayloadViewModel payload = page.detail().payload();
    payload.edit();
    payload.textProperty().set("{ broken");
    assertThat(payload.errorProperty().get()).contains("Line 1");
    payload.textProperty().set("{\"script\": \"/opt/feeds/pull2.sh\"}");
    assertThat(payload.isFit()).isFalse();
    tasks.elapse(Duration.ofMillis(400));
    assertThat(payload.isFit()).isTrue();
    assertThat(payload.differencesProperty().get()).isNotEmpty();
    page.replayChosen();
    page.replay().start();
    assertThat(orchestrator.deadLetters().lastOptions().payload().get("script").asText())
        .isEqualTo("/opt/feeds/pull2.sh");
  }
}
