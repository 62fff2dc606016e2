package io.joborchestrator.pipeline.chunk;

import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.parquet.ParquetGroups;
import io.joborchestrator.pipeline.schema.PathColumns;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes files of pieces of files, which any reader can read. Stateless. */
public final class Slices {
  private Slices() {}

  /**
   * A file of its own for a piece.
   *
   * @param file whole in itself: with the header, if the format has one
   * @param end where the next piece of the same file begins; only known once this one was made
   */
  public record Slice(Path file, long end) {}

  /**
   * Makes the file in {@code folder}, which must exist; a whole file is not copied.
   *
   * @param begin where the piece before this one ended: the {@link Slice#end} of the same file, 0
   *     for the first piece
   */
  public static Slice of(Piece piece, InputSpec spec, long begin, Path folder) throws IOException {
    if (piece.isWhole()) {
      return new Slice(piece.file(), 0);
    }
    Path place = Files.createDirectories(PathColumns.below(folder, piece.file(), spec));
    Path slice = place.resolve("slice-" + piece.from() + "." + spec.format());
    if (spec.format().equals("parquet")) {
      ParquetGroups.slice(
          piece.file(), Math.toIntExact(piece.from()), Math.toIntExact(piece.to()), slice);
      return new Slice(slice, piece.to());
    }
    CsvFormat format = spec.format().equals("csv") ? CsvFormat.of(spec) : null;
    try (FileChannel in = FileChannel.open(piece.file());
        FileChannel out =
            FileChannel.open(slice, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      if (format != null && format.header() && begin > 0) {
        out.write(ByteBuffer.wrap(TextCuts.header(in, format)));
      }
      long end = TextCuts.next(in, format, begin, piece.to());
      for (long position = begin; position < end; ) {
        long copied = in.transferTo(position, end - position, out);
        if (copied <= 0) {
          throw new EOFException(piece.file() + " became shorter while it was read");
        }
        position += copied;
      }
      return new Slice(slice, end);
    }
  }
}
