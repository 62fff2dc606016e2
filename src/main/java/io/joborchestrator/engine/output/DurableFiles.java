package io.joborchestrator.engine.output;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings files and the names of files to the disk itself. */
final class DurableFiles {
  private static final Logger log = LoggerFactory.getLogger(DurableFiles.class);

  private DurableFiles() {}

  /** What is in a file, or in everything below a folder. */
  static void force(Path path) throws IOException {
    List<Path> parts;
    try (Stream<Path> files = Files.walk(path)) {
      parts = files.toList();
    }
    for (Path part : parts) {
      if (Files.isRegularFile(part)) {
        forceFile(part);
      } else if (Files.isDirectory(part)) {
        forceFolder(part);
      }
    }
  }

  private static void forceFile(Path file) throws IOException {
    // A script may have made its file read-only.
    StandardOpenOption how =
        Files.isWritable(file) ? StandardOpenOption.WRITE : StandardOpenOption.READ;
    try (FileChannel channel = FileChannel.open(file, how)) {
      channel.force(true);
    }
  }

  /** That a file is where it is now; for a folder also what is in it. */
  static void forceNames(Path target, boolean folder) {
    if (folder) {
      forceFolder(target);
    }
    Path parent = target.getParent();
    if (parent != null) {
      forceFolder(parent);
    }
  }

  /** Not every system lets a folder be opened; there the names are its own concern. */
  private static void forceFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      log.debug("The folder {} cannot be forced to the disk", folder, e);
    }
  }
}
