package io.joborchestrator.engine.local;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The request to end one run. Hooks are called outside the lock, each once. */
final class RunCancellation implements LocalRunner.Cancellation {
  private static final Logger log = LoggerFactory.getLogger(RunCancellation.class);

  private final List<Runnable> requestHooks = new ArrayList<>();
  private final List<Runnable> forceHooks = new ArrayList<>();
  private boolean requested;
  private boolean forced;
  private String reason = "";

  /** True for the first request only. */
  boolean request(String why) {
    List<Runnable> hooks;
    synchronized (this) {
      if (requested) {
        return false;
      }
      requested = true;
      reason = why;
      hooks = List.copyOf(requestHooks);
    }
    hooks.forEach(RunCancellation::call);
    return true;
  }

  /** True for the first time only. */
  boolean force() {
    List<Runnable> hooks;
    synchronized (this) {
      if (forced) {
        return false;
      }
      forced = true;
      hooks = List.copyOf(forceHooks);
    }
    hooks.forEach(RunCancellation::call);
    return true;
  }

  @Override
  public synchronized boolean isRequested() {
    return requested;
  }

  @Override
  public synchronized String reason() {
    return reason;
  }

  @Override
  public synchronized boolean isForced() {
    return forced;
  }

  @Override
  public void onRequest(Runnable hook) {
    synchronized (this) {
      if (!requested) {
        requestHooks.add(hook);
        return;
      }
    }
    call(hook);
  }

  @Override
  public void onForce(Runnable hook) {
    synchronized (this) {
      if (!forced) {
        forceHooks.add(hook);
        return;
      }
    }
    call(hook);
  }

  private static void call(Runnable hook) {
    try {
      hook.run();
    } catch (RuntimeException e) {
      log.warn("A hook of a cancelled run failed; the run is forced after its grace", e);
    }
  }
}
