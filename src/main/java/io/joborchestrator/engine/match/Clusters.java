package io.joborchestrator.engine.match;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Rows that are joined to clusters, pair by pair: two rows are in one cluster if pairs lead from
 * one to the other. Needs four bytes of memory for each row, however many pairs there are. Used by
 * one thread.
 */
final class Clusters {
  private static final int ALONE = -1;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Of each row another of its cluster, of the smallest one itself; {@link #ALONE} before that. */
  private final int[] parents;

  /**
   * @throws OrchestratorException RESOURCE_LIMIT or OUT_OF_MEMORY if there are too many rows
   */
  Clusters(long rows) {
    if (rows > LARGEST_ARRAY) {
      throw new OrchestratorException(
          ErrorCode.RESOURCE_LIMIT,
          String.format(
              Locale.ENGLISH, "%,d records are too many: a match takes %,d.", rows, LARGEST_ARRAY));
    }
    try {
      parents = new int[(int) rows];
    } catch (OutOfMemoryError e) {
      throw new OrchestratorException(
          ErrorCode.OUT_OF_MEMORY,
          String.format(
              Locale.ENGLISH,
              "Matching %,d records needs %,d MiB in one piece: start the program with more memory"
                  + " (-Xmx).",
              rows,
              (rows * Integer.BYTES) >> 20),
          e);
    }
    Arrays.fill(parents, ALONE);
  }

  void join(int one, int other) {
    int first = root(one);
    int second = root(other);
    int smaller = Math.min(first, second);
    parents[Math.max(first, second)] = smaller;
    parents[smaller] = smaller;
  }

  private int root(int row) {
    int at = row;
    while (parents[at] != ALONE && parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /**
   * What was written.
   *
   * @param clusters of two rows or more
   * @param rows in them
   */
  record Written(long clusters, long rows) {}

  /** Writes a line {@code row,smallest row of the cluster} for each row that is not alone. */
  Written write(Path file) throws IOException {
    long clusters = 0;
    long rows = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (int row = 0; row < parents.length; row++) {
        if (parents[row] != ALONE) {
          int root = root(row);
          clusters += root == row ? 1 : 0;
          rows++;
          out.write((row + "," + root + "\n").getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    return new Written(clusters, rows);
  }
}
