package io.joborchestrator.console.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.console.engines.EnginesViewModel.Action;
import io.joborchestrator.console.engines.EnginesViewModel.Look;
import io.joborchestrator.domain.breaker.BreakerRow;
import io.joborchestrator.domain.breaker.BreakerState;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.Pages;
import io.joborchestrator.testing.SampleBreakers;
import org.junit.jupiter.api.Test;

class EnginesViewModelTest {
  private final FakeOrchestrator orchestrator = FakeOrchestrator.empty();
  private final Pages pages = new Pages(orchestrator);
  private final EnginesViewModel model = new EnginesViewModel(pages.context);

  private Look look() {
    model.onShown();
    Look look = model.lookProperty().get();
    assertThat(look).isNotNull();
    return look;
  }

  @Test
  void putsEachEngineBesideItsBreakerAndTheOthersApart() {
    orchestrator.engines().put(SampleBreakers.closed("spark", "spark://cluster:7077"));
    orchestrator.engines().put(SampleBreakers.open("tape", "robot-7"));
    Look look = look();
    assertThat(look.engines())
        .filteredOn(engine -> engine.engine().name().equals("spark"))
        .singleElement()
        .satisfies(engine -> assertThat(engine.breaker()).isNotNull());
    assertThat(look.elsewhere()).extracting(BreakerRow::name).containsExactly("tape@robot-7");
  }

  @Test
  void saysWhyACommandIsNotPossible() {
    BreakerRow closed = SampleBreakers.closed("spark", "here");
    BreakerRow open = SampleBreakers.open("spark", "here");
    assertThat(model.missing(Action.TRIP, closed)).isNull();
    assertThat(model.missing(Action.PROBE, closed)).contains("nothing to probe");
    assertThat(model.missing(Action.RESET, closed)).contains("closed already");
    assertThat(model.missing(Action.TRIP, open)).isNull();
    assertThat(model.missing(Action.PROBE, open)).isNull();
    assertThat(model.missing(Action.RESET, open)).isNull();
    assertThat(model.missing(Action.TRIP, SampleBreakers.tripped("spark", "here")))
        .contains("tripped already");
    assertThat(model.missing(Action.PROBE, SampleBreakers.halfOpen("spark", "here")))
        .contains("A probe is running");
    assertThat(model.missing(Action.TRIP, null)).contains("no breaker");
    assertThat(
            model.missing(
                Action.RESET, SampleBreakers.row("spark", "here", BreakerState.OPEN, false)))
        .contains("Only admins");
  }

  @Test
  void asksForAReasonBeforeItTripsAndResets() {
    pages.dialogs.answerWith("maintenance", "done");
    model.command(Action.TRIP, SampleBreakers.closed("spark", "here"));
    model.command(Action.RESET, SampleBreakers.open("spark", "here"));
    assertThat(orchestrator.commands())
        .containsExactly("trip spark@here maintenance", "reset spark@here done");
  }

  @Test
  void probesWithAChosenJobOrAny() {
    pages.dialogs.answerWith(" job-7 ", "");
    model.command(Action.PROBE, SampleBreakers.open("spark", "here"));
    model.command(Action.PROBE, SampleBreakers.open("spark", "here"));
    assertThat(orchestrator.commands())
        .containsExactly(
            "probe spark@here job-7 Asked for in the console",
            "probe spark@here null Asked for in the console");
  }

  @Test
  void keepsWhatWasKnownWhileTheDatabaseIsSilent() {
    orchestrator.engines().put(SampleBreakers.open("spark", "here"));
    look();
    orchestrator.failWith("The database does not answer");
    model.refresh();
    Look look = model.lookProperty().get();
    assertThat(look).isNotNull();
    assertThat(look.reachable()).isFalse();
    assertThat(look.engines()).anySatisfy(engine -> assertThat(engine.breaker()).isNotNull());
  }
}
