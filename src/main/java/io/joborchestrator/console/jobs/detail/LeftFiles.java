package io.joborchestrator.console.jobs.detail;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.console.view.Formats;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that a program left in the folder of its run.
 *
 * @param folder where they are kept, or null if they were removed
 * @param names the first of those removed, with their sizes
 */
record LeftFiles(long count, long bytes, @Nullable String folder, List<String> names) {
  private static final int MOST_SHOWN = 5;

  static LeftFiles read(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (JsonNode file : node.path("names")) {
      if (names.size() < MOST_SHOWN) {
        names.add(
            file.path("name").asText() + " (" + Formats.bytes(file.path("bytes").asLong()) + ")");
      }
    }
    return new LeftFiles(
        node.path("count").asLong(),
        node.path("bytes").asLong(),
        node.hasNonNull("folder") ? node.path("folder").asText() : null,
        names);
  }

  /** In a sentence. */
  String words() {
    String what =
        Formats.exact(count) + (count == 1 ? " file" : " files") + ", " + Formats.bytes(bytes);
    if (folder != null) {
      return what + ", kept in " + folder;
    }
    String more = count > names.size() ? ", …" : "";
    return what + ", not kept: " + String.join(", ", names) + more;
  }
}
