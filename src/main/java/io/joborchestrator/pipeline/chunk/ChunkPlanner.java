package io.joborchestrator.pipeline.chunk;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.parquet.ParquetGroups;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts the files of inputs into chunks of about the same size: small files together, large ones in
 * pieces. Packed files and JSON arrays cannot be cut. The plan depends on the files and the size
 * only. One per plan.
 */
public final class ChunkPlanner {
  private final long chunkBytes;
  private final List<List<Piece>> chunks = new ArrayList<>();
  private List<Piece> open = new ArrayList<>();
  private long openBytes;

  /**
   * @param chunkBytes at least 1
   */
  public ChunkPlanner(long chunkBytes) {
    this.chunkBytes = chunkBytes;
  }

  /** Adds an input; chunks never mix inputs. */
  public ChunkPlanner add(String input, InputSpec spec, List<Path> files) {
    for (Path file : files) {
      try {
        add(input, spec, file);
      } catch (IOException e) {
        throw new OrchestratorException(
            ErrorCode.INPUT_NOT_READABLE,
            "The file " + file + " cannot be read: " + e.getMessage() + ".",
            e);
      }
    }
    close();
    return this;
  }

  /** The pieces of each chunk, in order. */
  public List<List<Piece>> chunks() {
    return chunks;
  }

  private void add(String input, InputSpec spec, Path file) throws IOException {
    long size = Files.size(file);
    if (size > chunkBytes && spec.format().equals("parquet")) {
      addGroups(input, file, size);
    } else if (size > chunkBytes && canBeCut(spec, file)) {
      close();
      for (long from = 0; from < size; from += chunkBytes) {
        long to = Math.min(size, from + chunkBytes);
        chunks.add(List.of(new Piece(input, file, from, to)));
      }
    } else {
      addWhole(input, file, size);
    }
  }

  private void addWhole(String input, Path file, long size) {
    if (!open.isEmpty() && openBytes + size > chunkBytes) {
      close();
    }
    open.add(Piece.whole(input, file));
    openBytes += size;
  }

  private void addGroups(String input, Path file, long size) throws IOException {
    int groups;
    try {
      groups = ParquetGroups.count(file);
    } catch (IOException e) {
      // Whoever reads it as a whole will say what is wrong with it.
      addWhole(input, file, size);
      return;
    }
    long wanted = (size + chunkBytes - 1) / chunkBytes;
    int pieces = (int) Math.min(groups, wanted);
    if (pieces < 2) {
      addWhole(input, file, size);
      return;
    }
    close();
    for (int i = 0; i < pieces; i++) {
      long from = (long) groups * i / pieces;
      long to = (long) groups * (i + 1) / pieces;
      chunks.add(List.of(new Piece(input, file, from, to)));
    }
  }

  private void close() {
    if (!open.isEmpty()) {
      chunks.add(List.copyOf(open));
      open = new ArrayList<>();
      openBytes = 0;
    }
  }

  private static boolean canBeCut(InputSpec spec, Path file) throws IOException {
    boolean packed = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    return !packed && (spec.format().equals("csv") || !isArray(file));
  }

  private static boolean isArray(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(1 << 16);
      for (byte sign : head) {
        boolean mark = (sign & 0xFF) >= 0xBB;
        if (sign != ' ' && sign != '\n' && sign != '\r' && sign != '\t' && !mark) {
          return sign == '[';
        }
      }
    }
    return true;
  }
}
