package io.joborchestrator.orchestrator.duty;

import io.joborchestrator.engine.chunk.ChunkFolder;
import io.joborchestrator.store.CheckpointStore;
import io.joborchestrator.store.CheckpointStore.StaleFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the chunks of jobs that have ended for good. A folder that cannot be seen from here is
 * left to a worker that sees it.
 */
public final class CheckpointCleaner implements Duty {
  private static final Logger log = LoggerFactory.getLogger(CheckpointCleaner.class);
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final int MOST = 1_000;

  private final CheckpointStore checkpoints;

  public CheckpointCleaner(CheckpointStore checkpoints) {
    this.checkpoints = checkpoints;
  }

  @Override
  public String name() {
    return "checkpoints";
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public boolean runOnce() {
    List<Long> removed = new ArrayList<>();
    for (StaleFolder stale : checkpoints.stale(MOST)) {
      if (remove(stale)) {
        removed.add(stale.no());
      }
    }
    if (!removed.isEmpty()) {
      checkpoints.forget(removed);
    }
    return false;
  }

  private static boolean remove(StaleFolder stale) {
    if (stale.folder().isEmpty()) {
      // A worker in another language that keeps its state in the database alone.
      return true;
    }
    try {
      Path folder = Path.of(stale.folder());
      Path parent = folder.getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        return false;
      }
      ChunkFolder.delete(folder);
      return true;
    } catch (IOException | InvalidPathException e) {
      log.warn("{} could not be removed; it is tried again", stale.folder(), e);
      return false;
    }
  }
}
