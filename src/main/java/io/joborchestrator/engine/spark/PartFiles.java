package io.joborchestrator.engine.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/**
 * The files Spark wrote side by side, one per task, and how they become one file: all tasks write
 * at once, then the bytes are put one behind the other. Their order is the order of the rows.
 */
final class PartFiles {
  private static final long ROW_GROUP_BYTES = 128L * 1024 * 1024;

  private PartFiles() {}

  /** In the order of the rows. */
  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  /** Text, or compressed text: several members of gzip behind one another are one gzip file. */
  static void concatenate(byte[] head, List<Path> parts, Path target) throws IOException {
    try (FileChannel out =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream stream = Channels.newOutputStream(out);
      stream.write(head);
      for (Path part : parts) {
        try (FileChannel in = FileChannel.open(part)) {
          append(in, out);
        }
        Files.delete(part);
      }
      out.force(true);
    }
  }

  private static void append(FileChannel in, FileChannel out) throws IOException {
    long size = in.size();
    for (long position = 0; position < size; ) {
      position += in.transferTo(position, size - position, out);
    }
  }

  /** Row groups are copied as they are, nothing is decoded. */
  static void appendParquet(List<Path> parts, Path target, Configuration conf) throws IOException {
    if (parts.size() == 1) {
      Files.move(parts.get(0), target);
      return;
    }
    FileMetaData meta = metaData(parts.get(0), conf);
    try (ParquetFileWriter writer =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(hadoop(target), conf),
            meta.getSchema(),
            ParquetFileWriter.Mode.CREATE,
            ROW_GROUP_BYTES,
            0)) {
      writer.start();
      for (Path part : parts) {
        writer.appendFile(HadoopInputFile.fromPath(hadoop(part), conf));
        Files.delete(part);
      }
      writer.end(meta.getKeyValueMetaData());
    }
  }

  private static FileMetaData metaData(Path part, Configuration conf) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(hadoop(part), conf))) {
      return reader.getFooter().getFileMetaData();
    }
  }

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toUri());
  }
}
