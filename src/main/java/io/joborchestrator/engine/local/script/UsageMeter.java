package io.joborchestrator.engine.local.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the processes of one script use, read from {@code /proc}. A process belongs to it by session
 * or by descent; once seen it stays, also when it leaves both. One thread.
 */
final class UsageMeter {
  private static final Path PROC = Path.of("/proc");
  private static final boolean AVAILABLE = Files.isReadable(PROC.resolve("self/stat"));

  /** The unit of times in {@code /proc} is the same on all Linux systems that Java runs on. */
  private static final long MILLIS_PER_TICK = 10;

  private final long root;
  private final Map<Long, Long> members = new HashMap<>();
  private long cpuMillis;

  /**
   * What is used now.
   *
   * @param cpuMillis since the start, never falls
   */
  record Usage(long memoryBytes, long cpuMillis, int processes) {}

  /**
   * One process.
   *
   * @param started tells processes apart that got the same number one after the other
   */
  private record Entry(long pid, long parent, long session, long cpuTicks, long started) {}

  UsageMeter(long root) {
    this.root = root;
  }

  /** Whether this system tells. */
  static boolean isAvailable() {
    return AVAILABLE;
  }

  Usage read() {
    List<Entry> all = all();
    Set<Long> alive = membersOf(all);
    long memory = 0;
    long ticks = 0;
    for (Entry entry : all) {
      if (alive.contains(entry.pid)) {
        memory += residentBytes(entry.pid);
        ticks += entry.cpuTicks;
      }
    }
    // What a process used that ended without its parent's notice is lost; the sum must not fall.
    cpuMillis = Math.max(cpuMillis, ticks * MILLIS_PER_TICK);
    return new Usage(memory, cpuMillis, alive.size());
  }

  private Set<Long> membersOf(List<Entry> all) {
    Set<Long> alive = new HashSet<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Entry entry : all) {
        boolean known = Long.valueOf(entry.started).equals(members.get(entry.pid));
        boolean belongs =
            entry.pid == root || entry.session == root || known || alive.contains(entry.parent);
        if (belongs && alive.add(entry.pid)) {
          members.put(entry.pid, entry.started);
          grown = true;
        }
      }
    }
    members.keySet().retainAll(alive);
    return alive;
  }

  private static List<Entry> all() {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        add(folder, entries);
      }
    } catch (IOException e) {
      throw new IllegalStateException("The list of processes in /proc cannot be read", e);
    }
    return entries;
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

  private static long residentBytes(long pid) {
    try {
      for (String line : Files.readAllLines(PROC.resolve(pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) << 10;
        }
      }
    } catch (IOException ended) {
      return 0;
    }
    return 0;
  }
}
