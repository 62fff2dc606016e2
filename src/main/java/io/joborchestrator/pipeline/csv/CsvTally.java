package io.joborchestrator.pipeline.csv;

import org.jspecify.annotations.Nullable;

/** What a scan has seen of the record it is in, and of all before it. One per scan. */
final class CsvTally {
  static final int LF = 1;
  static final int CR_LF = 2;
  static final int CR = 3;

  private final int expectedFields;

  private int fields = 1;
  private boolean visible;
  private boolean empty = true;
  private long recordBytes;
  private int lineEnd;
  private long records;
  private @Nullable String oddity;

  CsvTally(int expectedFields) {
    this.expectedFields = expectedFields;
  }

  long records() {
    return records;
  }

  @Nullable String oddity() {
    return oddity;
  }

  boolean isPlain() {
    return oddity == null;
  }

  /** How the lines end: one of the constants, 0 if none has ended. */
  int lineEnd() {
    return lineEnd;
  }

  boolean isEmpty() {
    return empty;
  }

  /** The file is not plain. */
  void refuse(String why) {
    oddity = why;
  }

  /** Content of the record, which may be blank. */
  void content() {
    empty = false;
  }

  /** Content of the record that can be seen on paper. */
  void visible() {
    empty = false;
    visible = true;
  }

  void delimiters(int count) {
    fields += count;
  }

  void bytes(long count) {
    recordBytes += count;
    if (recordBytes > CsvFormat.LONGEST_RECORD) {
      refuse("a record is longer than 2 MB");
    }
  }

  void endRecord(int kind) {
    if (lineEnd != 0 && lineEnd != kind) {
      refuse("the lines end in different ways");
    }
    lineEnd = kind;
    endRecord();
  }

  /** At a line end, or at the end of a file without one. */
  void endRecord() {
    if (empty && expectedFields == 1) {
      refuse("there are empty lines");
    } else if (!empty) {
      records++;
      if (fields != expectedFields) {
        refuse("a record has " + fields + " fields instead of " + expectedFields);
      } else if (!visible) {
        refuse("a record has nothing but blanks and delimiters");
      }
    }
    fields = 1;
    empty = true;
    visible = false;
    recordBytes = 0;
  }
}
