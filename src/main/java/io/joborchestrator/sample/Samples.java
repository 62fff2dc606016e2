package io.joborchestrator.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.joborchestrator.config.AppHome;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The sample data and jobs below the home folder. Files that are missing or were changed are
 * written anew, so the samples always run. Blocks; thread-safe, also across processes.
 */
public final class Samples {
  private static final String ROOT = "/samples/";
  private static final List<String> DATA = List.of("flights.csv", "airports.csv", "NOTICE.md");
  private static final String SCRIPT = "busiest-airports";

  private final Path folder;
  private final boolean windows;
  private final ObjectMapper json = new ObjectMapper();

  public Samples(AppHome home) {
    this(home.data().resolve("samples"), System.getProperty("os.name", ""));
  }

  Samples(Path folder, String osName) {
    this.folder = folder.toAbsolutePath();
    this.windows = osName.toLowerCase(Locale.ROOT).startsWith("windows");
  }

  /** Holds {@code data}, {@code jobs} and {@code output}. */
  public Path folder() {
    return folder;
  }

  /** Where the sample pipelines write to. */
  public Path output() {
    return folder.resolve("output");
  }

  /**
   * Extracts everything and lists the jobs in the order they are offered.
   *
   * @throws OrchestratorException OUTPUT_NOT_WRITABLE if the home folder cannot be written
   */
  public List<SampleJob> jobs() {
    try {
      Files.createDirectories(output());
      for (String name : DATA) {
        write(folder.resolve("data").resolve(name), resource("data/" + name));
      }
      List<SampleJob> jobs = new ArrayList<>();
      for (JsonNode entry : json.readTree(resource("samples.json"))) {
        jobs.add(job(entry));
      }
      return List.copyOf(jobs);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.OUTPUT_NOT_WRITABLE,
          "The samples cannot be written to " + folder + ": " + e.getMessage(),
          e);
    }
  }

  private SampleJob job(JsonNode entry) throws IOException {
    String id = entry.path("id").asText();
    String source = windows && id.equals(SCRIPT) ? id + "-windows" : id;
    JsonNode resolved = resolve(json.readTree(resource("jobs/" + source + ".json")));
    String text = json.writerWithDefaultPrettyPrinter().writeValueAsString(resolved) + "\n";
    Path file = folder.resolve("jobs").resolve(id + ".json");
    write(file, text.getBytes(StandardCharsets.UTF_8));
    return new SampleJob(
        id,
        entry.path("title").asText(),
        entry.path("description").asText(),
        file,
        JobFile.parse(text));
  }

  private JsonNode resolve(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(entry -> entry.setValue(resolve(entry.getValue())));
      return object;
    }
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, resolve(array.get(i)));
      }
      return array;
    }
    if (node.isTextual()) {
      return TextNode.valueOf(
          node.textValue()
              .replace("${samples}", slashes(folder))
              .replace("${output}", slashes(output())));
    }
    return node;
  }

  /** Every system understands forward slashes, and they need no escape in JSON. */
  private String slashes(Path path) {
    return windows ? path.toString().replace('\\', '/') : path.toString();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = Samples.class.getResourceAsStream(ROOT + name)) {
      if (stream == null) {
        throw new FileNotFoundException("This program lacks its resource " + ROOT + name);
      }
      return stream.readAllBytes();
    }
  }

  /** Written beside and moved, so that another process never reads half a file. */
  private static void write(Path file, byte[] content) throws IOException {
    if (Files.isRegularFile(file)
        && Files.size(file) == content.length
        && Arrays.equals(Files.readAllBytes(file), content)) {
      return;
    }
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("No folder for " + file);
    }
    Files.createDirectories(parent);
    Path temporary = Files.createTempFile(parent, ".sample-", ".tmp");
    Files.write(temporary, content);
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
