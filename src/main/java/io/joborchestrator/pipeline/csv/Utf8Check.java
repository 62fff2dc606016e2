package io.joborchestrator.pipeline.csv;

/** Checks a stream of bytes above 127 (and what stands between them) for valid UTF-8. */
final class Utf8Check {
  private int missing;
  private int codePoint;
  private int smallest;

  boolean isComplete() {
    return missing == 0;
  }

  /** False if the byte cannot stand here. */
  boolean accept(byte next) {
    int value = next & 0xFF;
    if (missing > 0) {
      if ((value & 0xC0) != 0x80) {
        return false;
      }
      codePoint = (codePoint << 6) | (value & 0x3F);
      missing--;
      return missing > 0 || isCharacter();
    }
    if (value < 0x80) {
      return true;
    }
    if (value >= 0xC2 && value <= 0xDF) {
      return begin(1, value & 0x1F, 0x80);
    }
    if (value >= 0xE0 && value <= 0xEF) {
      return begin(2, value & 0x0F, 0x800);
    }
    return value >= 0xF0 && value <= 0xF4 && begin(3, value & 0x07, 0x10000);
  }

  private boolean begin(int more, int bits, int least) {
    missing = more;
    codePoint = bits;
    smallest = least;
    return true;
  }

  private boolean isCharacter() {
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    return codePoint >= smallest && codePoint <= 0x10FFFF && !surrogate;
  }
}
