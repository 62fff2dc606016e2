package io.joborchestrator.pipeline.csv;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file is written.
 *
 * @param delimiter between fields, an ASCII character
 * @param quote around fields, an ASCII character, doubled inside
 * @param charset UTF-8 or ISO-8859-1
 * @param nullText a field with this text is NULL, quoted or not
 */
public record CsvFormat(
    char delimiter, char quote, boolean header, Charset charset, String nullText) {
  /** Longest record, in bytes, that is read at all; what is longer is a bad row. */
  public static final int LONGEST_RECORD = 2 * 1024 * 1024;

  /** Comma, double quotes, a header, UTF-8, the empty text as NULL. */
  public static final CsvFormat PLAIN = new CsvFormat(',', '"', true, StandardCharsets.UTF_8, "");

  public CsvFormat {
    if (delimiter > 127 || quote > 127 || delimiter == quote) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          "Delimiter and quote of a CSV file must be two different ASCII characters.");
    }
  }

  /**
   * @throws OrchestratorException if the input cannot be read that way
   */
  public static CsvFormat of(InputSpec spec) {
    return new CsvFormat(
        one(spec.delimiter(), ',', "delimiter"),
        one(spec.quote(), '"', "quote"),
        !Boolean.FALSE.equals(spec.header()),
        "ISO-8859-1".equalsIgnoreCase(spec.encoding())
            ? StandardCharsets.ISO_8859_1
            : StandardCharsets.UTF_8,
        spec.nullText() == null ? "" : spec.nullText());
  }

  /** The bytes of a file, unpacked if its name ends in {@code .gz}. */
  static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    if (!file.toString().endsWith(".gz")) {
      return in;
    }
    try {
      return new GZIPInputStream(in, 1 << 16);
    } catch (IOException notPacked) {
      in.close();
      throw notPacked;
    }
  }

  boolean isUtf8() {
    return charset.equals(StandardCharsets.UTF_8);
  }

  private static char one(@Nullable String text, char usual, String what) {
    if (text == null || text.isEmpty()) {
      return usual;
    }
    String character = "\\t".equals(text) ? "\t" : text;
    if (character.length() != 1) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          "The " + what + " of a CSV file is one character, not '" + text + "'.");
    }
    return character.charAt(0);
  }
}
