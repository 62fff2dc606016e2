package io.joborchestrator.engine.local.pipeline;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pieces of a file as small files of their own: its start, and whole lines further behind. */
final class FileSample implements AutoCloseable {
  private static final int PIECE = 1 << 18;

  private final Path folder;
  private final List<Path> pieces = new ArrayList<>();

  /**
   * @param head bytes of the start, unpacked
   */
  FileSample(Path file, FileHead head) throws IOException {
    folder = Files.createTempDirectory("ejo-sample-");
    pieces.add(write(head.bytes(), 0, head.complete() ? head.bytes().length : lastLine(head)));
    long size = Files.size(file);
    if (!head.complete() && !FileHead.isPacked(file) && size > 4L * PIECE) {
      further(file, size / 2);
      further(file, size - PIECE);
    }
  }

  private static int lastLine(FileHead head) {
    byte[] bytes = head.bytes();
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        return i + 1;
      }
    }
    return bytes.length;
  }

  private Path write(byte[] bytes, int from, int to) throws IOException {
    Path piece = folder.resolve("piece-" + pieces.size());
    try (FileChannel out =
        FileChannel.open(
            piece,
            java.nio.file.StandardOpenOption.CREATE_NEW,
            java.nio.file.StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(bytes, from, to - from));
    }
    return piece;
  }

  /**
   * Whole lines only; a line break inside a quoted field may spoil some, the reader drops those.
   */
  private void further(Path file, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    try (FileChannel in = FileChannel.open(file)) {
      in.read(buffer, position);
    }
    byte[] bytes = buffer.array();
    int from = 0;
    while (from < buffer.position() && bytes[from] != '\n') {
      from++;
    }
    int to = buffer.position();
    while (to > from && bytes[to - 1] != '\n') {
      to--;
    }
    if (to > from + 1) {
      pieces.add(write(bytes, from + 1, to));
    }
  }

  /** The start first. */
  List<Path> pieces() {
    return pieces;
  }

  @Override
  public void close() {
    for (Path piece : pieces) {
      piece.toFile().delete();
    }
    folder.toFile().delete();
  }
}
