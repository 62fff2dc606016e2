package io.joborchestrator.testing;

import io.joborchestrator.domain.job.Checkpoint;
import io.joborchestrator.store.CheckpointStore;
import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Checkpoints in memory, fenced by the leases of a fake queue. Thread-safe. */
public final class FakeCheckpointStore implements CheckpointStore {
  private final List<Leftover> leftovers = new ArrayList<>();
  private final Supplier<Set<Claim>> leases;
  private final Map<Long, TreeMap<Integer, Checkpoint>> stored = new TreeMap<>();
  public final List<StaleFolder> stale = new ArrayList<>();
  public final List<Long> forgotten = new ArrayList<>();

  public FakeCheckpointStore(Supplier<Set<Claim>> leases) {
    this.leases = leases;
  }

  private synchronized TreeMap<Integer, Checkpoint> of(Claim claim) {
    return stored.computeIfAbsent(claim.no(), no -> new TreeMap<>());
  }

  /** An attempt that may have left something. */
  public synchronized void leave(Leftover leftover) {
    leftovers.add(leftover);
  }

  @Override
  public synchronized List<Checkpoint> load(WorkerSession session, Claim claim) {
    return leases.get().contains(claim) ? List.copyOf(of(claim).values()) : List.of();
  }

  @Override
  public synchronized boolean save(WorkerSession session, Claim claim, Checkpoint checkpoint) {
    if (!leases.get().contains(claim)) {
      return false;
    }
    of(claim).put(checkpoint.chunk(), checkpoint);
    return true;
  }

  @Override
  public synchronized boolean resume(WorkerSession session, Claim claim, int keep, String reason) {
    if (!leases.get().contains(claim)) {
      return false;
    }
    of(claim).tailMap(keep).clear();
    return true;
  }

  @Override
  public synchronized boolean end(WorkerSession session, Claim claim) {
    if (!leases.get().contains(claim)) {
      return false;
    }
    of(claim).clear();
    return true;
  }

  @Override
  public synchronized List<StaleFolder> stale(int limit) {
    return List.copyOf(stale);
  }

  @Override
  public synchronized int forget(List<Long> nos) {
    forgotten.addAll(nos);
    stale.removeIf(folder -> nos.contains(folder.no()));
    return nos.size();
  }

  @Override
  public synchronized List<Leftover> leftovers(int limit) {
    return List.copyOf(leftovers);
  }

  @Override
  public synchronized int forgetLeftovers(List<Leftover> removed) {
    leftovers.removeAll(removed);
    return removed.size();
  }
}
