package io.joborchestrator.engine.local.pipeline;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Pieces of a file in memory: its start, and whole lines further behind. */
final class FileSample {
  private static final int PIECE = 1 << 18;

  private final List<Piece> pieces = new ArrayList<>();

  private record Piece(byte[] bytes, int from, int to) {
    InputStream open() {
      return new ByteArrayInputStream(bytes, from, to - from);
    }
  }

  /**
   * @param head bytes of the start, unpacked
   */
  FileSample(Path file, FileHead head) throws IOException {
    byte[] start = head.bytes();
    pieces.add(new Piece(start, 0, head.complete() ? start.length : lastLine(start)));
    long size = Files.size(file);
    if (!head.complete() && !FileHead.isPacked(file) && size > 4L * PIECE) {
      further(file, size / 2);
      further(file, size - PIECE);
    }
  }

  private static int lastLine(byte[] bytes) {
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        return i + 1;
      }
    }
    return bytes.length;
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
      pieces.add(new Piece(bytes, from + 1, to));
    }
  }

  /** The start. */
  InputStream start() {
    return pieces.get(0).open();
  }

  /** What was taken further behind. */
  List<InputStream> rest() {
    return pieces.subList(1, pieces.size()).stream().map(Piece::open).toList();
  }
}
