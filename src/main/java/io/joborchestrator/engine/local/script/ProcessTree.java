package io.joborchestrator.engine.local.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The processes of one attempt: the program and everything it started, also what forked twice, left
 * its parent or opened a session of its own. On Linux they are found in {@code /proc} by session
 * and by the variables the job was given; elsewhere by descent. Thread-safe.
 */
final class ProcessTree {
  private static final Path PROC = Path.of("/proc");
  private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));
  private static final long OWN_PID = ProcessHandle.current().pid();

  private final ProcessHandle root;
  private final boolean ownSession;
  private final Map<String, String> marks;
  private final Set<ProcessHandle> descendants = new HashSet<>();

  /**
   * @param ownSession the root leads a session of its own
   * @param marks variables that only processes of this attempt have
   */
  ProcessTree(ProcessHandle root, boolean ownSession, Map<String, String> marks) {
    this.root = root;
    this.ownSession = ownSession;
    this.marks = Map.copyOf(marks);
  }

  /** What is alive now. */
  synchronized List<ProcessHandle> alive() {
    Set<ProcessHandle> found = new HashSet<>();
    if (root.isAlive()) {
      found.add(root);
      root.descendants().forEach(descendants::add);
    }
    if (HAS_PROC) {
      found.addAll(scan(this::isMember));
      descendants.stream().filter(ProcessTree::isRunning).forEach(found::add);
    } else {
      descendants.stream().filter(ProcessHandle::isAlive).forEach(found::add);
    }
    return List.copyOf(found);
  }

  /** Asks all of them to end. */
  void terminate() {
    alive().forEach(ProcessHandle::destroy);
  }

  /** Ends all of them by force. */
  void kill() {
    alive().forEach(ProcessHandle::destroyForcibly);
  }

  /** Processes on this machine that carry these variables and fulfil the condition. */
  static List<ProcessHandle> marked(Predicate<Map<String, String>> condition, Set<String> names) {
    if (!HAS_PROC) {
      return List.of();
    }
    return scan(process -> condition.test(process.variables(names)));
  }

  /** In words, for people: number and program of each. */
  static String describe(Collection<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> process.pid() + " (" + process.info().command().orElse("?") + ")")
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private boolean isMember(Entry entry) {
    return (ownSession && entry.session() == root.pid())
        || entry.variables(marks.keySet()).equals(marks);
  }

  private static boolean isRunning(ProcessHandle process) {
    return process.isAlive() && Entry.read(PROC.resolve(Long.toString(process.pid()))).isPresent();
  }

  private static List<ProcessHandle> scan(Predicate<Entry> condition) {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        Entry.read(folder)
            .filter(entry -> entry.pid() != OWN_PID)
            .filter(condition)
            .flatMap(entry -> ProcessHandle.of(entry.pid()))
            .ifPresent(found::add);
      }
    } catch (IOException e) {
      throw new IllegalStateException("The list of processes in /proc cannot be read", e);
    }
    return found;
  }

  /** One process of {@code /proc} that is neither a zombie nor dead. */
  private record Entry(long pid, long session, Path folder) {
    /** Empty if the process ended meanwhile. */
    static Optional<Entry> read(Path folder) {
      try {
        String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
        // The program's name in brackets may itself hold spaces and brackets.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        boolean gone = fields[0].equals("Z") || fields[0].equals("X");
        long pid = Long.parseLong(folder.getFileName().toString());
        return gone
            ? Optional.empty()
            : Optional.of(new Entry(pid, Long.parseLong(fields[3]), folder));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    /** Its variables of these names; empty if they may not be read. */
    Map<String, String> variables(Set<String> names) {
      try {
        byte[] environment = Files.readAllBytes(folder.resolve("environ"));
        return new String(environment, StandardCharsets.UTF_8)
            .lines()
            .flatMap(text -> List.of(text.split("\0")).stream())
            .map(variable -> variable.split("=", 2))
            .filter(pair -> pair.length == 2 && names.contains(pair[0]))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, second) -> first));
      } catch (IOException e) {
        return Map.of();
      }
    }
  }
}
