package io.joborchestrator.orchestrator.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts its parts in the order they were added and stops them in reverse. If one does not start,
 * those before it are stopped again. Thread-safe.
 */
public final class LifecycleRegistry implements Lifecycle {
  private static final Logger log = LoggerFactory.getLogger(LifecycleRegistry.class);
  private static final Duration LEAST = Duration.ofMillis(200);
  private static final Duration UNDO = Duration.ofSeconds(5);

  private final List<Part> parts = new ArrayList<>();
  private final Deque<Part> started = new ArrayDeque<>();
  private final LongSupplier nanos;

  private record Part(String name, Lifecycle lifecycle) {}

  public LifecycleRegistry(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Adds a part; must be called before {@link #start()}. */
  public synchronized void add(String name, Lifecycle part) {
    parts.add(new Part(name, part));
  }

  @Override
  public synchronized void start() {
    if (!started.isEmpty()) {
      return;
    }
    for (Part part : parts) {
      try {
        part.lifecycle().start();
        started.push(part);
      } catch (RuntimeException e) {
        stop(UNDO);
        throw e;
      }
    }
  }

  /** Each part gets what is left of the time, and a little even if nothing is left. */
  @Override
  public synchronized void stop(Duration deadline) {
    long end = nanos.getAsLong() + deadline.toNanos();
    while (!started.isEmpty()) {
      Part part = started.pop();
      Duration left = Duration.ofNanos(Math.max(LEAST.toNanos(), end - nanos.getAsLong()));
      try {
        part.lifecycle().stop(left);
      } catch (RuntimeException e) {
        log.error("{} did not stop in order; the others are stopped all the same", part.name(), e);
      }
    }
  }
}
