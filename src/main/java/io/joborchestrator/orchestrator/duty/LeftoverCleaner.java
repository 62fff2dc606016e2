package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.store.CheckpointStore;
import io.joborchestrator.store.CheckpointStore.Leftover;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the temporary outputs that attempts of dead workers left, of jobs that have ended. What
 * cannot be seen from here is left to a worker that sees it.
 */
public final class LeftoverCleaner implements Duty {
  private static final Logger log = LoggerFactory.getLogger(LeftoverCleaner.class);
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final int MOST = 500;

  private final CheckpointStore store;
  private final String host;

  /**
   * @param host of this machine, as its workers register it
   */
  public LeftoverCleaner(CheckpointStore store, String host) {
    this.store = store;
    this.host = host;
  }

  @Override
  public String name() {
    return "leftovers";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    List<Leftover> done = new ArrayList<>();
    for (Leftover leftover : store.leftovers(MOST)) {
      if (remove(leftover)) {
        done.add(leftover);
      }
    }
    if (!done.isEmpty()) {
      store.forgetLeftovers(done);
    }
    return false;
  }

  /** True: nothing is left, as far as anybody here can know. */
  private boolean remove(Leftover leftover) {
    boolean found = false;
    for (String path : leftover.paths()) {
      try {
        if (OutputPublisher.abandon(Path.of(path), leftover.no(), leftover.epoch())) {
          log.info(
              "Removed what attempt {} of job {} left beside {}",
              leftover.epoch(),
              leftover.no(),
              path);
          found = true;
        }
      } catch (IOException e) {
        log.warn("What was left beside {} could not be removed; it is tried again", path, e);
        return false;
      } catch (InvalidPathException e) {
        log.debug("{} is no path on this machine", path);
      }
    }
    return found || leftover.paths().isEmpty() || host.equals(leftover.host());
  }
}
