package io.joborchestrator.console.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.DirectUiTasks;
import io.joborchestrator.testing.FakeOrchestrator;
import io.joborchestrator.testing.JobRowBuilder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LiveFeedTest {
  private Instant now = JobRowBuilder.NOW;
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private final FakeOrchestrator orchestrator = FakeOrchestrator.empty();
  private final DirectUiTasks tasks = new DirectUiTasks();
  private final LiveFeed feed = new LiveFeed(orchestrator, tasks, clock);
  private final AtomicInteger refreshes = new AtomicInteger();

  private void after(Duration time) {
    now = now.plus(time);
    feed.tick();
  }

  @Test
  void asksAgainAfterTwoSecondsWithoutAHint() {
    feed.subscribe(refreshes::incrementAndGet);
    after(Duration.ZERO);
    assertThat(refreshes).hasValue(1);
    after(Duration.ofMillis(1_900));
    assertThat(refreshes).hasValue(1);
    after(Duration.ofMillis(100));
    assertThat(refreshes).hasValue(2);
  }

  @Test
  void isSilentWhilePausedAndAsksOnceWhenThatEnds() {
    after(Duration.ZERO);
    feed.subscribe(refreshes::incrementAndGet);
    feed.pausedProperty().set(true);
    after(Duration.ofMinutes(1));
    assertThat(refreshes).hasValue(0);
    feed.pausedProperty().set(false);
    after(Duration.ofMillis(1));
    assertThat(refreshes).hasValue(1);
  }

  @Test
  void isSilentWithoutAConnectionAndAsksAtOnceWhenItIsBack() {
    after(Duration.ZERO);
    feed.subscribe(refreshes::incrementAndGet);
    orchestrator.disconnect(now, "Connection refused");
    after(Duration.ofMinutes(1));
    assertThat(feed.connectedProperty().get()).isFalse();
    assertThat(refreshes).hasValue(0);
    orchestrator.reconnect();
    after(Duration.ofMillis(200));
    assertThat(refreshes).hasValue(1);
  }

  @Test
  void aFailingPageDoesNotStopTheOthers() {
    feed.subscribe(
        () -> {
          throw new IllegalStateException("broken page");
        });
    feed.subscribe(refreshes::incrementAndGet);
    after(Duration.ZERO);
    assertThat(refreshes).hasValue(1);
  }

  @Test
  void leavesNothingBehindWhenStopped() {
    feed.start();
    UiTasks.Handle subscription = feed.subscribe(refreshes::incrementAndGet);
    subscription.cancel();
    feed.stop();
    after(Duration.ofMinutes(1));
    assertThat(refreshes).hasValue(0);
    assertThat(orchestrator.listenerCount()).isZero();
    assertThat(tasks.waitingTimers()).isZero();
  }
}
