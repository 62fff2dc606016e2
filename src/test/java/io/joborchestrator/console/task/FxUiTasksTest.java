package io.joborchestrator.console.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.testing.FxThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FxUiTasksTest {
  private final ThreadPoolExecutor workers =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final FxUiTasks tasks = new FxUiTasks(workers, timer);

  @AfterEach
  void stop() {
    workers.shutdownNow();
    timer.shutdownNow();
  }

  @Test
  void aDefectOfTheWorkIsReportedLikeAnyFailure() throws Exception {
    CompletableFuture<Exception> failure = new CompletableFuture<>();
    FxThread.run(
        () ->
            tasks.run(
                "Read a file",
                () -> {
                  throw new NoClassDefFoundError("some/Type");
                },
                done -> failure.completeExceptionally(new AssertionError("It succeeded")),
                failure::complete));
    assertThat(failure.get(20, TimeUnit.SECONDS))
        .hasMessageContaining("Read a file")
        .hasMessageContaining("some/Type");
  }

  @Test
  void nothingIsBegunOnceTheThreadsHaveEnded() {
    stop();
    List<String> told = new ArrayList<>();
    FxThread.run(
        () -> {
          tasks.run("Read", () -> 1, done -> told.add("done"), failure -> told.add("failed"));
          tasks.after(Duration.ZERO, () -> told.add("after")).cancel();
          tasks.every(Duration.ofMillis(1), () -> told.add("every")).cancel();
        });
    FxThread.pulses(2);
    assertThat(told).isEmpty();
  }
}
