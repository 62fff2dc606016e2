package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;

/**
 * Writes the paths of a pipeline out in full: they are meant from the current folder, but the
 * process that executes the job has another one.
 */
final class PathResolver {
  private final Path folder;

  PathResolver(Path folder) {
    this.folder = folder;
  }

  void resolve(ObjectNode config) {
    for (JsonNode input : config.path("inputs")) {
      resolve(input, "path");
      resolve(input, "quarantinePath");
    }
    resolve(config.path("output"), "path");
  }

  private void resolve(JsonNode node, String field) {
    if (!(node instanceof ObjectNode object) || !object.path(field).isTextual()) {
      return;
    }
    String path = object.get(field).textValue();
    if (!path.isBlank() && !isFull(path)) {
      // By text: a glob is no valid path everywhere.
      String plain = path.startsWith("./") ? path.substring(2) : path;
      object.put(field, folder.toString().replace('\\', '/') + "/" + plain);
    }
  }

  private static boolean isFull(String path) {
    return path.startsWith("/")
        || path.startsWith("\\")
        || path.startsWith("~")
        || path.matches("[A-Za-z]:.*")
        || path.matches("[A-Za-z][A-Za-z0-9+.-]*://.*");
  }
}
