package io.joborchestrator.pipeline.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of a CSV file at a time. Sets of bytes are words in which the highest bit of each
 * byte stands for it, the first byte lowest (Warren, Hacker's Delight, "Find First 0-Byte").
 */
final class AsciiWords {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101010101010101L;
  private static final long LOW = 0x7F7F7F7F7F7F7F7FL;
  private static final long HIGH = ~LOW;

  /** All bytes of a word. */
  static final long ALL = HIGH;

  /** Added to a byte below 128 it sets the highest bit if the byte is above the blank. */
  private static final long ABOVE_BLANK = (0x7F - ' ') * ONES;

  private final long delimiter;
  private final long quote;

  private long word;
  private long delimiters;
  private long lineFeeds;

  AsciiWords(byte delimiter, byte quote) {
    this.delimiter = delimiter * ONES;
    this.quote = quote * ONES;
  }

  /** Takes the eight bytes at a position; false if there is a byte among them that is not easy. */
  boolean take(byte[] buffer, int position) {
    word = (long) LONGS.get(buffer, position);
    long difficult = word | equal(quote) | equal('\r' * ONES);
    if ((difficult & HIGH) != 0) {
      return false;
    }
    delimiters = equal(delimiter);
    lineFeeds = equal('\n' * ONES);
    return true;
  }

  /** The bytes that are the same as those of another word; only right without bytes above 127. */
  private long equal(long other) {
    long difference = word ^ other;
    return ~(difference + LOW) & HIGH;
  }

  long lineFeeds() {
    return lineFeeds;
  }

  /**
   * The bytes behind one and in front of another.
   *
   * @param begin one byte, or 0 for the start of the word
   * @param end one byte, or 0 for the end of the word
   */
  long between(long begin, long end) {
    long before = end == 0 ? -1L : end - 1;
    long behind = begin == 0 ? -1L : -begin & ~begin;
    return before & behind & HIGH;
  }

  int delimiters(long bytes) {
    return Long.bitCount(delimiters & bytes);
  }

  /** Whether one of these bytes can be seen on paper. */
  boolean isVisible(long bytes) {
    return ((word + ABOVE_BLANK) & bytes) != 0;
  }
}
