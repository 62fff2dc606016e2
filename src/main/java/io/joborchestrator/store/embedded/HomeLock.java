package io.joborchestrator.store.embedded;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Lets one thread of one process of the user start or stop the server of a home. */
final class HomeLock implements AutoCloseable {
  /** File locks belong to the process: threads of one process need a lock of their own. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private static final Duration RETRY = Duration.ofMillis(50);

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  static HomeLock acquire(Path home, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      if (!IN_PROCESS.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw busy(home);
      }
      return new HomeLock(acquireFile(home, deadline));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE, "Interrupted while waiting for the database", e);
    }
  }

  private static FileChannel acquireFile(Path home, long deadline)
      throws IOException, InterruptedException {
    FileChannel channel = null;
    FileLock lock = null;
    try {
      channel =
          FileChannel.open(
              home.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      lock = channel.tryLock();
      while (lock == null && System.nanoTime() < deadline) {
        TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        lock = channel.tryLock();
      }
      if (lock == null) {
        throw busy(home);
      }
      return channel;
    } finally {
      if (lock == null) {
        closeQuietly(channel);
        IN_PROCESS.unlock();
      }
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  private static OrchestratorException busy(Path home) {
    return new OrchestratorException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "Another process has been starting or stopping the database in " + home + " for too long");
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
