package io.joborchestrator.console.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.DirectUiTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RefresherTest {
  private final DirectUiTasks tasks = new DirectUiTasks();
  private final AtomicInteger questions = new AtomicInteger();
  private final List<Integer> answers = new ArrayList<>();
  private final List<Exception> failures = new ArrayList<>();
  private final Refresher<Integer> refresher =
      new Refresher<>(tasks, "Ask", questions::incrementAndGet, answers::add, failures::add);

  @Test
  void requestsDuringAQuestionBecomeOneMore() {
    tasks.hold();
    refresher.request();
    refresher.request();
    refresher.request();
    tasks.release();
    assertThat(answers).containsExactly(1, 2);
  }

  @Test
  void anAnswerAfterTheStopIsDropped() {
    tasks.hold();
    refresher.request();
    refresher.stop();
    tasks.release();
    assertThat(answers).isEmpty();
    refresher.request();
    assertThat(answers).hasSize(1);
  }

  @Test
  void anOlderAnswerNeverReplacesANewerOne() {
    tasks.hold();
    refresher.request();
    refresher.stop();
    refresher.request();
    tasks.releaseNewestFirst();
    assertThat(answers).hasSize(1);
  }
}
