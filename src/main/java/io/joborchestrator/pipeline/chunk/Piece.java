package io.joborchestrator.pipeline.chunk;

import java.nio.file.Path;

/**
 * A part of an input that belongs to one chunk.
 *
 * @param input its name in the pipeline
 * @param from text: byte behind which, at the next record, it begins; Parquet: first row group
 * @param to as {@code from}, for its end; {@link #WHOLE}: all of the file
 */
public record Piece(String input, Path file, long from, long to) {
  /** A piece that is a whole file. */
  public static final long WHOLE = -1;

  static Piece whole(String input, Path file) {
    return new Piece(input, file, 0, WHOLE);
  }

  public boolean isWhole() {
    return to == WHOLE;
  }
}
