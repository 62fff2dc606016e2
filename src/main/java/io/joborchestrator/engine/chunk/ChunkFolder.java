package io.joborchestrator.engine.chunk;

import io.joborchestrator.engine.output.FileTrees;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The folder of a job's finished chunks, hidden beside its output. The attempts of the job share
 * it; each writes files that have its epoch in their names, so that an attempt that was given up
 * but still runs cannot touch those of the next one.
 */
public final class ChunkFolder {
  private static final String TEMPORARY = ".tmp";

  private final Path folder;
  private final int epoch;

  ChunkFolder(Path target, long job, int epoch) {
    this.folder = target.resolveSibling("." + target.getFileName() + ".ejo-" + job + ".chunks");
    this.epoch = epoch;
  }

  Path path() {
    return folder;
  }

  /** Makes it, and removes what other attempts had not finished. */
  void open() throws IOException {
    Files.createDirectories(folder);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + TEMPORARY)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * Where a file of this attempt is written.
   *
   * @param ending by which engines know how it is packed, with the point
   */
  Path temporary(String name, String ending) throws IOException {
    Path file = folder.resolve(name + "-e" + epoch + ending + TEMPORARY);
    Files.deleteIfExists(file);
    return file;
  }

  /** Gives a file its name once all of it is on the disk. */
  Path finish(Path temporary) throws IOException {
    try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      file.force(true);
    }
    String name = temporary.getFileName().toString();
    Path finished = folder.resolve(name.substring(0, name.length() - TEMPORARY.length()));
    return Files.move(
        temporary, finished, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void delete() throws IOException {
    delete(folder);
  }

  /** Removes the folder of a job, if it can be seen from here. Idempotent. */
  public static void delete(Path folder) throws IOException {
    boolean ours = folder.getFileName().toString().matches("[.].*[.]ejo-\\d+[.]chunks");
    if (ours) {
      FileTrees.delete(folder);
    }
  }
}
