package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunProgress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far a statement is, four times a second, while it is open; repeats an interrupt that
 * came a moment too early.
 */
final class ProgressWatch implements AutoCloseable {
  private static final long EVERY_MILLIS = 250;

  private final DuckDbSession session;
  private final RunListener listener;
  private final long bytes;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  ProgressWatch(DuckDbSession session, RunListener listener, long bytes) {
    this.session = session;
    this.listener = listener;
    this.bytes = bytes;
    thread = new Thread(this::watch, "ejo-run-progress");
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!closed.await(EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (session.isInterrupted()) {
          session.interrupt();
        }
        Double percent = session.progress();
        if (percent != null) {
          long read = (long) (bytes * percent / 100);
          listener.progress(new RunProgress(percent, 0, 0, read, "Running the query"));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
