package io.joborchestrator.app;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the threads of this program: named, and with their defects in the log. Thread-safe. */
final class NamedThreads implements ThreadFactory {
  private static final Logger log = LoggerFactory.getLogger(NamedThreads.class);

  private final String group;
  private final AtomicInteger count = new AtomicInteger();

  NamedThreads(String group) {
    this.group = group;
  }

  /** Daemons: a thread that hangs must not keep a closed program alive. */
  @Override
  public Thread newThread(Runnable task) {
    Thread thread = new Thread(task, group + "-" + count.incrementAndGet());
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler(
        (dead, e) -> log.error("The thread {} ended by a defect", dead.getName(), e));
    return thread;
  }
}
