package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.store.DeadLetterStore;
import java.time.Duration;

/**
 * Takes operations on dead letters a step further, whoever started them, at the rate that the
 * database keeps; and closes entries that recovered by themselves.
 */
public final class BulkOperationRunner implements Duty {
  private static final Duration BUSY = Duration.ofMillis(250);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final int MOST = 1_000;

  private final DeadLetterStore letters;
  private final Runnable changed;
  private volatile boolean busy;

  /**
   * @param changed called when jobs were submitted or entries were closed
   */
  public BulkOperationRunner(DeadLetterStore letters, Runnable changed) {
    this.letters = letters;
    this.changed = changed;
  }

  @Override
  public String name() {
    return "replays";
  }

  @Override
  public Duration interval() {
    return busy ? BUSY : IDLE;
  }

  @Override
  public boolean runOnce() {
    int submitted = letters.runOperations(MOST);
    int closed = letters.closeRecovered(MOST);
    busy = submitted > 0;
    if (submitted + closed > 0) {
      changed.run();
    }
    return submitted >= MOST || closed >= MOST;
  }
}
