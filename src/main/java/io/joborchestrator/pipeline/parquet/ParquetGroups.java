package io.joborchestrator.pipeline.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies row groups from file to file. Nothing is decoded: the bytes stay as they are, the footer
 * is written anew. What hangs on places in the old file (page indexes, Bloom filters) is left out;
 * readers do without it. Stateless.
 */
public final class ParquetGroups {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = 8;

  // Numbers of fields in the format's own definition.
  private static final int SCHEMA = 2;
  private static final int ROWS = 3;
  private static final int GROUPS = 4;
  private static final int ENCRYPTION = 8;
  private static final int GROUP_COLUMNS = 1;
  private static final int GROUP_OFFSET = 5;
  private static final int GROUP_ORDINAL = 7;
  private static final int CHUNK_OFFSET = 2;
  private static final int CHUNK_META = 3;
  private static final int[] CHUNK_INDEXES = {4, 5, 6, 7};
  private static final int SIZE = 7;
  private static final int DATA_PAGE = 9;
  private static final int INDEX_PAGE = 10;
  private static final int DICTIONARY = 11;
  private static final int[] BLOOM_FILTER = {14, 15};

  private ParquetGroups() {}

  /**
   * How many row groups a file has.
   *
   * @throws IOException if it cannot be read, is no Parquet file or is encrypted
   */
  public static int count(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      return footer(in, file).structs(GROUPS).size();
    }
  }

  /** Copies the row groups {@code from} to {@code to} (not included) into a new file. */
  public static void slice(Path file, int from, int to, Path target) throws IOException {
    try (FileChannel in = FileChannel.open(file);
        FileChannel out = create(target)) {
      ThriftStruct footer = footer(in, file);
      out.write(ByteBuffer.wrap(MAGIC));
      List<ThriftStruct> groups = new ArrayList<>(footer.structs(GROUPS).subList(from, to));
      copy(in, groups, out);
      finish(footer, groups, out);
    }
  }

  /**
   * Puts the row groups of files one behind the other.
   *
   * @param files with the same columns, at least one
   */
  public static void join(List<Path> files, Path target) throws IOException {
    try (FileChannel out = create(target)) {
      out.write(ByteBuffer.wrap(MAGIC));
      List<ThriftStruct> groups = new ArrayList<>();
      ThriftStruct first = null;
      byte[] columns = new byte[0];
      for (Path file : files) {
        try (FileChannel in = FileChannel.open(file)) {
          ThriftStruct footer = footer(in, file);
          if (first == null) {
            first = footer;
            columns = schema(footer);
          } else if (!Arrays.equals(columns, schema(footer))) {
            throw new IOException(file + " has other columns than " + files.get(0));
          }
          List<ThriftStruct> own = footer.structs(GROUPS);
          copy(in, own, out);
          groups.addAll(own);
        }
      }
      if (first == null) {
        throw new IllegalArgumentException("No files to join");
      }
      finish(first, groups, out);
    }
  }

  private static FileChannel create(Path target) throws IOException {
    return FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static byte[] schema(ThriftStruct footer) {
    ThriftStruct only = new ThriftStruct();
    ThriftStruct.Field field = footer.fields().get(SCHEMA);
    if (field != null) {
      only.put(SCHEMA, field.type(), field.value());
    }
    return ThriftWriter.write(only);
  }

  private static ThriftStruct footer(FileChannel in, Path file) throws IOException {
    long size = in.size();
    if (size < MAGIC.length + TAIL) {
      throw new IOException(file + " is no Parquet file");
    }
    ByteBuffer tail = read(in, size - TAIL, TAIL);
    int length = tail.getInt();
    byte[] magic = new byte[MAGIC.length];
    tail.get(magic);
    if (!Arrays.equals(magic, MAGIC) || length <= 0 || length > size - MAGIC.length - TAIL) {
      throw new IOException(file + " is no Parquet file, or an encrypted one");
    }
    ThriftStruct footer = new ThriftReader(read(in, size - TAIL - length, length).array()).read();
    if (footer.has(ENCRYPTION)) {
      throw new IOException(file + " is encrypted");
    }
    return footer;
  }

  private static ByteBuffer read(FileChannel in, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (in.read(bytes, from + bytes.position()) < 0) {
        throw new EOFException("A Parquet file ended early");
      }
    }
    return bytes.flip();
  }

  /** Copies what the groups occupy, in one piece, and corrects their places. */
  private static void copy(FileChannel in, List<ThriftStruct> groups, FileChannel out)
      throws IOException {
    long from = Long.MAX_VALUE;
    long to = 0;
    for (ThriftStruct group : groups) {
      for (ThriftStruct chunk : group.structs(GROUP_COLUMNS)) {
        ThriftStruct meta = chunk.struct(CHUNK_META);
        long start = start(meta);
        from = Math.min(from, start);
        to = Math.max(to, start + meta.certain(SIZE));
      }
    }
    if (groups.isEmpty()) {
      return;
    }
    long shift = out.position() - from;
    for (long position = from; position < to; ) {
      long copied = in.transferTo(position, to - position, out);
      if (copied <= 0) {
        throw new EOFException("A Parquet file ended early");
      }
      position += copied;
    }
    groups.forEach(group -> shift(group, shift));
  }

  private static long start(ThriftStruct meta) {
    long data = meta.certain(DATA_PAGE);
    Long dictionary = meta.number(DICTIONARY);
    return dictionary == null || dictionary <= 0 ? data : Math.min(data, dictionary);
  }

  private static void shift(ThriftStruct group, long by) {
    group.shift(GROUP_OFFSET, by);
    for (ThriftStruct chunk : group.structs(GROUP_COLUMNS)) {
      Long offset = chunk.number(CHUNK_OFFSET);
      if (offset != null && offset > 0) {
        chunk.shift(CHUNK_OFFSET, by);
      }
      for (int index : CHUNK_INDEXES) {
        chunk.remove(index);
      }
      ThriftStruct meta = chunk.struct(CHUNK_META);
      meta.shift(DATA_PAGE, by);
      meta.shift(INDEX_PAGE, by);
      Long dictionary = meta.number(DICTIONARY);
      if (dictionary != null && dictionary > 0) {
        meta.shift(DICTIONARY, by);
      }
      for (int field : BLOOM_FILTER) {
        meta.remove(field);
      }
    }
  }

  private static void finish(ThriftStruct footer, List<ThriftStruct> groups, FileChannel out)
      throws IOException {
    long rows = 0;
    for (int i = 0; i < groups.size(); i++) {
      ThriftStruct group = groups.get(i);
      rows += group.certain(ROWS);
      if (group.has(GROUP_ORDINAL) && i <= Short.MAX_VALUE) {
        group.put(GROUP_ORDINAL, ThriftStruct.I16, (long) i);
      } else {
        group.remove(GROUP_ORDINAL);
      }
    }
    footer.put(ROWS, ThriftStruct.I64, rows);
    footer.put(
        GROUPS,
        ThriftStruct.LIST,
        new ThriftStruct.Elements(ThriftStruct.STRUCT, new ArrayList<>(groups)));
    byte[] bytes = ThriftWriter.write(footer);
    ByteBuffer tail =
        ByteBuffer.allocate(bytes.length + TAIL)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(bytes)
            .putInt(bytes.length)
            .put(MAGIC)
            .flip();
    while (tail.hasRemaining()) {
      out.write(tail);
    }
    out.force(true);
  }
}
