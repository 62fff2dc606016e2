package io.joborchestrator.pipeline.csv;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
   * Reads the file once, a large one in parts at the same time.
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
    List<CsvScan> scans = CsvParts.scan(file, format, expected);
    long records = scans.stream().mapToLong(CsvScan::records).sum();
    String oddity =
        scans.stream().map(CsvScan::oddity).filter(Objects::nonNull).findFirst().orElse(null);
    return new CsvSurvey(header, Math.max(0, records - (format.header() ? 1 : 0)), oddity);
  }

  public boolean isPlain() {
    return oddity == null;
  }
}
