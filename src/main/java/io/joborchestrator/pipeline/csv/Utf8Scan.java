package io.joborchestrator.pipeline.csv;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Looks whether a file is UTF-8, nothing else, at the speed of memory. */
public final class Utf8Scan {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8Scan() {}

  /**
   * Reads a file, unpacked if its name ends in {@code .gz}.
   *
   * @param stop ends it early, with true
   */
  public static boolean isUtf8(Path file, BooleanSupplier stop) throws IOException {
    Utf8Check check = new Utf8Check();
    byte[] buffer = new byte[1 << 18];
    try (InputStream in = CsvFormat.open(file)) {
      int count = in.read(buffer, 0, buffer.length);
      while (count >= 0 && !stop.getAsBoolean()) {
        if (!accepts(check, buffer, count)) {
          return false;
        }
        count = in.read(buffer, 0, buffer.length);
      }
      return count >= 0 || check.isComplete();
    }
  }

  private static boolean accepts(Utf8Check check, byte[] buffer, int count) {
    int at = 0;
    while (at < count) {
      if (check.isComplete()) {
        while (at + Long.BYTES <= count && ((long) EIGHT.get(buffer, at) & HIGH_BITS) == 0) {
          at += Long.BYTES;
        }
      }
      if (at < count && !check.accept(buffer[at++])) {
        return false;
      }
    }
    return true;
  }
}
