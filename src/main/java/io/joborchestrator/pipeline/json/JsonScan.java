package io.joborchestrator.pipeline.json;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Walks over the bytes of a file until it ends or turns out not to be plain. One per file. */
final class JsonScan {
  private final boolean utf8;
  private int depth;
  private boolean inText;
  private boolean escaped;
  private boolean done;
  private long records;
  private @Nullable String oddity;

  JsonScan(boolean utf8) {
    this.utf8 = utf8;
  }

  long records() {
    return records;
  }

  @Nullable String oddity() {
    return oddity;
  }

  void read(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 18];
    int count = in.readNBytes(buffer, 0, buffer.length);
    boolean mark = utf8 && count >= 3 && (buffer[0] & 0xFF) == 0xEF && (buffer[1] & 0xFF) == 0xBB;
    if (mark) {
      oddity = "it starts with a byte order mark";
    }
    while (count > 0 && oddity == null) {
      for (int i = 0; i < count && oddity == null; i++) {
        step(buffer[i]);
      }
      count = in.read(buffer, 0, buffer.length);
    }
    endLine();
  }

  private void step(byte next) {
    if (inText) {
      text(next);
    } else if (next == '\n') {
      endLine();
    } else if (next == '"' && depth > 0) {
      inText = true;
    } else if (next == '{') {
      open();
    } else if (next == '}' && depth == 1) {
      depth = 0;
      done = true;
      records++;
    } else if (next == '[' || next == ']' || next == '}') {
      oddity = "there are arrays or nested objects";
    } else if (depth == 0 && next != ' ' && next != '\t' && next != '\r') {
      oddity = "a line is not one object";
    }
  }

  private void open() {
    if (depth == 1) {
      oddity = "there are arrays or nested objects";
    } else if (done) {
      oddity = "a line holds several objects";
    }
    depth = 1;
  }

  private void text(byte next) {
    if (escaped) {
      escaped = false;
    } else if (next == '\\') {
      escaped = true;
    } else if (next == '"') {
      inText = false;
    } else if (next >= 0 && next < ' ') {
      oddity = "a text is not closed on its line";
    }
  }

  private void endLine() {
    if (oddity == null && (depth > 0 || inText)) {
      oddity = "an object does not end on its line";
    }
    done = false;
  }
}
