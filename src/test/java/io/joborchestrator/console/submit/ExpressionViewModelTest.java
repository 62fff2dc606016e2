package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.pipeline.PipelineWorkbench.ExpressionCheck;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionViewModelTest {
  private final SubmitRig rig = new SubmitRig();
  private final ExpressionViewModel where;

  ExpressionViewModelTest() {
    rig.form.pipeline().useFile(SubmitRig.ORDERS);
    rig.settle();
    where = ((FilterStep) rig.form.pipeline().add(StepKind.FILTER)).where();
    rig.settle();
  }

  @Test
  void marksTheWrongCharactersAfterAShortPause() {
    where.text().set("1 < amout");
    assertThat(where.problems()).isEmpty();

    rig.tasks.elapse(ExpressionViewModel.DELAY);
    assertThat(where.problems())
        .extracting(Problem::start, Problem::end, Problem::suggestion)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(4, 9, "amount"));
  }

  @Test
  void aSuggestionMendsTheText() {
    where.text().set("amout > 5 and amount < 9");
    rig.settle();
    where.apply(where.problems().get(0));
    rig.settle();

    assertThat(where.text().get()).isEqualTo("amount > 5 and amount < 9");
    assertThat(where.problems()).isEmpty();
    assertThat(where.typeText().get()).isEqualTo("boolean");
  }

  @Test
  void dropsAnAnswerToAnOlderText() {
    where.text().set("amout");
    rig.tasks.hold();
    rig.tasks.elapse(ExpressionViewModel.DELAY);
    where.text().set("amount > 1");
    rig.tasks.release();
    rig.settle();

    assertThat(where.problems()).isEmpty();
  }

  @Test
  void waitsUntilTypingStops() {
    List<String> asked = new ArrayList<>();
    rig.orchestrator
        .workbench()
        .setExpressions(
            (text, known) -> {
              asked.add(text);
              return new ExpressionCheck(ColumnType.BOOLEAN, List.of(), List.of());
            });
    where.text().set("a");
    rig.tasks.elapse(ExpressionViewModel.DELAY.dividedBy(2));
    where.text().set("am");
    rig.tasks.elapse(ExpressionViewModel.DELAY);

    assertThat(asked).containsExactly("am");
  }

  @Test
  void offersNamesThatBeginWithWhatIsTyped() {
    where.text().set("amount > 1 and cu");
    where.complete(17);

    assertThat(where.completions()).containsExactly("customer_id");
    assertThat(where.accept("customer_id", 17)).isEqualTo(26);
    assertThat(where.text().get()).isEqualTo("amount > 1 and customer_id");
    assertThat(where.completions()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      value = {"a + b;b", "'';''", "lower(na;na", "a +;''", "\"my co;\"my co", "x = 'it' and y;y"},
      delimiter = ';')
  void findsTheWordThatIsBeingTyped(String text, String word) {
    assertThat(ExpressionViewModel.wordBefore(text)).isEqualTo(word);
  }
}
