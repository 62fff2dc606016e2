package io.joborchestrator.pipeline.csv;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a file means in the one way every engine reads alike: UTF-8, commas, LF, every value
 * in quotes, NULL as nothing, no header. The first field of each line is {@link #BAD_RECORD}:
 * nothing for a good record, else the whole record that could not be cut into fields. One per file.
 */
public final class CsvCleaner {
  /** Meaning of the additional first field. */
  public static final String BAD_RECORD = "bad_record";

  private final CsvFormat format;
  private final int columns;
  private final long chunkChars;
  private long records;

  /**
   * @param columns fields a record must have
   * @param chunkChars a new file is begun behind this many characters
   */
  public CsvCleaner(CsvFormat format, int columns, long chunkChars) {
    this.format = format;
    this.columns = columns;
    this.chunkChars = chunkChars;
  }

  /**
   * Cleans a file into {@code <name>-00000.csv}, {@code <name>-00001.csv} and so on.
   *
   * @return the files in the order of the records; none if there are no records
   * @throws IOException if reading or writing fails
   */
  public List<Path> clean(Path file, Path folder, String name) throws IOException {
    List<Path> chunks = new ArrayList<>();
    try (var reader = new CsvRecordReader(file, format)) {
      if (format.header()) {
        reader.next();
      }
      CsvRecord next = reader.next();
      while (next != null) {
        Path chunk = folder.resolve("%s-%05d.csv".formatted(name, chunks.size()));
        chunks.add(chunk);
        next = writeChunk(reader, next, chunk);
      }
    }
    return chunks;
  }

  /** Records so far, good and bad. */
  public long records() {
    return records;
  }

  private @Nullable CsvRecord writeChunk(CsvRecordReader reader, CsvRecord first, Path chunk)
      throws IOException {
    CsvRecord next = first;
    long written = 0;
    var line = new StringBuilder();
    try (BufferedWriter out = Files.newBufferedWriter(chunk)) {
      while (next != null && written < chunkChars) {
        line.setLength(0);
        write(check(next), line);
        out.append(line);
        written += line.length();
        records++;
        next = reader.next();
      }
    }
    return next;
  }

  /** One delimiter too many at the end of a line is common and harmless. */
  private CsvRecord check(CsvRecord record) {
    List<@Nullable String> fields = record.fields();
    if (record.problem() != null || fields.size() == columns) {
      return record;
    }
    if (fields.size() == columns + 1 && isEmpty(fields.get(columns))) {
      return new CsvRecord(record.line(), record.raw(), fields.subList(0, columns), null);
    }
    String problem = "there are " + fields.size() + " fields instead of " + columns;
    return new CsvRecord(record.line(), record.raw(), List.of(), problem);
  }

  private static boolean isEmpty(@Nullable String field) {
    return field == null || field.isEmpty();
  }

  private void write(CsvRecord record, StringBuilder line) {
    boolean bad = record.problem() != null;
    if (bad) {
      write(record.raw(), line);
    }
    for (int i = 0; i < columns; i++) {
      line.append(',');
      String field = bad ? null : record.fields().get(i);
      if (field != null) {
        write(field, line);
      }
    }
    line.append('\n');
  }

  private static void write(String value, StringBuilder line) {
    line.append('"').append(value.replace("\"", "\"\"")).append('"');
  }
}
