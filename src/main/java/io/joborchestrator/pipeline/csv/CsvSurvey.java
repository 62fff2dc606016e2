package io.joborchestrator.pipeline.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over the bytes of a file tells.
 *
 * @param header first record if the format has a header, empty if the file is empty
 * @param records without header and empty lines; exact for a plain file
 * @param oddity why engines might read the file in different ways, as a plain sentence, or null for
 *     a plain file: every record has the same number of fields and stands on one line, one kind of
 *     line end, quotes only as RFC 4180 has them, valid text
 */
public record CsvSurvey(List<@Nullable String> header, long records, @Nullable String oddity) {
  /**
   * Reads the file once, at the speed of the disk.
   *
   * @param columns fields of a record if there is no header
   */
  public static CsvSurvey of(Path file, CsvFormat format, int columns) throws IOException {
    List<@Nullable String> header = List.of();
    int expected = columns;
    if (format.header()) {
      try (var reader = new CsvRecordReader(file, format)) {
        CsvRecord first = reader.next();
        if (first == null) {
          return new CsvSurvey(header, 0, null);
        }
        if (first.problem() != null) {
          return new CsvSurvey(header, 0, "header: " + first.problem());
        }
        header = first.fields();
        expected = header.size();
      }
    }
    var scan = new CsvScan(format, expected);
    try (InputStream in = CsvFormat.open(file)) {
      scan.read(in);
    }
    long records = Math.max(0, scan.records() - (format.header() ? 1 : 0));
    return new CsvSurvey(header, records, scan.oddity());
  }

  public boolean isPlain() {
    return oddity == null;
  }
}
