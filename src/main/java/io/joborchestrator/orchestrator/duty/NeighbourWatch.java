package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.orchestrator.run.WorkFolders;
import io.joborchestrator.store.WorkStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the other workers on this machine: one whose process has ended is reported, so that
 * nobody waits for the end of its lease, and what it left on the disk is removed.
 */
public final class NeighbourWatch implements Duty {
  private static final Logger log = LoggerFactory.getLogger(NeighbourWatch.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);

  /** So long is left to the neighbours of a worker of another database to see it. */
  private static final int MOST_LOOKS = 240;

  private final WorkStore work;
  private final WorkFolders folders;
  private final String host;
  private final Runnable reported;
  private final Map<String, Integer> strangers = new HashMap<>();

  /**
   * @param host of this process, as it registers
   * @param reported called when a lease was ended, so that its jobs are put back at once
   */
  public NeighbourWatch(WorkStore work, WorkFolders folders, String host, Runnable reported) {
    this.work = work;
    this.folders = folders;
    this.host = host;
    this.reported = reported;
  }

  @Override
  public String name() {
    return "neighbours";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    for (String worker : folders.abandoned()) {
      if (strangers.containsKey(worker)) {
        if (strangers.merge(worker, 1, Integer::sum) > MOST_LOOKS) {
          strangers.remove(worker);
          folders.removeAbandoned(worker);
        }
      } else if (work.processEnded(host, worker)) {
        log.warn("The process of the worker {} has ended; its jobs are put back", worker);
        reported.run();
        folders.removeAbandoned(worker);
      } else {
        strangers.put(worker, 1);
      }
    }
    return false;
  }
}
