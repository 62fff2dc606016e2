package io.joborchestrator.orchestrator.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder per run below a folder of this process. The process locks its folder; folders whose lock
 * is free belong to processes that died and are removed. Thread-safe.
 */
public final class WorkFolders implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WorkFolders.class);
  private static final String LOCK = ".lock";

  private final Path root;
  private final Path own;
  private @Nullable FileChannel lock;

  /**
   * @param root shared by the processes of this user
   * @param worker name of this process's folder, unique
   */
  public WorkFolders(Path root, String worker) {
    this.root = root;
    this.own = root.resolve(worker);
  }

  /** Where a run may write; nothing is made yet. */
  Path of(String tag) {
    return own.resolve(tag);
  }

  /** Takes the folder of this process and removes those of dead ones. */
  public synchronized void open() throws IOException {
    if (lock != null) {
      return;
    }
    Files.createDirectories(own);
    FileChannel channel =
        FileChannel.open(own.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = channel.tryLock();
    if (held == null) {
      channel.close();
      throw new IOException(own + " is in use by another process");
    }
    lock = channel;
    removeDead();
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
    delete(own);
  }

  private void removeDead() throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path folder : folders) {
        if (!folder.equals(own) && isDead(folder)) {
          log.info("Removing {}, left by a worker that died", folder);
          delete(folder);
        }
      }
    }
  }

  /** A folder without a lock file is not ours to judge. */
  private static boolean isDead(Path folder) {
    Path file = folder.resolve(LOCK);
    if (!Files.exists(file)) {
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
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      log.warn("{} could not be removed; it is tried again at the next start", folder, e);
    }
  }
}
