package io.joborchestrator.console.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.filter.FilterBarViewModel;
import io.joborchestrator.console.filter.FilterChip;
import io.joborchestrator.console.filter.FilterSuggestion;
import io.joborchestrator.domain.job.JobFilter;
import io.joborchestrator.domain.job.JobFilterParser;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FilterBarViewModelTest {
  private final FakeOrchestrator orchestrator = FakeOrchestrator.busy();
  private final DirectUiTasks tasks = new DirectUiTasks();
  private final FilterBarViewModel<JobFilter> bar =
      new FilterBarViewModel<>(
          new JobFilterParser(new JobsFixture.MovingClock(), "m.keller")::parse,
          new FilterSuggestions(orchestrator.jobs())::of,
          tasks);

  private void type(String text) {
    bar.draftProperty().set(text);
    tasks.elapse(Duration.ofMillis(400));
  }

  @Test
  void finishedTermsBecomeChips() {
    type("status:failed type:etl -name:noise");
    assertThat(bar.commit()).isTrue();
    assertThat(bar.chips())
        .extracting(FilterChip::text)
        .containsExactly("status:failed", "type:etl", "-name:noise");
    assertThat(bar.draftProperty().get()).isEmpty();
    JobFilter filter = bar.filterProperty().get();
    assertThat(filter.statuses()).containsExactly(JobStatus.FAILED);
    assertThat(filter.types()).containsExactly("etl");
    assertThat(filter.notText()).containsExactly("noise");
  }

  @Test
  void aWrongTermStaysWithTheReason() {
    type("status:faild");
    assertThat(bar.commit()).isFalse();
    assertThat(bar.problemProperty().get()).contains("faild").contains("failed");
    assertThat(bar.draftProperty().get()).isEqualTo("status:faild");
    assertThat(bar.chips()).isEmpty();
    type("status:failed");
    assertThat(bar.problemProperty().get()).isEmpty();
  }

  @Test
  void plainWordsFilterWhileTheyAreTyped() {
    type("orders");
    assertThat(bar.filterProperty().get().text()).containsExactly("orders");
    assertThat(bar.chips()).isEmpty();
  }

  @Test
  void fieldsFilterOnlyWhenTheyAreFinished() {
    type("status:run");
    assertThat(bar.filterProperty().get()).isEqualTo(JobFilter.ALL);
    assertThat(bar.problemProperty().get()).isEmpty();
  }

  @Test
  void removingAChipWidensTheFilter() {
    bar.setText("type:etl engine:spark");
    bar.remove(bar.chips().get(0));
    assertThat(bar.filterProperty().get().types()).isEmpty();
    assertThat(bar.filterProperty().get().engines()).containsExactly("spark");
  }

  @Test
  void theLastChipCanBeTakenBack() {
    bar.setText("type:etl engine:spark");
    bar.takeBackLast();
    assertThat(bar.draftProperty().get()).isEqualTo("engine:spark");
    assertThat(bar.chips()).hasSize(1);
  }

  @Test
  void suggestsFieldsThenValues() {
    type("sta");
    assertThat(bar.suggestions()).extracting(FilterSuggestion::term).contains("status:", "sta");
    type("engine:s");
    assertThat(bar.suggestions())
        .extracting(FilterSuggestion::term)
        .containsExactly("engine:spark");
    type("status:f");
    assertThat(bar.suggestions())
        .extracting(FilterSuggestion::term)
        .containsExactly("status:failed");
    type("status:failed,t");
    assertThat(bar.suggestions())
        .extracting(FilterSuggestion::term)
        .containsExactly("status:failed,timeout");
  }

  @Test
  void acceptingAValueMakesAChip() {
    type("engine:s");
    bar.accept(bar.suggestions().get(0));
    assertThat(bar.chips()).extracting(FilterChip::text).containsExactly("engine:spark");
    assertThat(bar.suggestions()).isEmpty();
  }

  @Test
  void acceptingAFieldGoesOnWithItsValue() {
    type("eng");
    bar.accept(bar.suggestions().get(0));
    assertThat(bar.draftProperty().get()).isEqualTo("engine:");
    assertThat(bar.chips()).isEmpty();
  }

  @Test
  void aValueWithBlanksStaysOneTerm() {
    bar.setText("tag:\"month end\" type:etl");
    assertThat(bar.chips()).hasSize(2);
    assertThat(bar.filterProperty().get().tags()).containsExactly("month end");
  }

  @Test
  void longValuesAreShortened() {
    FilterChip chip = FilterChip.of("type:etl,analytics,script,custom");
    assertThat(chip.shortValue(4)).isEqualTo("etl, analytics, script, custom");
    assertThat(chip.shortValue(2)).isEqualTo("etl, 3 more");
    assertThat(chip.shortValue(1)).isEqualTo("4 values");
    assertThat(FilterChip.of("-name:noise").label()).isEqualTo("not name:");
  }
}
