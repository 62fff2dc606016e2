package io.joborchestrator.testing;

import io.joborchestrator.domain.job.Checkpoint;
import io.joborchestrator.engine.Checkpoints;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The finished parts of one job in memory, shared by its attempts. An attempt can be made to die
 * right after a part was stored, or just before.
 */
public final class MemoryCheckpoints implements Checkpoints {
  /** The process dies: nothing behind this runs. */
  public static final class Death extends Error {
    private static final long serialVersionUID = 1L;

    Death() {
      super("killed by the test");
    }
  }

  private final TreeMap<Integer, Checkpoint> stored = new TreeMap<>();
  private @Nullable Integer diesAfter;
  private @Nullable Integer diesBefore;
  private Answer answer = Answer.STORED;
  public final List<Integer> saved = new ArrayList<>();
  public final List<String> resumes = new ArrayList<>();
  public boolean ended;

  public MemoryCheckpoints dieAfter(int chunk) {
    diesAfter = chunk;
    return this;
  }

  public MemoryCheckpoints dieBefore(int chunk) {
    diesBefore = chunk;
    return this;
  }

  public MemoryCheckpoints answer(Answer value) {
    answer = value;
    return this;
  }

  public List<Checkpoint> stored() {
    return List.copyOf(stored.values());
  }

  @Override
  public boolean areKept() {
    return true;
  }

  @Override
  public List<Checkpoint> load() {
    return stored();
  }

  @Override
  public Answer save(Checkpoint checkpoint) {
    if (diesBefore != null && diesBefore == checkpoint.chunk()) {
      diesBefore = null;
      throw new Death();
    }
    if (answer != Answer.STORED) {
      return answer;
    }
    stored.put(checkpoint.chunk(), checkpoint);
    saved.add(checkpoint.chunk());
    if (diesAfter != null && diesAfter == checkpoint.chunk()) {
      diesAfter = null;
      throw new Death();
    }
    return Answer.STORED;
  }

  @Override
  public Answer resume(int keep, String reason) {
    stored.tailMap(keep).clear();
    resumes.add(reason);
    return Answer.STORED;
  }

  @Override
  public Answer end() {
    stored.clear();
    ended = true;
    return Answer.STORED;
  }
}
