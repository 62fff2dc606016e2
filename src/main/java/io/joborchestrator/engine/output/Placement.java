package io.joborchestrator.engine.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * From where to where an output goes, and how: enough for another process to finish it. What it
 * does to files holds after a crash at any point.
 *
 * @param staging hidden place beside the target
 * @param folder whether it is a folder of part files
 */
record Placement(Path staging, Path target, OutputPublisher.Mode mode, boolean folder) {
  static Placement of(JsonNode manifest) {
    return new Placement(
        Path.of(manifest.path("staging").asText()),
        Path.of(manifest.path("target").asText()),
        OutputPublisher.Mode.valueOf(manifest.path("mode").asText().toUpperCase(Locale.ROOT)),
        manifest.path("folder").asBoolean());
  }

  ObjectNode manifest() {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("staging", staging.toString());
    manifest.put("target", target.toString());
    manifest.put("mode", mode.name().toLowerCase(Locale.ROOT));
    manifest.put("folder", folder);
    return manifest;
  }

  boolean isStaged() {
    return Files.exists(staging, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where what is replaced is put until the new output is in its place. */
  static Path aside(Path staging) {
    return staging.resolveSibling(staging.getFileName() + ".old");
  }

  private Path aside() {
    return aside(staging);
  }

  /** In case that nothing was staged or all of it was placed: ends what a crash had left. */
  void restore() throws IOException {
    restore(staging, target);
  }

  static void restore(Path staging, Path target) throws IOException {
    Path old = aside(staging);
    if (Files.exists(old) && !Files.exists(target)) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      FileTrees.delete(old);
    }
  }

  OrchestratorException occupied() {
    return new OrchestratorException(
        ErrorCode.OUTPUT_EXISTS, target + " has appeared while the job ran: it is kept as it is.");
  }

  /**
   * Makes it visible. May be done again after a crash in its middle.
   *
   * @return the files that are visible now
   */
  List<Path> place() throws IOException {
    if (mode == OutputPublisher.Mode.REFUSE) {
      placeNew();
      return folder ? sorted(target) : List.of(target);
    }
    if (!folder) {
      Files.move(
          staging, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return List.of(target);
    }
    if (mode == OutputPublisher.Mode.APPEND && Files.isDirectory(target)) {
      return append();
    }
    Path old = aside();
    if (Files.exists(target) && !Files.exists(old)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    FileTrees.delete(old);
    return sorted(target);
  }

  /** Never takes the place of anything, whatever appeared there at the last moment. */
  private void placeNew() throws IOException {
    if (!folder && link()) {
      FileTrees.delete(staging);
      return;
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      FileTrees.delete(staging);
      throw occupied();
    }
    Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A link refuses what a rename would replace. False: it exists, or there are no links here. */
  private boolean link() throws IOException {
    try {
      Files.createLink(target, staging);
      return true;
    } catch (FileAlreadyExistsException e) {
      // The link was made before a crash, or somebody else's file is there.
      return Files.isSameFile(target, staging);
    } catch (UnsupportedOperationException | FileSystemException e) {
      return false;
    }
  }

  /** One rename per part; a part that is there already was placed before a crash. */
  private List<Path> append() throws IOException {
    List<Path> placed = new ArrayList<>();
    for (Path part : sorted(staging)) {
      Path to = target.resolve(part.getFileName().toString());
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
      placed.add(to);
    }
    FileTrees.delete(staging);
    return placed;
  }

  static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
