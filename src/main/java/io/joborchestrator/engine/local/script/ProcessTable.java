package io.joborchestrator.engine.local.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * All processes of the machine, read from {@code /proc} for all scripts together: a reading costs
 * some milliseconds, and every script with limits asks ten times a second. Thread-safe.
 */
final class ProcessTable {
  private static final Path PROC = Path.of("/proc");
  private static final Object LOCK = new Object();
  private static List<Entry> newest = List.of();
  private static long readAtNanos;

  /**
   * One process.
   *
   * @param started tells processes apart that got the same number one after the other
   */
  record Entry(long pid, long parent, long session, long cpuTicks, long started) {}

  private ProcessTable() {}

  /** As they were at most {@link LimitWatch#INTERVAL} ago. */
  static List<Entry> recent() {
    synchronized (LOCK) {
      long age = System.nanoTime() - readAtNanos;
      if (newest.isEmpty() || age > LimitWatch.INTERVAL.toNanos()) {
        newest = read();
        readAtNanos = System.nanoTime();
      }
      return newest;
    }
  }

  private static List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        add(folder, entries);
      }
    } catch (IOException e) {
      throw new IllegalStateException("The list of processes in /proc cannot be read", e);
    }
    return List.copyOf(entries);
  }

  private static void add(Path folder, List<Entry> entries) {
    String[] fields;
    try {
      String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
      // The program's name in brackets may itself hold spaces and brackets.
      fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    } catch (IOException ended) {
      return;
    }
    if (fields[0].equals("Z") || fields[0].equals("X")) {
      return;
    }
    long ticks = 0;
    // User and system time, its own and that of children it waited for.
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    entries.add(
        new Entry(
            Long.parseLong(folder.getFileName().toString()),
            Long.parseLong(fields[1]),
            Long.parseLong(fields[3]),
            ticks,
            Long.parseLong(fields[19])));
  }
}
