package io.joborchestrator.engine.match;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines {@code row,row} as an engine writes them; read one after the other, none is kept. */
final class PairFile {
  private static final int BUFFER = 1 << 16;
  private static final int CHECK_EVERY = 1 << 20;

  private PairFile() {}

  /** Takes one pair after the other. */
  @FunctionalInterface
  interface Pairs {
    void add(int one, int other);
  }

  /**
   * @param check called now and then; may throw to end the reading
   * @return number of pairs
   */
  static long read(Path file, Pairs pairs, Runnable check) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long count = 0;
    long number = 0;
    int first = -1;
    try (InputStream in = Files.newInputStream(file)) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        for (int i = 0; i < length; i++) {
          byte sign = buffer[i];
          if (sign >= '0' && sign <= '9') {
            number = 10 * number + sign - '0';
          } else if (sign == ',' && first < 0) {
            first = Math.toIntExact(number);
            number = 0;
          } else if (sign == '\n' && first >= 0) {
            pairs.add(first, Math.toIntExact(number));
            first = -1;
            number = 0;
            if (++count % CHECK_EVERY == 0) {
              check.run();
            }
          } else {
            throw new IOException("Not a file of pairs: " + file);
          }
        }
      }
    }
    if (first >= 0 || number > 0) {
      throw new IOException("The file of pairs ends within a line: " + file);
    }
    return count;
  }
}
