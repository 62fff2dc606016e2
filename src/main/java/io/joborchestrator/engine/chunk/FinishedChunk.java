package io.joborchestrator.engine.chunk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of a chunk.
 *
 * @param quarantines bad rows by input
 * @param end where its piece of a file ended, see {@link
 *     io.joborchestrator.pipeline.chunk.Slices.Slice#end}
 */
record FinishedChunk(Path file, Map<String, Path> quarantines, long end) {
  /** With the sizes, by which a file that was cut off is known. */
  ObjectNode toJson() throws IOException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    put(node, "file", file);
    ObjectNode bad = node.putObject("quarantines");
    for (Map.Entry<String, Path> entry : quarantines.entrySet()) {
      put(bad, entry.getKey(), entry.getValue());
    }
    node.put("end", end);
    return node;
  }

  private static void put(ObjectNode node, String key, Path file) throws IOException {
    node.putObject(key).put("name", file.getFileName().toString()).put("bytes", Files.size(file));
  }

  static FinishedChunk of(JsonNode node, Path folder) {
    Map<String, Path> quarantines = new LinkedHashMap<>();
    node.path("quarantines")
        .properties()
        .forEach(entry -> quarantines.put(entry.getKey(), file(entry.getValue(), folder)));
    return new FinishedChunk(
        file(node.path("file"), folder), quarantines, node.path("end").asLong());
  }

  private static Path file(JsonNode node, Path folder) {
    return folder.resolve(Path.of(node.path("name").asText("?")).getFileName());
  }

  /** Whether all its files are there, whole. */
  static boolean isThere(JsonNode node, Path folder) {
    boolean there = isFile(node.path("file"), folder);
    for (JsonNode quarantine : node.path("quarantines")) {
      there &= isFile(quarantine, folder);
    }
    return there;
  }

  private static boolean isFile(JsonNode node, Path folder) {
    try {
      Path file = file(node, folder);
      return Files.isRegularFile(file) && Files.size(file) == node.path("bytes").asLong(-1);
    } catch (IOException e) {
      return false;
    }
  }
}
