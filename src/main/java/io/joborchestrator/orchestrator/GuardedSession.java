package io.joborchestrator.orchestrator;

import io.joborchestrator.config.AppConfig;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops its session when the process is asked to end before it was stopped: running jobs are given
 * back at once instead of when their lease ends, no script is left behind, and the embedded
 * database stops with its last user. Thread-safe.
 */
public final class GuardedSession implements OrchestratorSession {
  private static final Logger log = LoggerFactory.getLogger(GuardedSession.class);

  private final OrchestratorSession session;
  private final Thread hook;

  /**
   * @param stopLimit for the stop at the end of the process
   */
  public GuardedSession(OrchestratorSession session, Duration stopLimit) {
    this.session = session;
    this.hook = new Thread(() -> session.stop(stopLimit), "ejo-stop");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public Orchestrator orchestrator() {
    return session.orchestrator();
  }

  @Override
  public AppConfig config() {
    return session.config();
  }

  @Override
  public boolean executes() {
    return session.executes();
  }

  @Override
  public void stop(Duration deadline) {
    session.stop(deadline);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      log.debug("The process ends already; the hook finds the session stopped", ending);
    }
  }
}
