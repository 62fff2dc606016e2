package io.joborchestrator.console.offline;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.console.view.ProfileFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with what was seen last of one profile; only its owner can read it. Blocks; thread-safe.
 */
public final class LastSeenFile {
  private static final Logger log = LoggerFactory.getLogger(LastSeenFile.class);

  /** A larger one is not read, and not written either. */
  static final int MOST_BYTES = 512 << 10;

  private final Path file;
  private final ObjectMapper json = new ObjectMapper();

  LastSeenFile(Path file) {
    this.file = file;
  }

  public static LastSeenFile of(Path cacheFolder, String profile) {
    return new LastSeenFile(ProfileFiles.of(cacheFolder, profile, ".seen.json"));
  }

  /** Empty if there is none, or none that can be understood. */
  public synchronized Optional<LastSeen> read() {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      return Optional.ofNullable(json.readValue(file.toFile(), LastSeen.class));
    } catch (IOException | RuntimeException e) {
      log.warn("{} is not understood; nothing is shown of what was seen last", file, e);
      return Optional.empty();
    }
  }

  /**
   * A crash leaves the old or the new one.
   *
   * @throws IOException if it cannot be written or is too large
   */
  synchronized void write(LastSeen seen) throws IOException {
    byte[] bytes = json.writeValueAsBytes(seen);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("What was seen is too large to be kept: " + bytes.length + " bytes");
    }
    ProfileFiles.replace(file, bytes);
  }
}
