package io.joborchestrator.pipeline.csv;

/** Walks over bytes outside of quotes eight at a time, as far as that is easy. One per scan. */
final class WordScan {
  private final CsvTally tally;
  private final AsciiWords words;
  private int recordStart;

  WordScan(CsvTally tally, AsciiWords words) {
    this.tally = tally;
    this.words = words;
  }

  /** Where the record began that the last scan ended in; its start if no record ended in it. */
  int recordStart() {
    return recordStart;
  }

  /** Answers the place of the first word that is not easy, or of what is less than a word. */
  int scan(byte[] buffer, int from, int to) {
    recordStart = from;
    int position = from;
    while (position <= to - Long.BYTES && words.take(buffer, position)) {
      if (words.lineFeeds() == 0) {
        count(AsciiWords.ALL);
      } else {
        endRecords(position);
        if (!tally.isPlain()) {
          return position;
        }
      }
      position += Long.BYTES;
    }
    if (position > recordStart) {
      tally.content();
      tally.bytes(position - recordStart);
    }
    return position;
  }

  private void count(long bytes) {
    if (words.isVisible(bytes)) {
      tally.visible();
    }
    tally.delimiters(words.delimiters(bytes));
  }

  /** All records that end in the word at a position. */
  private void endRecords(int position) {
    long begin = 0;
    for (long left = words.lineFeeds(); left != 0 && tally.isPlain(); left &= left - 1) {
      long end = left & -left;
      int at = position + (Long.numberOfTrailingZeros(end) >>> 3);
      count(words.between(begin, end));
      if (at > recordStart) {
        tally.content();
      }
      tally.bytes(at - recordStart + 1L);
      tally.endRecord(CsvTally.LF);
      recordStart = at + 1;
      begin = end;
    }
    count(words.between(begin, 0));
  }
}
