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

  private static final String NO_UTF_8 = "the text is not UTF-8";

  private final byte delimiter;
  private final byte quote;
  private final boolean utf8;
  private final CsvTally tally;
  private final WordScan words;
  private final Utf8Check utf8Check = new Utf8Check();

  private int state = FIELD_START;

  CsvScan(CsvFormat format, int expectedFields) {
    this.delimiter = (byte) format.delimiter();
    this.quote = (byte) format.quote();
    this.utf8 = format.isUtf8();
    this.tally = new CsvTally(expectedFields);
    this.words = new WordScan(tally, new AsciiWords(delimiter, quote));
  }

  long records() {
    return tally.records();
  }

  @Nullable String oddity() {
    return tally.oddity();
  }

  /** How the lines end: the same number for the same way, 0 if there was none. */
  int lineEnd() {
    return tally.lineEnd();
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
    while (count > 0 && tally.isPlain()) {
      scan(buffer, from, count);
      from = 0;
      left -= count;
      count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
    }
    if (tally.isPlain()) {
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
    while (position < to && tally.isPlain()) {
      position = scanWords(buffer, position, to);
      if (position == to || !tally.isPlain()) {
        return;
      }
      int begin = position;
      position = state == QUOTED ? skipQuoted(buffer, begin, to) : skipPlain(buffer, begin, to);
      tally.bytes(position - begin + 1L);
      if (position < to) {
        step(buffer[position]);
        position++;
      }
    }
  }

  /**
   * As far as whole words are easy. What the words do to the state is found out at the end, from
   * the bytes in front of the place where they stop.
   */
  private int scanWords(byte[] buffer, int from, int to) {
    boolean outside = state == FIELD_START || state == UNQUOTED || state == SPACES;
    if (!outside || !utf8Check.isComplete()) {
      return from;
    }
    int position = words.scan(buffer, from, to);
    int recordStart = words.recordStart();
    if (recordStart > from) {
      state = FIELD_START;
    }
    if (position > recordStart) {
      state = stateAt(buffer, recordStart, position);
    }
    return position;
  }

  /** The state behind words, of which the last record began at a place. */
  private int stateAt(byte[] buffer, int recordStart, int position) {
    int fieldStart = position;
    while (fieldStart > recordStart && buffer[fieldStart - 1] != delimiter) {
      fieldStart--;
    }
    if (fieldStart == position) {
      return FIELD_START;
    }
    int text = fieldStart;
    while (text < position && buffer[text] == ' ') {
      text++;
    }
    boolean continued = fieldStart == recordStart && state == UNQUOTED;
    return continued || text < position ? UNQUOTED : SPACES;
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
        tally.visible();
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
    tally.visible();
    if (utf8 && !utf8Check.accept(next)) {
      tally.refuse(NO_UTF_8);
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
      tally.delimiters(1);
      tally.content();
      if (delimiter > ' ') {
        tally.visible();
      }
      state = FIELD_START;
    } else if (next == '\n') {
      endRecord(CsvTally.LF);
    } else if (next == '\r') {
      state = AFTER_CR;
    } else if (next == quote && state == SPACES) {
      tally.refuse("there are blanks in front of a quote");
    } else if (next == quote && state == FIELD_START) {
      state = QUOTED;
      tally.visible();
    } else {
      startUnquoted(next);
    }
  }

  private void startUnquoted(byte next) {
    tally.content();
    state = next == ' ' && state != UNQUOTED ? SPACES : UNQUOTED;
    if (next < 0 || !utf8Check.isComplete()) {
      text(next);
    } else if (next > ' ') {
      tally.visible();
    }
  }

  private void inQuotes(byte next) {
    if (next == quote) {
      state = QUOTE_IN_QUOTED;
    } else {
      tally.refuse("there are line ends inside quotes");
    }
  }

  private void afterQuote(byte next) {
    if (next == quote) {
      state = QUOTED;
    } else if (next == delimiter || next == '\n' || next == '\r') {
      outsideQuotes(next);
    } else {
      tally.refuse("there is text behind a closing quote");
    }
  }

  private void afterCarriageReturn(byte next) {
    if (next == '\n') {
      endRecord(CsvTally.CR_LF);
    } else {
      endRecord(CsvTally.CR);
      step(next);
    }
  }

  private void endRecord(int kind) {
    tally.endRecord(kind);
    if (utf8 && !utf8Check.isComplete()) {
      tally.refuse(NO_UTF_8);
    }
    state = FIELD_START;
  }

  private void end() {
    if (state == QUOTED) {
      tally.refuse("a quote is not closed");
    } else if (state == AFTER_CR) {
      endRecord(CsvTally.CR);
    } else if (!tally.isEmpty()) {
      tally.endRecord();
      if (utf8 && !utf8Check.isComplete()) {
        tally.refuse(NO_UTF_8);
      }
    }
  }
}
