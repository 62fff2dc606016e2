package io.joborchestrator.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who uses the server: one locked file per user of it. The operating system drops the lock with the
 * process, however it ends, so a crashed process never counts. Call under the home lock.
 */
final class Attachments {
  /** Ids of processes come again, in containers at once: the rest tells one life from another. */
  private static final String OWN_PREFIX =
      ProcessHandle.current().pid() + "-" + UUID.randomUUID() + "-";

  private final Path folder;

  Attachments(Path home) {
    this.folder = home.resolve("attached");
  }

  Attachment add() throws IOException {
    PrivateFiles.createFolder(folder);
    Path file = folder.resolve(OWN_PREFIX + UUID.randomUUID());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileLock lock = channel.lock();
    return new Attachment(file, channel, lock);
  }

  /** True if anybody is attached, this process included. Removes what crashed processes left. */
  boolean any() throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    boolean found = false;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        found |= isHeld(file);
      }
    }
    return found;
  }

  private static boolean isHeld(Path file) throws IOException {
    // Opening and closing a file of our own would drop our lock on it (POSIX).
    if (file.getFileName().toString().startsWith(OWN_PREFIX)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        return true;
      }
      lock.release();
    }
    Files.deleteIfExists(file);
    return false;
  }

  /** One user of the server in this process. */
  static final class Attachment {
    private final Path file;
    private final FileChannel channel;
    private final @Nullable FileLock lock;

    private Attachment(Path file, FileChannel channel, FileLock lock) {
      this.file = file;
      this.channel = channel;
      this.lock = lock;
    }

    boolean isHeld() {
      return lock != null && lock.isValid();
    }

    void remove() throws IOException {
      channel.close();
      Files.deleteIfExists(file);
    }
  }
}
