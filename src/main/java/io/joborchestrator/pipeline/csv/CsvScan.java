package io.joborchestrator.pipeline.csv;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the bytes of a file until it ends or turns out not to be plain: eight bytes at a time
 * where they hold nothing but ASCII text, delimiters and line feeds, one by one elsewhere. One per
 * file.
 */
final class CsvScan {
  private static final int FIELD_START = 0;
  private static final int UNQUOTED = 1;
  private static final int QUOTED = 2;
  private static final int QUOTE_IN_QUOTED = 3;
  private static final int AFTER_CR = 4;
  private static final int SPACES = 5;

  private static final int LF = 1;
  private static final int CR_LF = 2;
  private static final int CR = 3;

  private static final String TOO_LONG = "a record is longer than 2 MB";

  private final byte delimiter;
  private final byte quote;
  private final boolean utf8;
  private final int expectedFields;

  private int state = FIELD_START;
  private int fields = 1;
  private boolean visible;
  private boolean empty = true;
  private int lineEnd;
  private long records;
  private long recordBytes;
  private @Nullable String oddity;
  private final Utf8Check utf8Check = new Utf8Check();
  private final AsciiWords words;

  CsvScan(CsvFormat format, int expectedFields) {
    this.words = new AsciiWords((byte) format.delimiter(), (byte) format.quote());
    this.delimiter = (byte) format.delimiter();
    this.quote = (byte) format.quote();
    this.utf8 = format.isUtf8();
    this.expectedFields = expectedFields;
  }

  long records() {
    return records;
  }

  @Nullable String oddity() {
    return oddity;
  }

  /** How the lines end: the same number for the same way, 0 if there was none. */
  int lineEnd() {
    return lineEnd;
  }

  void read(InputStream in) throws IOException {
    readPart(in, true, Long.MAX_VALUE);
  }

  /**
   * Reads a part of a file that begins with a record.
   *
   * @param first whether it is the start of the file, where a byte order mark may stand
   * @param length bytes; less are read if the file ends before
   */
  void readPart(InputStream in, boolean first, long length) throws IOException {
    read(in, first, length, new byte[1 << 18]);
  }

  /**
   * @param buffer at least three bytes; in one of less than eight all bytes are looked at one by
   *     one
   */
  void read(InputStream in, boolean first, long length, byte[] buffer) throws IOException {
    long left = length;
    int count = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
    int from = first && utf8 && startsWithMark(buffer, count) ? 3 : 0;
    while (count > 0 && oddity == null) {
      scan(buffer, from, count);
      from = 0;
      left -= count;
      count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    }
    if (oddity == null) {
      end();
    }
  }

  private static boolean startsWithMark(byte[] buffer, int count) {
    return count >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF;
  }

  private void scan(byte[] buffer, int from, int to) {
    int position = from;
    while (position < to && oddity == null) {
      position = scanWords(buffer, position, to);
      if (position == to || oddity != null) {
        return;
      }
      int begin = position;
      position = state == QUOTED ? skipQuoted(buffer, begin, to) : skipPlain(buffer, begin, to);
      recordBytes += position - begin + 1L;
      if (position < to) {
        step(buffer[position]);
        position++;
      }
      if (recordBytes > CsvFormat.LONGEST_RECORD) {
        oddity = TOO_LONG;
      }
    }
  }

  /** As far as whole words are easy; to {@code to} only if that is the end of a word. */
  private int scanWords(byte[] buffer, int from, int to) {
    int position = from;
    boolean outside = state == FIELD_START || state == UNQUOTED || state == SPACES;
    while (outside && position <= to - Long.BYTES && oddity == null) {
      if (!utf8Check.isComplete() || !words.take(buffer, position)) {
        return position;
      }
      if (words.lineFeeds() == 0) {
        content(words.all());
      } else {
        lines();
      }
      position += Long.BYTES;
    }
    return position;
  }

  /** A word in which records end. */
  private void lines() {
    long begin = 0;
    for (long ends = words.lineFeeds(); ends != 0 && oddity == null; ends &= ends - 1) {
      long end = ends & -ends;
      content(words.between(begin, end));
      recordBytes++;
      if (recordBytes > CsvFormat.LONGEST_RECORD) {
        oddity = TOO_LONG;
      } else {
        endRecord(LF);
      }
      begin = end;
    }
    if (oddity == null) {
      content(words.between(begin, 0));
    }
  }

  /** Bytes of one record. */
  private void content(long bytes) {
    if (bytes == 0) {
      return;
    }
    empty = false;
    visible |= words.isVisible(bytes);
    recordBytes += Long.bitCount(bytes);
    int delimiters = words.delimiters(bytes);
    fields += delimiters;
    if (delimiters > 0 || state != UNQUOTED) {
      state =
          switch (words.tail(bytes)) {
            case NOTHING -> FIELD_START;
            case BLANKS -> SPACES;
            case TEXT -> UNQUOTED;
          };
    }
    if (recordBytes > CsvFormat.LONGEST_RECORD) {
      oddity = TOO_LONG;
    }
  }

  /** To the next byte that matters; everything before it is content of an unquoted field. */
  private int skipPlain(byte[] buffer, int from, int to) {
    if (state != UNQUOTED) {
      return from;
    }
    int position = from;
    while (position < to) {
      byte next = buffer[position];
      if (next == delimiter || next == '\n' || next == '\r') {
        break;
      }
      if (next < 0 || !utf8Check.isComplete()) {
        text(next);
      } else if (next > ' ') {
        visible = true;
      }
      position++;
    }
    return position;
  }

  private int skipQuoted(byte[] buffer, int from, int to) {
    int position = from;
    while (position < to) {
      byte next = buffer[position];
      if (next == quote || next == '\n' || next == '\r') {
        break;
      }
      if (next < 0 || !utf8Check.isComplete()) {
        text(next);
      }
      position++;
    }
    return position;
  }

  private void text(byte next) {
    visible = true;
    if (utf8 && !utf8Check.accept(next)) {
      oddity = "the text is not UTF-8";
    }
  }

  private void step(byte next) {
    switch (state) {
      case AFTER_CR -> afterCarriageReturn(next);
      case QUOTED -> inQuotes(next);
      case QUOTE_IN_QUOTED -> afterQuote(next);
      default -> outsideQuotes(next);
    }
  }

  private void outsideQuotes(byte next) {
    if (next == delimiter) {
      fields++;
      empty = false;
      visible |= delimiter > ' ';
      state = FIELD_START;
    } else if (next == '\n') {
      endRecord(LF);
    } else if (next == '\r') {
      state = AFTER_CR;
    } else if (next == quote && state == SPACES) {
      oddity = "there are blanks in front of a quote";
    } else if (next == quote && state == FIELD_START) {
      state = QUOTED;
      empty = false;
      visible = true;
    } else {
      startUnquoted(next);
    }
  }

  private void startUnquoted(byte next) {
    empty = false;
    state = next == ' ' && state != UNQUOTED ? SPACES : UNQUOTED;
    if (next < 0 || !utf8Check.isComplete()) {
      text(next);
    } else if (next > ' ') {
      visible = true;
    }
  }

  private void inQuotes(byte next) {
    if (next == quote) {
      state = QUOTE_IN_QUOTED;
    } else {
      oddity = "there are line ends inside quotes";
    }
  }

  private void afterQuote(byte next) {
    if (next == quote) {
      state = QUOTED;
    } else if (next == delimiter || next == '\n' || next == '\r') {
      outsideQuotes(next);
    } else {
      oddity = "there is text behind a closing quote";
    }
  }

  private void afterCarriageReturn(byte next) {
    if (next == '\n') {
      endRecord(CR_LF);
    } else {
      endRecord(CR);
      step(next);
    }
  }

  private void endRecord(int kind) {
    if (lineEnd != 0 && lineEnd != kind) {
      oddity = "the lines end in different ways";
    }
    lineEnd = kind;
    countRecord();
  }

  private void end() {
    if (state == QUOTED) {
      oddity = "a quote is not closed";
    } else if (state == AFTER_CR) {
      endRecord(CR);
    } else if (!empty) {
      countRecord();
    }
  }

  private void countRecord() {
    if (utf8 && !utf8Check.isComplete()) {
      oddity = "the text is not UTF-8";
    }
    if (empty && expectedFields == 1) {
      oddity = "there are empty lines";
    } else if (!empty) {
      records++;
      if (fields != expectedFields) {
        oddity = "a record has " + fields + " fields instead of " + expectedFields;
      } else if (!visible) {
        oddity = "a record has nothing but blanks and delimiters";
      }
    }
    state = FIELD_START;
    fields = 1;
    empty = true;
    visible = false;
    recordBytes = 0;
  }
}
