package io.joborchestrator.orchestrator.duty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class DutyLoopTest {
  private static final Duration INTERVAL = Duration.ofSeconds(7);
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** Fails so often with what it was given, then works. */
  private record Failing(Deque<Error> errors) implements Duty {
    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Duration interval() {
      return INTERVAL;
    }

    @Override
    public boolean runOnce() {
      if (!errors.isEmpty()) {
        throw errors.poll();
      }
      return false;
    }
  }

  @Test
  void goesOnWhenTheMemoryWasUsedUpForAMoment() {
    Duty duty =
        new Failing(new ArrayDeque<>(List.of(new OutOfMemoryError(), new StackOverflowError())));
    DutyLoop loop =
        new DutyLoop(duty, new Backoff(FIRST, Duration.ofSeconds(10), () -> 1.0), Thread::new);
    assertThat(loop.step()).isEqualTo(FIRST);
    assertThat(loop.step()).isEqualTo(FIRST.multipliedBy(2));
    assertThat(loop.step()).isEqualTo(INTERVAL);
  }
}
