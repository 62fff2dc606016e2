package io.joborchestrator.pipeline.chunk;

import io.joborchestrator.pipeline.csv.CsvFormat;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where records of a text file begin. CSV is cut by the rules it is read by: a line break
 * inside quotes ends no record, but a record whose quoting is broken ends with its first line. One
 * per file; not thread-safe.
 */
final class TextCuts {
  /** More than the longest record, so that one always fits. */
  private static final int WINDOW = 2 * CsvFormat.LONGEST_RECORD + (1 << 16);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int MORE = -1;

  private final FileChannel in;
  private final byte delimiter;
  private final byte quote;
  private final boolean csv;
  private final Charset charset;
  private final byte[] window;
  private long base;
  private int limit;
  private boolean atEnd;
  private int nextQuote;

  private TextCuts(FileChannel in, @Nullable CsvFormat format, long from) throws IOException {
    this.in = in;
    this.csv = format != null;
    this.delimiter = format == null ? 0 : (byte) format.delimiter();
    this.quote = format == null ? 0 : (byte) format.quote();
    this.charset = format == null ? StandardCharsets.UTF_8 : format.charset();
    this.base = from;
    this.window = new byte[(int) Math.min(WINDOW, Math.max(1, in.size() - from))];
    in.position(from);
    fill(0);
  }

  /**
   * Where the first record begins at or behind a place.
   *
   * @param format null for JSON, one object a line
   * @param from where some record begins
   * @param to the place
   * @return the size of the file if there is none
   */
  static long next(FileChannel in, @Nullable CsvFormat format, long from, long to)
      throws IOException {
    return new TextCuts(in, format, from).next(to);
  }

  /** The first record of a CSV file with its line end; not the byte order mark. */
  static byte[] header(FileChannel in, CsvFormat format) throws IOException {
    TextCuts cuts = new TextCuts(in, format, 0);
    int start = cuts.firstRecord(cuts.markLength());
    int end = cuts.endOfRecord(start);
    return Arrays.copyOfRange(cuts.window, start, Math.max(start, end));
  }

  private int firstRecord(int from) {
    int start = from;
    while (start < limit && isLineEnd(window[start])) {
      start++;
    }
    return start;
  }

  private int markLength() {
    boolean marked =
        base == 0
            && limit >= 3
            && (window[0] & 0xFF) == 0xEF
            && (window[1] & 0xFF) == 0xBB
            && (window[2] & 0xFF) == 0xBF;
    return marked && charset.equals(StandardCharsets.UTF_8) ? 3 : 0;
  }

  private long next(long end) throws IOException {
    int position = markLength();
    int first = firstRecord(position);
    // The first piece of a file has its first record, which may be a header.
    long to = base == 0 ? Math.max(end, first + 1L) : end;
    while (base + position < to && !(atEnd && position == limit)) {
      int next = csv ? nextRecords(position, to) : nextLines(position, to);
      if (next == MORE) {
        next = position;
        if (limit == window.length && position == 0) {
          next = skipLongLine();
        } else {
          fill(position);
          next = 0;
        }
      }
      position = next;
    }
    return base + position;
  }

  /** Keeps what is behind {@code from} and reads on. */
  private void fill(int from) throws IOException {
    System.arraycopy(window, from, window, 0, limit - from);
    base += from;
    limit -= from;
    nextQuote = -1;
    while (limit < window.length && !atEnd) {
      int count = in.read(ByteBuffer.wrap(window, limit, window.length - limit));
      atEnd = count < 0;
      limit += Math.max(0, count);
    }
  }

  /** A line that is longer than the window is no record anybody reads: to its end. */
  private int skipLongLine() throws IOException {
    while (true) {
      for (int i = 0; i < limit; i++) {
        boolean ends = csv ? isLineEnd(window[i]) : window[i] == '\n';
        if (ends && (i + 1 < limit || atEnd)) {
          return behindLineEnd(i);
        }
      }
      int kept = limit > 0 && window[limit - 1] == '\r' && !atEnd ? 1 : 0;
      fill(limit - kept);
      if (atEnd && limit == 0) {
        return 0;
      }
    }
  }

  /**
   * Behind the last complete record before the next quote, or behind the record with that quote; at
   * most to the first record that begins at or behind {@code to}.
   */
  private int nextRecords(int position, long to) {
    if (nextQuote < position) {
      nextQuote = indexOf(quote, position);
    }
    int quoteAt = Math.max(nextQuote, position);
    int wanted = (int) Math.min(Integer.MAX_VALUE, to - base);
    for (int i = Math.max(position, wanted - 1); i < quoteAt; i++) {
      if (isLineEnd(window[i])) {
        return behindLineEnd(i);
      }
    }
    int start = quoteAt;
    while (start > position && !isLineEnd(window[start - 1])) {
      start--;
    }
    if (quoteAt == limit) {
      boolean splitEnd = start == limit && start > position && window[start - 1] == '\r';
      return atEnd ? limit : start > position && !splitEnd ? start : MORE;
    }
    int end = endOfRecord(start);
    return end == MORE && start > position ? start : end;
  }

  private int nextLines(int position, long to) {
    int wanted = (int) Math.min(Integer.MAX_VALUE, to - base);
    for (int i = Math.max(position, wanted - 1); i < limit; i++) {
      if (window[i] == '\n') {
        int sign = firstSign(i + 1);
        if (sign == MORE) {
          return position > 0 ? MORE : i + 1;
        }
        if (sign != '[') {
          return i + 1;
        }
      }
    }
    if (atEnd) {
      return limit;
    }
    int start = limit;
    while (start > position && window[start - 1] != '\n') {
      start--;
    }
    return start > position && base + start < to ? start : MORE;
  }

  /** A file that began with a bracket would be taken for an array. */
  private int firstSign(int from) {
    for (int i = from; i < limit; i++) {
      if (window[i] > ' ' || window[i] < 0) {
        return window[i] & 0xFF;
      }
    }
    return atEnd ? 0 : MORE;
  }

  /** Behind the line end of a record, or MORE. */
  private int endOfRecord(int start) {
    int position = start;
    boolean severalLines = false;
    while (true) {
      int open = position;
      while (at(open) == ' ') {
        open++;
      }
      if (at(open) == quote) {
        int close = closingQuote(start, open + 1);
        if (close == MORE) {
          return atEnd || limit - start > CsvFormat.LONGEST_RECORD ? endOfLine(start) : MORE;
        }
        severalLines |= hasLineEnd(open, close);
        position = close + 1;
        while (at(position) == ' ') {
          position++;
        }
      } else {
        while (position < limit && window[position] != delimiter && !isLineEnd(window[position])) {
          position++;
        }
      }
      if (position >= limit) {
        return !atEnd ? MORE : severalLines && !isText(start, limit) ? endOfLine(start) : limit;
      }
      if (isLineEnd(window[position])) {
        boolean broken = severalLines && !isText(start, position);
        return broken ? endOfLine(start) : behindLineEnd(position);
      }
      if (window[position] != delimiter) {
        return endOfLine(start);
      }
      position++;
    }
  }

  private int closingQuote(int start, int from) {
    int position = from;
    while (true) {
      position = indexOf(quote, position);
      if (position >= limit || position - start > CsvFormat.LONGEST_RECORD) {
        return MORE;
      }
      if (at(position + 1) != quote) {
        return position + 1 < limit || atEnd ? position : MORE;
      }
      position += 2;
    }
  }

  private boolean hasLineEnd(int from, int to) {
    for (int i = from; i < to; i++) {
      if (isLineEnd(window[i])) {
        return true;
      }
    }
    return false;
  }

  private boolean isText(int from, int to) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(window, from, to - from));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private int endOfLine(int start) {
    for (int i = start; i < limit; i++) {
      if (isLineEnd(window[i])) {
        return behindLineEnd(i);
      }
    }
    return atEnd ? limit : MORE;
  }

  private int behindLineEnd(int at) {
    if (window[at] == '\n') {
      return at + 1;
    }
    if (at + 1 == limit) {
      return atEnd || !csv ? limit : MORE;
    }
    return window[at + 1] == '\n' ? at + 2 : at + 1;
  }

  private static boolean isLineEnd(byte sign) {
    return sign == '\n' || sign == '\r';
  }

  private int at(int position) {
    return position < limit ? window[position] : Integer.MIN_VALUE;
  }

  /** Eight bytes at a time. The limit, if it is not there. */
  private int indexOf(byte sign, int from) {
    long pattern = (sign & 0xFFL) * 0x0101010101010101L;
    int position = from;
    while (position + 8 <= limit) {
      long bytes = (long) LONGS.get(window, position) ^ pattern;
      long found = bytes - 0x0101010101010101L & ~bytes & 0x8080808080808080L;
      if (found != 0) {
        return position + Long.numberOfTrailingZeros(found) / 8;
      }
      position += 8;
    }
    while (position < limit && window[position] != sign) {
      position++;
    }
    return position;
  }
}
