package io.joborchestrator.console;

import io.joborchestrator.console.view.ProfileFiles;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the window of one profile remembers, in a file of its own. A file that is broken, or not
 * written by a program that this one understands, is never overwritten: it is set aside under
 * another name. Blocks; not for the FX thread.
 */
final class StateFile {
  private static final Logger log = LoggerFactory.getLogger(StateFile.class);

  /** Key and number of the form of the file; files of the first version do not have it. */
  private static final String FORM_KEY = "state.form";

  private static final String FORM = "1";
  private static final Pattern KEY = Pattern.compile("[a-zA-Z][A-Za-z0-9._-]*");
  private static final long MOST_BYTES = 4L << 20;
  private static final int MOST_ASIDE = 100;

  private final Path file;

  /** False: nothing is remembered, neither read nor written. */
  private boolean usable = true;

  /**
   * @param values what was remembered; empty for the first time
   * @param refused why a file that is there was not taken, or null
   */
  record Remembered(Map<String, String> values, @Nullable Refused refused) {}

  /**
   * @param aside where the file is now, or null: it could not be moved and stays as it is; nothing
   *     is remembered then
   */
  record Refused(Path file, @Nullable Path aside) {}

  StateFile(Path file) {
    this.file = file;
  }

  static StateFile of(Path configFolder, String profile) {
    return new StateFile(ProfileFiles.of(configFolder, profile, ".properties"));
  }

  /** Remembers nothing. */
  static StateFile none() {
    StateFile none = new StateFile(Path.of("none"));
    none.usable = false;
    return none;
  }

  /**
   * Empty if there is none or it is not understood: the window then opens as for the first time.
   */
  synchronized Remembered read() {
    if (!usable || !Files.exists(file)) {
      return new Remembered(Map.of(), null);
    }
    try {
      return new Remembered(parse(), null);
    } catch (IOException | IllegalArgumentException e) {
      log.warn("{} is not understood; the window opens as for the first time", file, e);
      return new Remembered(Map.of(), new Refused(file, setAside()));
    }
  }

  private Map<String, String> parse() throws IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
      throw new IOException("Not a file that this program wrote");
    }
    Properties properties = new Properties();
    try (Reader reader = new StringReader(Files.readString(file))) {
      properties.load(reader);
    }
    Map<String, String> values = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
    String form = values.remove(FORM_KEY);
    if (form != null && !form.equals(FORM)) {
      throw new IOException("Written by another version, in form " + form);
    }
    for (String key : values.keySet()) {
      if (!KEY.matcher(key).matches()) {
        throw new IOException("Not written by this program: it has the key " + key);
      }
    }
    return values;
  }

  private @Nullable Path setAside() {
    try {
      for (int number = 1; number <= MOST_ASIDE; number++) {
        Path aside = file.resolveSibling(file.getFileName() + ".aside-" + number);
        if (!Files.exists(aside)) {
          return Files.move(file, aside);
        }
      }
    } catch (IOException e) {
      log.warn("{} cannot be set aside; nothing is remembered this time", file, e);
    }
    usable = false;
    return null;
  }

  /** A crash leaves the old or the new one. */
  synchronized void write(Map<String, String> values) {
    if (!usable) {
      return;
    }
    Properties properties = new Properties();
    properties.putAll(values);
    properties.put(FORM_KEY, FORM);
    StringWriter text = new StringWriter();
    try {
      properties.store(text, null);
      ProfileFiles.replace(file, text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
