package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * The first bytes of a file, unpacked.
 *
 * @param complete the file has no more bytes than these
 */
record FileHead(byte[] bytes, boolean complete) {
  private static final int LENGTH = 1 << 18;

  static FileHead of(Path file) {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(LENGTH);
      return new FileHead(bytes, in.read() < 0);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE,
          "The file " + file + " cannot be read: " + e.getMessage() + ".",
          e);
    }
  }

  /** The bytes of a file, unpacked. */
  static InputStream open(Path file) throws IOException {
    InputStream raw = Files.newInputStream(file);
    if (!isPacked(file)) {
      return raw;
    }
    try {
      return new GZIPInputStream(raw);
    } catch (IOException notPacked) {
      raw.close();
      throw notPacked;
    }
  }

  /** Whether the file starts with a byte order mark. */
  boolean isMarked() {
    return bytes.length >= 3
        && (bytes[0] & 0xFF) == 0xEF
        && (bytes[1] & 0xFF) == 0xBB
        && (bytes[2] & 0xFF) == 0xBF;
  }

  static boolean isPacked(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  boolean isParquet() {
    return bytes.length >= 4
        && bytes[0] == 'P'
        && bytes[1] == 'A'
        && bytes[2] == 'R'
        && bytes[3] == '1';
  }

  private boolean isBinary() {
    for (byte b : bytes) {
      if (b == 0) {
        return true;
      }
    }
    return isParquet();
  }

  void refuseBinary(Path file) {
    if (isBinary()) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT, "The file " + file + " holds binary data, no text.");
    }
  }

  /** Whether the bytes are UTF-8; a character cut at the end counts as right. */
  boolean isUtf8() {
    int length = bytes.length;
    for (int cut = 0; cut < (complete ? 1 : 4) && cut <= length; cut++) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length - cut));
        return true;
      } catch (CharacterCodingException e) {
        // Perhaps a character was cut in two: look again with one byte less.
        continue;
      }
    }
    return false;
  }

  /** The first sign that is no space, or 0. */
  char firstSign() {
    int start = bytes.length >= 3 && (bytes[0] & 0xFF) == 0xEF ? 3 : 0;
    for (int i = start; i < bytes.length; i++) {
      if (!Character.isWhitespace(bytes[i])) {
        return (char) bytes[i];
      }
    }
    return 0;
  }
}
