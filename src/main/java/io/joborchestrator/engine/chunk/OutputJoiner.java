package io.joborchestrator.engine.chunk;

import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.parquet.ParquetGroups;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Makes one output of the files of the chunks. What they are made of stays. Stateless. */
final class OutputJoiner {
  private OutputJoiner() {}

  /** Writes what the publisher will make visible: one file, or the chunks as part files. */
  static void join(List<Path> files, String format, OutputPublisher publisher) throws IOException {
    Path staging = publisher.staging();
    if (publisher.isFolder()) {
      Files.createDirectory(staging);
      for (int i = 0; i < files.size(); i++) {
        linkOrCopy(files.get(i), staging.resolve(publisher.partName(i)));
      }
    } else if (files.size() == 1) {
      linkOrCopy(files.get(0), staging);
    } else if (format.equals("parquet")) {
      ParquetGroups.join(files, staging);
    } else {
      concatenate(files, staging);
    }
  }

  private static void linkOrCopy(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (UnsupportedOperationException | FileSystemException e) {
      // No links on this file system.
      Files.copy(file, target);
    }
  }

  /** Text, or packed text: several members of gzip behind one another are one gzip file. */
  static void concatenate(List<Path> files, Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (Path file : files) {
        try (FileChannel in = FileChannel.open(file)) {
          long size = in.size();
          for (long position = 0; position < size; ) {
            position += in.transferTo(position, size - position, out);
          }
        }
      }
      out.force(true);
    }
  }
}
