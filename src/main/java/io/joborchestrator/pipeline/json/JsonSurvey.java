package io.joborchestrator.pipeline.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over the bytes of a file tells.
 *
 * @param records lines that are not empty; exact for a plain file
 * @param oddity why engines might read the file in different ways, or null for a plain file: every
 *     line is one object whose values are texts, numbers, booleans or null
 */
public record JsonSurvey(long records, @Nullable String oddity) {
  /** Reads the file once. */
  public static JsonSurvey of(Path file, Charset charset) throws IOException {
    var scan = new JsonScan(charset.equals(StandardCharsets.UTF_8));
    try (InputStream in = open(file)) {
      scan.read(in);
    }
    return new JsonSurvey(scan.records(), scan.oddity());
  }

  public boolean isPlain() {
    return oddity == null;
  }

  static InputStream open(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }
}
