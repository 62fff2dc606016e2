package io.joborchestrator.orchestrator.run;

import io.joborchestrator.engine.output.FileTrees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder per run below a folder of this process, which the process locks. The system takes a lock
 * away only when its process ends, so a folder whose lock is free was left by one that died.
 * Thread-safe.
 */
public final class WorkFolders implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkFolders.class);
  private static final String LOCK = ".lock";
  private static final int TRIES = 40;
  private static final long PAUSE_NANOS = 50_000_000;

  /**
   * Of all workers of this process: locks belong to a process, and to open and close the file of
   * one here, only to look, would take it away.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final Path own;
  private final Set<Path> seenFree = new HashSet<>();
  private @Nullable FileChannel lock;

  /**
   * @param root shared by the processes of this user
   * @param worker name of this process's folder, unique
   */
  public WorkFolders(Path root, String worker) {
    this.root = root.toAbsolutePath().normalize();
    this.own = this.root.resolve(worker);
  }

  /** Where a run may write; nothing is made yet. */
  Path of(String tag) {
    return own.resolve(tag);
  }

  /** Takes the folder of this process. */
  public synchronized void open() throws IOException {
    if (lock != null) {
      return;
    }
    Files.createDirectories(own);
    HELD_HERE.add(own);
    FileChannel channel =
        FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isTaken(channel)) {
      channel.close();
      HELD_HERE.remove(own);
      throw new IOException(own + " is in use by another process");
    }
    lock = channel;
  }

  /** Another process may hold it for the moment that it takes to look whether we live. */
  private static boolean isTaken(FileChannel channel) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      if (channel.tryLock() != null) {
        return true;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return false;
  }

  /**
   * Names of the folders whose processes have ended, for certain: their locks are free, and were at
   * the call before. Once could be a process that is just about to lock its folder, or to leave.
   */
  public synchronized List<String> abandoned() {
    Set<Path> free = new HashSet<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, WorkFolders::isAbandoned)) {
      folders.forEach(free::add);
    } catch (IOException | DirectoryIteratorException e) {
      log.debug("{} could not be read", root, e);
    }
    List<String> twice =
        free.stream()
            .filter(seenFree::contains)
            .map(path -> path.getFileName().toString())
            .toList();
    seenFree.clear();
    seenFree.addAll(free);
    return twice;
  }

  /** Removes what a process left that has ended. */
  public void removeAbandoned(String name) {
    Path folder = root.resolve(name);
    log.info("Removing {}, left by a worker that died", folder);
    delete(folder);
  }

  /** Removes the folder of a run, if it was made. */
  void remove(String tag) {
    delete(own.resolve(tag));
  }

  @Override
  public synchronized void close() throws IOException {
    if (lock == null) {
      return;
    }
    lock.close();
    lock = null;
    HELD_HERE.remove(own);
    delete(own);
  }

  /** A folder without a lock file is not ours to judge. */
  private static boolean isAbandoned(Path folder) {
    Path file = folder.resolve(LOCK);
    if (HELD_HERE.contains(folder) || !Files.isRegularFile(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock held = channel.tryLock()) {
      return held != null;
    } catch (IOException | OverlappingFileLockException e) {
      log.debug("{} is in use: {}", folder, e.toString());
      return false;
    }
  }

  private static void delete(Path folder) {
    try {
      FileTrees.delete(folder);
    } catch (IOException e) {
      log.warn("{} could not be removed", folder, e);
    }
  }
}
