package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvRecord;
import io.joborchestrator.pipeline.csv.CsvRecordReader;
import io.joborchestrator.pipeline.schema.TypeGuess;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out how a CSV file is written and what is in its columns. */
final class CsvSniffer {
  private static final List<String> DELIMITERS = List.of(",", ";", "\t", "|");
  private static final int MOST_RECORDS = 5_000;

  private final FileSample sample;
  private final boolean utf8;
  private final List<String> warnings = new ArrayList<>();

  CsvSniffer(FileSample sample, boolean utf8) {
    this.sample = sample;
    this.utf8 = utf8;
  }

  /**
   * What was found.
   *
   * @param rows first records behind the header
   * @param recordBytes middling length of a record, 0 if there is none
   */
  record Found(
      InputSpec input,
      List<List<@Nullable String>> rows,
      double recordBytes,
      List<String> warnings) {}

  Found sniff(InputSpec wanted, int rows) throws IOException {
    String encoding = wanted.encoding() != null ? wanted.encoding() : utf8 ? null : "ISO-8859-1";
    if (wanted.encoding() == null && !utf8) {
      warnings.add("The file is no UTF-8: read as ISO-8859-1");
    }
    InputSpec input =
        new InputSpec(
            "csv",
            wanted.path(),
            wanted.columns(),
            wanted.badRows(),
            wanted.quarantinePath(),
            wanted.header(),
            wanted.delimiter(),
            wanted.quote(),
            encoding,
            wanted.nullText());
    if (input.delimiter() == null) {
      input = withDelimiter(input, delimiter(input));
    }
    List<CsvRecord> records = read(sample.start(), input, MOST_RECORDS);
    if (records.isEmpty()) {
      warnings.add("The file is empty");
      return new Found(input, List.of(), 0, warnings);
    }
    boolean header = wanted.header() != null ? wanted.header() : looksLikeHeader(records);
    input = withHeader(input, header);
    return found(input, records, header, rows);
  }

  private Found found(InputSpec input, List<CsvRecord> records, boolean header, int rows)
      throws IOException {
    int width = records.get(0).fields().size();
    List<String> names = header ? names(records.get(0)) : numbered(width);
    TypeGuess guess = new TypeGuess();
    List<List<@Nullable String>> first = new ArrayList<>();
    int odd = 0;
    long bytes = 0;
    List<CsvRecord> body = records.subList(header ? 1 : 0, records.size());
    for (CsvRecord record : body) {
      bytes += record.raw().length() + 1;
      if (record.problem() != null || record.fields().size() != width) {
        odd++;
        continue;
      }
      guess.add(record.fields());
      if (first.size() < rows) {
        first.add(record.fields());
      }
    }
    for (InputStream piece : sample.rest()) {
      for (CsvRecord record : read(piece, withHeader(input, false), MOST_RECORDS)) {
        if (record.problem() == null && record.fields().size() == width) {
          guess.add(record.fields());
        }
      }
    }
    if (odd > 0) {
      warnings.add(odd + " of the first " + body.size() + " records have another number of fields");
    }
    if (body.isEmpty()) {
      warnings.add("The file has a header but no rows");
    }
    List<Column> columns = input.columns() == null ? guess.columns(names) : input.columns();
    double length = body.isEmpty() ? 0 : (double) bytes / body.size();
    return new Found(input.withColumns(columns), first, length, warnings);
  }

  private static InputSpec withDelimiter(InputSpec in, String delimiter) {
    return new InputSpec(
        in.format(),
        in.path(),
        in.columns(),
        in.badRows(),
        in.quarantinePath(),
        in.header(),
        delimiter.equals(",") ? null : delimiter,
        in.quote(),
        in.encoding(),
        in.nullText());
  }

  private static InputSpec withHeader(InputSpec in, boolean header) {
    return new InputSpec(
        in.format(),
        in.path(),
        in.columns(),
        in.badRows(),
        in.quarantinePath(),
        header ? null : Boolean.FALSE,
        in.delimiter(),
        in.quote(),
        in.encoding(),
        in.nullText());
  }

  private static List<CsvRecord> read(InputStream piece, InputSpec input, int most)
      throws IOException {
    List<CsvRecord> records = new ArrayList<>();
    try (CsvRecordReader reader = new CsvRecordReader(piece, CsvFormat.of(input))) {
      CsvRecord record = reader.next();
      while (record != null && records.size() < most) {
        records.add(record);
        record = reader.next();
      }
    }
    return records;
  }

  /** The one that cuts most records into the same number of fields, more than one. */
  private String delimiter(InputSpec input) throws IOException {
    String best = ",";
    double bestScore = 0;
    for (String delimiter : DELIMITERS) {
      List<CsvRecord> records = read(sample.start(), withDelimiter(input, delimiter), 200);
      if (records.isEmpty()) {
        continue;
      }
      int width = records.get(0).fields().size();
      long same =
          records.stream().filter(r -> r.problem() == null && r.fields().size() == width).count();
      double score = width < 2 ? 0 : (double) same / records.size() + Math.min(width, 50) / 1000.0;
      if (score > bestScore) {
        best = delimiter;
        bestScore = score;
      }
    }
    return best;
  }

  /** Names are texts, all there and all different; data below them is not all text, or differs. */
  private static boolean looksLikeHeader(List<CsvRecord> records) {
    CsvRecord first = records.get(0);
    Set<String> seen = new HashSet<>();
    for (String name : first.fields()) {
      if (name == null || name.isBlank() || !seen.add(name.toLowerCase(Locale.ROOT))) {
        return false;
      }
    }
    TypeGuess guess = new TypeGuess();
    guess.add(first.fields());
    return first.problem() == null && !guess.hasTyped();
  }

  private static List<String> names(CsvRecord header) {
    if (header.problem() != null) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT, "The header cannot be read: " + header.problem() + ".");
    }
    List<String> names = new ArrayList<>();
    for (String name : header.fields()) {
      if (name == null || name.isBlank()) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT, "The header has a column without a name.");
      }
      names.add(name);
    }
    return names;
  }

  private static List<String> numbered(int width) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      names.add("column" + i);
    }
    return names;
  }
}
