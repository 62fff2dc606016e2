package io.joborchestrator.pipeline.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads any file record by record and always finds the next one: a record that breaks the rules of
 * quoting ends with its first line. Lines end with LF, CR LF or CR, also mixed; a byte order mark
 * and empty lines are skipped. Memory is bounded by the longest record. Not thread-safe.
 */
public final class CsvRecordReader implements Closeable {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final CsvFormat format;
  private final CharsetDecoder decoder;
  private final int delimiter;
  private final int quote;

  private byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private boolean atEnd;
  private long line = 1;

  private final List<@Nullable String> fields = new ArrayList<>();
  private @Nullable String problem;
  private boolean manyLines;

  public CsvRecordReader(Path file, CsvFormat format) throws IOException {
    this(CsvFormat.open(file), format);
  }

  /** Takes the stream over, unpacked. */
  public CsvRecordReader(InputStream in, CsvFormat format) throws IOException {
    this.format = format;
    this.decoder = format.charset().newDecoder();
    this.delimiter = format.delimiter();
    this.quote = format.quote();
    this.in = in;
    if (format.isUtf8() && at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
      start += 3;
    }
  }

  /** The next record, or null behind the last one. */
  public @Nullable CsvRecord next() throws IOException {
    int first = at(0);
    while (first == '\n' || first == '\r') {
      skipLineEnd(0);
      first = at(0);
    }
    if (first < 0) {
      return null;
    }
    fields.clear();
    problem = null;
    manyLines = false;
    int length = parse();
    if (problem != null) {
      length = lengthOfLine();
      manyLines = false;
      fields.clear();
    }
    long number = line;
    String raw = text(0, length);
    var parsed = new CsvRecord(number, raw, copyOfFields(), problem);
    if (manyLines) {
      countLines(length);
    }
    if (length > CsvFormat.LONGEST_RECORD) {
      length = skipRestOfLine(length);
    }
    skipLineEnd(length);
    return parsed;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private List<@Nullable String> copyOfFields() {
    return Collections.unmodifiableList(new ArrayList<>(fields));
  }

  /** Length of the record without its line end; sets {@link #problem} if the quoting is broken. */
  private int parse() throws IOException {
    int position = 0;
    while (true) {
      position = field(position);
      int next = at(position);
      if (problem != null || next != delimiter) {
        return position;
      }
      position++;
    }
  }

  private int field(int from) throws IOException {
    int open = from;
    while (at(open) == ' ') {
      open++;
    }
    return at(open) == quote ? quoted(open + 1) : plain(from);
  }

  private int plain(int from) throws IOException {
    int position = from;
    int next = at(position);
    while (next >= 0 && !endsPlain(next)) {
      position = skipPlain(position + 1);
      next = at(position);
      if (position > CsvFormat.LONGEST_RECORD) {
        problem = "the record is longer than 2 MB";
        return position;
      }
    }
    add(text(from, position));
    return position;
  }

  private boolean endsPlain(int next) {
    return next == delimiter || next == '\n' || next == '\r';
  }

  /** Over what is in the buffer, without asking for more. */
  private int skipPlain(int from) {
    int position = start + from;
    while (position < end && !endsPlain(buffer[position])) {
      position++;
    }
    return position - start;
  }

  private int quoted(int from) throws IOException {
    int position = from;
    int pieceStart = from;
    StringBuilder value = new StringBuilder();
    while (true) {
      int next = at(position);
      if (next < 0 || position > CsvFormat.LONGEST_RECORD) {
        problem = "a quote is not closed";
        return position;
      }
      if (next == quote) {
        if (at(position + 1) != quote) {
          break;
        }
        value.append(text(pieceStart, position + 1));
        pieceStart = position + 2;
        position++;
      }
      manyLines |= next == '\n' || next == '\r';
      position++;
    }
    value.append(text(pieceStart, position));
    add(value.toString());
    return behindQuote(position + 1);
  }

  private void add(String text) {
    fields.add(text.equals(format.nullText()) ? null : text);
  }

  private int behindQuote(int from) throws IOException {
    int position = from;
    while (at(position) == ' ') {
      position++;
    }
    int next = at(position);
    if (next >= 0 && !endsPlain(next)) {
      problem = "there is text behind a closing quote";
    }
    return position;
  }

  private int lengthOfLine() throws IOException {
    int position = 0;
    int next = at(0);
    while (next >= 0 && next != '\n' && next != '\r' && position <= CsvFormat.LONGEST_RECORD) {
      next = at(++position);
    }
    return position;
  }

  private void countLines(int length) throws IOException {
    for (int position = 0; position < length; position++) {
      int one = at(position);
      if (one == '\n' || (one == '\r' && at(position + 1) != '\n')) {
        line++;
      }
    }
  }

  /** Forgets what is left of a line that is too long, without keeping it in memory. */
  private int skipRestOfLine(int length) throws IOException {
    start += length;
    int position = 0;
    int next = at(0);
    while (next >= 0 && next != '\n' && next != '\r') {
      if (++position == BUFFER) {
        start += position;
        position = 0;
      }
      next = at(position);
    }
    return position;
  }

  private void skipLineEnd(int length) throws IOException {
    int next = at(length);
    int skip = length;
    if (next == '\r') {
      skip += at(length + 1) == '\n' ? 2 : 1;
      line++;
    } else if (next == '\n') {
      skip++;
      line++;
    }
    start += skip;
  }

  private String text(int from, int to) {
    if (isAscii(start + from, start + to)) {
      return new String(buffer, start + from, to - from, StandardCharsets.ISO_8859_1);
    }
    ByteBuffer bytes = ByteBuffer.wrap(buffer, start + from, to - from);
    try {
      return decoder.reset().decode(bytes).toString();
    } catch (CharacterCodingException invalid) {
      problem = "the text is not " + format.charset().name();
      return format.charset().decode(ByteBuffer.wrap(buffer, start + from, to - from)).toString();
    }
  }

  private boolean isAscii(int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /** The byte at a place counted from the start of the record, or -1 behind the end of the file. */
  private int at(int offset) throws IOException {
    while (start + offset >= end && !atEnd) {
      fill();
    }
    return start + offset < end ? buffer[start + offset] & 0xFF : -1;
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      atEnd = true;
    } else {
      end += count;
    }
  }
}
