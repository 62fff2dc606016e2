package io.joborchestrator.engine.local.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  UsageMeter(long root) {
    this.root = root;
  }

  /** Whether this system tells. */
  static boolean isAvailable() {
    return AVAILABLE;
  }

  Usage read() {
    List<ProcessTable.Entry> all = ProcessTable.recent();
    Set<Long> alive = membersOf(all);
    long memory = 0;
    long ticks = 0;
    for (ProcessTable.Entry entry : all) {
      if (alive.contains(entry.pid())) {
        memory += residentBytes(entry.pid());
        ticks += entry.cpuTicks();
      }
    }
    // What a process used that ended without its parent's notice is lost; the sum must not fall.
    cpuMillis = Math.max(cpuMillis, ticks * MILLIS_PER_TICK);
    return new Usage(memory, cpuMillis, alive.size());
  }

  private Set<Long> membersOf(List<ProcessTable.Entry> all) {
    Set<Long> alive = new HashSet<>();
    boolean grown = true;
    while (grown) {
      grown = false;
      for (ProcessTable.Entry entry : all) {
        boolean known = Long.valueOf(entry.started()).equals(members.get(entry.pid()));
        boolean belongs =
            entry.pid() == root
                || entry.session() == root
                || known
                || alive.contains(entry.parent());
        if (belongs && alive.add(entry.pid())) {
          members.put(entry.pid(), entry.started());
          grown = true;
        }
      }
    }
    members.keySet().retainAll(alive);
    return alive;
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
