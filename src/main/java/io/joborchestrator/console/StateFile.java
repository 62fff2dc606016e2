package io.joborchestrator.console;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the window of one profile remembers, in a file of its own. Blocks; not for the FX thread.
 */
final class StateFile {
  private static final Logger log = LoggerFactory.getLogger(StateFile.class);

  private final Path file;

  StateFile(Path file) {
    this.file = file;
  }

  /** The file for a profile; its name keeps only safe characters. */
  static StateFile of(Path configFolder, String profile) {
    String name = profile.replaceAll("[^A-Za-z0-9._-]", "_");
    return new StateFile(configFolder.resolve("console").resolve(name + ".properties"));
  }

  /** Empty if there is none or it cannot be read: the window then opens as for the first time. */
  Map<String, String> read() {
    Map<String, String> values = new TreeMap<>();
    if (!Files.isRegularFile(file)) {
      return values;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      log.warn("{} cannot be read; the window opens as for the first time", file, e);
      return values;
    }
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    return values;
  }

  /** Written beside and moved, so that a crash leaves the old or the new one. */
  synchronized void write(Map<String, String> values) {
    Properties properties = new Properties();
    properties.putAll(values);
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder == null) {
        throw new IOException("No folder for " + file);
      }
      Files.createDirectories(folder);
      Path temporary = Files.createTempFile(folder, ".state-", ".tmp");
      try (Writer writer = Files.newBufferedWriter(temporary)) {
        properties.store(writer, null);
      }
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
