package io.joborchestrator.store.postgres;

import io.joborchestrator.store.WorkStore.Claim;
import io.joborchestrator.store.WorkStore.ClaimedJob;
import io.joborchestrator.store.WorkStore.WorkerSession;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * What the sessions of this process know that they hold. When the answer to a claim is lost, the
 * database may have leased jobs that nobody here knows of, and this worker's heartbeats would keep
 * them for ever: the next claim first gives back everything that is not in here. Thread-safe.
 */
final class HeldJobs {
  private record Session(long workerNo, int epoch) {}

  private final Map<Session, Set<Long>> held = new ConcurrentHashMap<>();
  private final Set<Session> inDoubt = ConcurrentHashMap.newKeySet();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** One claim against the database. */
  interface Claiming {
    List<ClaimedJob> run();
  }

  /** Gives back all of the session's jobs but these. */
  interface Reconciling {
    void releaseAllBut(Collection<Long> known);
  }

  List<ClaimedJob> claim(WorkerSession session, Claiming claiming, Reconciling reconciling) {
    Session key = new Session(session.workerNo(), session.epoch());
    settle(key, reconciling);
    lock.readLock().lock();
    try {
      List<ClaimedJob> jobs = claiming.run();
      Set<Long> mine = of(key);
      jobs.forEach(job -> mine.add(job.no()));
      return jobs;
    } catch (RuntimeException e) {
      if (!SqlErrors.isRolledBack(e)) {
        inDoubt.add(key);
      }
      throw e;
    } finally {
      lock.readLock().unlock();
    }
  }

  /** While no claim is under way, or its jobs would be taken for unknown ones. */
  private void settle(Session key, Reconciling reconciling) {
    if (!inDoubt.contains(key)) {
      return;
    }
    lock.writeLock().lock();
    try {
      if (inDoubt.contains(key)) {
        reconciling.releaseAllBut(List.copyOf(of(key)));
        inDoubt.remove(key);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  void ended(WorkerSession session, Collection<Claim> claims) {
    Set<Long> mine = held.get(new Session(session.workerNo(), session.epoch()));
    if (mine != null) {
      claims.forEach(claim -> mine.remove(claim.no()));
    }
  }

  /** A worker that registered again holds nothing of its earlier lives. */
  void registered(WorkerSession session) {
    held.keySet().removeIf(key -> isEarlier(key, session));
    inDoubt.removeIf(key -> isEarlier(key, session));
  }

  private static boolean isEarlier(Session key, WorkerSession session) {
    return key.workerNo() == session.workerNo() && key.epoch() < session.epoch();
  }

  void forget(WorkerSession session) {
    Session key = new Session(session.workerNo(), session.epoch());
    held.remove(key);
    inDoubt.remove(key);
  }

  private Set<Long> of(Session key) {
    return held.computeIfAbsent(key, session -> ConcurrentHashMap.newKeySet());
  }
}
