package io.joborchestrator.orchestrator.run;

import io.joborchestrator.domain.job.LogLine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The log of one attempt on its way to the database. Never blocks the run: lines beyond the limits,
 * or beyond what waits while the database is slow, are counted and left out. Thread-safe.
 */
public final class RunLog {
  private static final int LONGEST_LINE = 8192;
  private static final int MOST_WAITING = 5_000;

  private final int epoch;
  private final RunLimits limits;
  private final Supplier<Instant> now;
  private final Deque<LogLine> waiting = new ArrayDeque<>();

  private long seq;
  private long kept;
  private long keptBytes;
  private long dropped;
  private boolean full;

  RunLog(int epoch, RunLimits limits, Supplier<Instant> now) {
    this.epoch = epoch;
    this.limits = limits;
    this.now = now;
  }

  /** Takes a line. True if enough waits to be sent at once. */
  public synchronized boolean add(String level, String text) {
    String line = StoredText.line(text, LONGEST_LINE);
    boolean beyond = kept >= limits.logLines() || keptBytes + line.length() > limits.logBytes();
    full = full || beyond;
    if (full || waiting.size() >= MOST_WAITING) {
      dropped++;
      return false;
    }
    if (dropped > 0) {
      addGap();
    }
    kept++;
    keptBytes += line.length();
    put(level, line);
    return waiting.size() >= 200;
  }

  public synchronized boolean hasWaiting() {
    return !waiting.isEmpty();
  }

  /** Says how many lines are missing, if any; called when the run has ended. */
  synchronized void end() {
    if (dropped > 0) {
      addGap();
    }
  }

  /** Takes up to so many lines, oldest first, to be sent. By one sender at a time. */
  public synchronized List<LogLine> take(int most) {
    List<LogLine> lines = new ArrayList<>(Math.min(most, waiting.size()));
    while (lines.size() < most && !waiting.isEmpty()) {
      lines.add(waiting.poll());
    }
    return lines;
  }

  /** They could not be sent, because the database is gone. */
  public synchronized void putBack(List<LogLine> lines) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      waiting.addFirst(lines.get(i));
    }
  }

  private void addGap() {
    String why =
        full
            ? "the log of one attempt is limited to "
                + limits.logLines()
                + " lines and "
                + limits.logBytes()
                + " bytes"
            : "they came faster than they could be stored";
    put("warn", dropped + " lines were left out here: " + why + ".");
    dropped = 0;
  }

  private void put(String level, String line) {
    waiting.add(new LogLine(epoch, ++seq, now.get(), level, line));
  }
}
