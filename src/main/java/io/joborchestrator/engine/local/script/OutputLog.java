package io.joborchestrator.engine.local.script;

import io.joborchestrator.engine.RunListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Passes the lines of a program on to the job's log up to a limit, then keeps only the last ones
 * and counts the rest. Thread-safe: both streams of a program share one.
 */
final class OutputLog {
  static final int MAX_LINES = 200_000;

  private static final int TAIL_LINES = 50;
  private static final int ERROR_LINES = 20;

  private final RunListener listener;
  private final long limitBytes;
  private final Deque<Line> tail = new ArrayDeque<>();
  private final Deque<String> errors = new ArrayDeque<>();
  private long bytes;
  private long lines;
  private long droppedLines;
  private long droppedBytes;

  private record Line(String level, String text) {}

  OutputLog(RunListener listener, long limitBytes) {
    this.listener = listener;
    this.limitBytes = limitBytes;
  }

  /**
   * @param size of the line in the program's output, in bytes
   */
  synchronized void line(String level, String text, long size) {
    if (level.equals("stderr")) {
      keepLast(errors, text, ERROR_LINES);
    }
    if (droppedLines == 0 && bytes + size <= limitBytes && lines < MAX_LINES) {
      bytes += size;
      lines++;
      listener.log(level, text);
      return;
    }
    if (droppedLines == 0) {
      listener.log("warn", "The output limit is reached: only the last lines follow at the end.");
    }
    droppedLines++;
    droppedBytes += size;
    keepLast(tail, new Line(level, text), TAIL_LINES);
  }

  /** Writes what was kept of the dropped lines. Called once, when both streams have ended. */
  synchronized void finish() {
    if (droppedLines == 0) {
      return;
    }
    listener.log(
        "warn",
        "%,d lines (%,d bytes) of output were left out of the log; the last %d of them:"
            .formatted(droppedLines, droppedBytes, tail.size()));
    tail.forEach(line -> listener.log(line.level(), line.text()));
  }

  /** The last lines of standard error, oldest first. */
  synchronized List<String> lastErrors() {
    return List.copyOf(errors);
  }

  private static <T> void keepLast(Deque<T> lines, T line, int limit) {
    if (lines.size() == limit) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }
}
