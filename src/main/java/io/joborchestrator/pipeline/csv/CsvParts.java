package io.joborchestrator.pipeline.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scans a large file in parts at the same time. Each part begins behind a line feed and is taken to
 * begin with a record; that is right if all parts in front of it turn out to be plain, as then no
 * quote is open. If one does not, the file is scanned again from its start, as a whole.
 */
final class CsvParts {
  private static final long SMALLEST = 16L << 20;

  private CsvParts() {}

  /** One scan for each part, in order; one alone if the file is small, packed or not plain. */
  static List<CsvScan> scan(Path file, CsvFormat format, int fields) throws IOException {
    return scan(file, format, fields, SMALLEST, Runtime.getRuntime().availableProcessors());
  }

  static List<CsvScan> scan(Path file, CsvFormat format, int fields, long smallest, int most)
      throws IOException {
    long parts = Math.min(most, Files.size(file) / smallest);
    if (parts > 1 && !file.toString().endsWith(".gz")) {
      List<CsvScan> scans = scan(file, format, fields, cuts(file, (int) parts));
      if (arePlain(scans)) {
        return scans;
      }
    }
    var whole = new CsvScan(format, fields);
    try (InputStream in = CsvFormat.open(file)) {
      whole.read(in);
    }
    return List.of(whole);
  }

  private static boolean arePlain(List<CsvScan> scans) {
    return scans.stream().allMatch(scan -> scan.oddity() == null)
        && scans.stream().mapToInt(CsvScan::lineEnd).distinct().count() == 1;
  }

  /** Where parts begin, and the end of the file. */
  private static List<Long> cuts(Path file, int parts) throws IOException {
    List<Long> cuts = new ArrayList<>(List.of(0L));
    try (FileChannel channel = FileChannel.open(file)) {
      for (int part = 1; part < parts; part++) {
        long cut = behindLineFeed(channel, channel.size() / parts * part);
        if (cut > cuts.get(cuts.size() - 1) && cut < channel.size()) {
          cuts.add(cut);
        }
      }
      cuts.add(channel.size());
    }
    return cuts;
  }

  /** The size of the file if there is none within the longest record. */
  private static long behindLineFeed(FileChannel channel, long from) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(1 << 13);
    for (long at = from; at < from + CsvFormat.LONGEST_RECORD; at += window.limit()) {
      if (channel.read(window.clear(), at) <= 0) {
        break;
      }
      window.flip();
      for (int i = 0; i < window.limit(); i++) {
        if (window.get(i) == '\n') {
          return at + i + 1;
        }
      }
    }
    return channel.size();
  }

  private static List<CsvScan> scan(Path file, CsvFormat format, int fields, List<Long> cuts)
      throws IOException {
    try {
      return IntStream.range(0, cuts.size() - 1)
          .parallel()
          .mapToObj(part -> scan(file, format, fields, cuts.get(part), cuts.get(part + 1)))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static CsvScan scan(Path file, CsvFormat format, int fields, long from, long to) {
    var scan = new CsvScan(format, fields);
    try (FileChannel channel = FileChannel.open(file).position(from);
        InputStream in = Channels.newInputStream(channel)) {
      scan.readPart(in, from == 0, to - from);
      return scan;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
