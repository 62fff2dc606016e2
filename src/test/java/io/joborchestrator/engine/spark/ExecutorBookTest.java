package io.joborchestrator.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.domain.job.RunEvent;
import java.util.Map;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/** What people are told of executors that come and go, or never come. */
class ExecutorBookTest {
  private final ExecutorBook book = new ExecutorBook();

  @Test
  void tellsWhoCameAndWhoWasLostAndWhy() {
    assertThat(book.added("1", "node-a", 2))
        .hasValue(new RunEvent("executor_added", "Executor 1 on node-a added: 2 cores."));
    assertThat(book.alive()).isEqualTo(1);
    assertThat(book.removed("1", "Command exited with code 137"))
        .hasValue(
            new RunEvent(
                "executor_lost",
                "Executor 1 on node-a lost: Command exited with code 137 (killed from outside,"
                    + " often because memory ran out); its tasks run again."));
    assertThat(book.alive()).isZero();
    assertThat(book.removed("1", "Command exited with code 137")).as("told twice").isEmpty();
  }

  @Test
  void anIdleOneThatWasGivenBackIsNotLost() {
    book.added("1", "node-a", 1);
    assertThat(book.removed("1", "Executor killed by driver."))
        .hasValueSatisfying(event -> assertThat(event.event()).isEqualTo("executor_removed"));
  }

  @Test
  void theDriverIsNoExecutor() {
    assertThat(book.added(ExecutorBook.DRIVER, "localhost", 2)).isEmpty();
    assertThat(book.alive()).isZero();
  }

  @Test
  void namesWhatIsMissingWhenNoExecutorComes() {
    Map<String, String> wants = Map.of("spark.executor.memory", "2g", "spark.executor.cores", "2");
    assertThat(state(0, 0, 0, 0, 0).whyNoExecutor(wants)).contains("no worker");
    assertThat(state(2, 4, 4, 1024, 1024).whyNoExecutor(wants))
        .contains("2048 MiB", "no worker has more than 1024 MiB");
    assertThat(state(2, 4, 4, 4096, 512).whyNoExecutor(wants))
        .contains("no worker has more than 512 MiB free", "1 application");
    assertThat(state(2, 4, 1, 4096, 4096).whyNoExecutor(wants)).contains("1 of 4 are free");
    assertThat(state(2, 4, 4, 4096, 4096).whyNoExecutor(wants)).contains("fail at once");
  }

  private static ClusterState state(int workers, int cores, int free, int memory, int freeMemory) {
    return new ClusterState("m:7077", workers, cores, free, memory, freeMemory, 1);
  }

  @Test
  void errorsOfTheClusterAreTypedByTheirWords() {
    JobError lost =
        SparkErrors.of(
            new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 1.0 failed 4 times, most recent"
                    + " failure: Lost task 0.3 in stage 1.0 (TID 5) (node-a executor 3):"
                    + " ExecutorLostFailure (executor 3 exited caused by one of the running tasks)"
                    + " Reason: Command exited with code 1\nDriver stacktrace:"));
    assertThat(lost.code()).isEqualTo(ErrorCode.ENGINE_FAILED.wire());
    assertThat(lost.message()).contains("executor 3: Command exited with code 1");
    JobError memory =
        SparkErrors.of(
            new SparkException(
                "ExecutorLostFailure (executor 3 exited caused by one of the running tasks)"
                    + " Reason: Command exited with code 137\nDriver stacktrace:"));
    assertThat(memory.type()).isEqualTo(ErrorType.RESOURCE);
    assertThat(memory.message()).contains("engines.spark.memory");
    JobError heap = SparkErrors.of(new SparkException("x: java.lang.OutOfMemoryError: Java heap"));
    assertThat(heap.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY.wire());
    JobError driver = SparkErrors.of(new OutOfMemoryError("Java heap space"));
    assertThat(driver.type()).isEqualTo(ErrorType.RESOURCE);
    JobError stopped = SparkErrors.of(new SparkException("... SparkContext was shut down"));
    assertThat(stopped.type()).isEqualTo(ErrorType.ENGINE);
  }
}
