package io.joborchestrator.engine.local.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Cuts the output of a program into lines that are safe to show: UTF-8 with replacement, control
 * and direction characters made visible, terminal colours removed, very long lines cut. A carriage
 * return alone ends a line too, because progress bars use it so.
 */
final class LineReader {
  static final int MAX_LINE_CHARS = 16_384;

  /** Receives one line. */
  interface Sink {
    /**
     * @param size about how many bytes the line was
     */
    void line(String text, long size);
  }

  private final Sink sink;
  private final StringBuilder line = new StringBuilder();
  private long length;
  private boolean afterReturn;
  private Escape escape = Escape.NONE;

  /** Where in a terminal sequence the text is. */
  private enum Escape {
    NONE,
    STARTED,
    INSIDE
  }

  LineReader(Sink sink) {
    this.sink = sink;
  }

  /** Reads to the end of the stream. */
  void readAll(InputStream stream) throws IOException {
    try (Reader reader =
        new InputStreamReader(
            stream,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE))) {
      char[] buffer = new char[8192];
      for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
        for (int i = 0; i < count; i++) {
          accept(buffer[i]);
        }
      }
    } finally {
      if (length > 0) {
        endLine();
      }
    }
  }

  private void accept(char c) {
    boolean secondOfPair = afterReturn && c == '\n';
    afterReturn = c == '\r';
    if (secondOfPair) {
      return;
    }
    if (c == '\n' || c == '\r') {
      endLine();
      return;
    }
    length++;
    if (!inEscape(c) && line.length() < MAX_LINE_CHARS) {
      line.append(harmless(c));
    }
  }

  private boolean inEscape(char c) {
    switch (escape) {
      case NONE -> {
        escape = c == '\u001b' ? Escape.STARTED : Escape.NONE;
        return c == '\u001b';
      }
      case STARTED -> {
        escape = c == '[' ? Escape.INSIDE : Escape.NONE;
        return true;
      }
      case INSIDE -> {
        if (c >= '@' && c <= '~') {
          escape = Escape.NONE;
        }
        return true;
      }
    }
    throw new IllegalStateException("Unknown state " + escape);
  }

  private static char harmless(char c) {
    if (c == '\t') {
      return c;
    }
    if (c < ' ') {
      // The pictures of the control characters stand in the same order.
      return (char) ('\u2400' + c);
    }
    boolean direction = (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    boolean hidden = Character.isISOControl(c) || direction || c == '\u2028' || c == '\u2029';
    return hidden ? '\ufffd' : c;
  }

  private void endLine() {
    if (!line.isEmpty() && Character.isHighSurrogate(line.charAt(line.length() - 1))) {
      line.setLength(line.length() - 1);
    }
    if (length > MAX_LINE_CHARS) {
      line.append(" … (line of %,d characters cut)".formatted(length));
    }
    sink.line(line.toString(), length + 1);
    line.setLength(0);
    length = 0;
    escape = Escape.NONE;
  }
}
