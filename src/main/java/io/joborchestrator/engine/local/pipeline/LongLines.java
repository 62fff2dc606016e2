package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.pipeline.csv.CsvFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Finds lines of many megabytes without reading the file: from places at equal distances it looks
 * for the next line end. The columnar engine would work on such a line for hours.
 */
final class LongLines {
  private static final int DISTANCE = CsvFormat.LONGEST_RECORD;
  private static final int WINDOW = 1 << 13;

  private LongLines() {}

  /** Whether there is a line of more than two distances; shorter ones may be overlooked. */
  static boolean in(Path file) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(WINDOW);
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      for (long place = 0; place + DISTANCE < size; place += DISTANCE) {
        if (!hasLineEnd(channel, place, window)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasLineEnd(FileChannel channel, long from, ByteBuffer window)
      throws IOException {
    for (long at = from; at < from + DISTANCE; at += window.position()) {
      window.clear();
      if (channel.read(window, at) <= 0) {
        return true;
      }
      for (int i = 0; i < window.position(); i++) {
        if (window.get(i) == '\n' || window.get(i) == '\r') {
          return true;
        }
      }
    }
    return false;
  }
}
