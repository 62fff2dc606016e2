package io.joborchestrator.engine.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.learning.ModelCard;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the output of one attempt visible by one rename.
 *
 * <p>The engine writes below {@link #staging()}, a hidden place of this attempt beside the target.
 * {@link #publish} asks the gate, then renames. What is left after a crash between the two is
 * either finished or removed by {@link #recover}. Not thread-safe.
 */
public final class OutputPublisher {
  /** How the output is placed. */
  public enum Mode {
    REFUSE,
    REPLACE,
    APPEND
  }

  /** Format of an output that is the folder of a model. */
  public static final String MODEL = "model";

  private final Path target;
  private final Path staging;
  private final Mode mode;
  private final boolean folder;
  private final boolean replacesModel;
  private final JobRun run;
  private final String ending;

  private OutputPublisher(OutputSpec spec, JobRun run) {
    this.run = run;
    this.target = path(spec.path());
    this.folder = !spec.path().toLowerCase(Locale.ROOT).matches(".*[.](csv|json|parquet)");
    this.replacesModel = spec.format().equals(MODEL);
    this.mode =
        spec.ifExists() == null
            ? Mode.REFUSE
            : Mode.valueOf(spec.ifExists().toUpperCase(Locale.ROOT));
    Path name = target.getFileName();
    if (name == null) {
      throw error(ErrorCode.OUTPUT_NOT_WRITABLE, "The output cannot be a whole disk: " + target);
    }
    this.staging = staging(run.epoch());
    boolean gzip = "gzip".equals(spec.compression()) && !spec.format().equals("parquet");
    this.ending = "." + spec.format() + (gzip && folder ? ".gz" : "");
  }

  /**
   * Checks that the output can be placed, before any work is done.
   *
   * @param inputs files that are read; the output may be none of them and no folder above them
   * @throws OrchestratorException OUTPUT_EXISTS, OUTPUT_EQUALS_INPUT, OUTPUT_NOT_WRITABLE
   */
  public static OutputPublisher open(OutputSpec spec, JobRun run, List<Path> inputs) {
    OutputPublisher publisher = new OutputPublisher(spec, run);
    publisher.checkTarget(inputs);
    return publisher;
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new OrchestratorException(
          ErrorCode.OUTPUT_NOT_WRITABLE, "'" + text + "' is no path on this machine.", e);
    }
  }

  private static OrchestratorException error(ErrorCode code, String message) {
    return new OrchestratorException(code, message);
  }

  private void checkTarget(List<Path> inputs) {
    Path real = real(target);
    for (Path input : inputs) {
      Path read = real(input.toAbsolutePath().normalize());
      if (read.equals(real) || (folder && read.startsWith(real))) {
        throw error(
            ErrorCode.OUTPUT_EQUALS_INPUT,
            "The output " + target + " is also an input: choose another place.");
      }
    }
    boolean exists = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
    if (exists && mode == Mode.REFUSE) {
      throw error(
          ErrorCode.OUTPUT_EXISTS, target + " exists already: choose replace, or another place.");
    }
    if (exists && folder != Files.isDirectory(target)) {
      throw error(
          ErrorCode.OUTPUT_NOT_WRITABLE,
          folder
              ? target + " is a file, but the output is a folder (its name has no ending)."
              : target + " is a folder, but the output is a file.");
    }
    if (exists && folder && mode == Mode.REPLACE && !(replacesModel && ModelCard.isIn(target))) {
      checkOnlyData();
    }
    checkParent();
  }

  /** Replacing a folder deletes it: only one that holds nothing but data files, or is a model. */
  private void checkOnlyData() {
    try (Stream<Path> files = Files.list(target)) {
      files
          .filter(file -> !isData(file))
          .findFirst()
          .ifPresent(
              file -> {
                throw error(
                    ErrorCode.OUTPUT_NOT_WRITABLE,
                    target
                        + " holds other things than data files ("
                        + file.getFileName()
                        + ") and is not replaced.");
              });
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.OUTPUT_NOT_WRITABLE, "The folder " + target + " cannot be read.", e);
    }
  }

  private static boolean isData(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean data = name.matches(".*[.](csv|json|parquet)([.]gz)?") || name.matches("[._].*");
    return data && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private void checkParent() {
    Path parent = target.getParent();
    try {
      if (parent != null) {
        Files.createDirectories(parent);
      }
      discardEarlier();
      discard();
      Files.createDirectory(staging);
      Files.delete(staging);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.OUTPUT_NOT_WRITABLE,
          "Nothing can be written to the folder " + parent + ": check its rights.",
          e);
    }
  }

  private Path staging(int epoch) {
    return staging(target, run.no(), epoch);
  }

  private static Path staging(Path target, long no, int epoch) {
    return target.resolveSibling("." + target.getFileName() + ".ejo-" + no + "-" + epoch + ".tmp");
  }

  /**
   * Removes what an attempt left whose worker died and whose job has ended; what it had put aside
   * to replace goes back to its place. Idempotent.
   *
   * @param path that the job names, whether an output or not
   * @return whether there was anything
   */
  public static boolean abandon(Path path, long no, int epoch) throws IOException {
    if (path.getFileName() == null) {
      return false;
    }
    Path staging = staging(path, no, epoch);
    boolean there =
        Files.exists(staging, LinkOption.NOFOLLOW_LINKS)
            || Files.exists(aside(staging), LinkOption.NOFOLLOW_LINKS);
    if (there) {
      FileTrees.delete(staging);
      restore(staging, path);
    }
    return there;
  }

  /** What attempts before this one left: they died or are fenced, and may publish no more. */
  private void discardEarlier() throws IOException {
    for (int epoch = 1; epoch < run.epoch(); epoch++) {
      FileTrees.delete(staging(epoch));
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      Path name = path.getFileName();
      return parent == null || name == null ? path : real(parent).resolve(name);
    }
  }

  /** Where the engine writes: a file, or a folder with part files. Nothing is there yet. */
  public Path staging() {
    return staging;
  }

  /** Whether {@link #staging()} is to be a folder of part files. */
  public boolean isFolder() {
    return folder;
  }

  /** The place the output will be visible at. */
  public Path target() {
    return target;
  }

  /** The files that are written, by the names they will have; {@code rows} if there is just one. */
  public List<RunResult.OutputFile> written(String format, @Nullable Long rows) throws IOException {
    if (!folder) {
      return List.of(
          new RunResult.OutputFile(target.toString(), format, Files.size(staging), rows));
    }
    List<Path> parts = sorted(staging);
    List<RunResult.OutputFile> written = new ArrayList<>();
    for (Path part : parts) {
      String path = target.resolve(part.getFileName().toString()).toString();
      Long counted = parts.size() == 1 ? rows : null;
      written.add(new RunResult.OutputFile(path, format, Files.size(part), counted));
    }
    return written;
  }

  /** The first file to write: the output itself, or the first part of the folder, made for it. */
  public Path firstFile() throws IOException {
    return folder ? Files.createDirectories(staging).resolve(partName(0)) : staging;
  }

  /** Name of a part file: unique over all jobs and attempts, so that folders can be appended to. */
  public String partName(int number) {
    return "part-" + run.tag().substring("ejo-".length()) + "-" + "%05d".formatted(number) + ending;
  }

  /** What publishing will do, enough for another process to finish or undo it. */
  public ObjectNode manifest() {
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("staging", staging.toString());
    manifest.put("target", target.toString());
    manifest.put("mode", mode.name().toLowerCase(Locale.ROOT));
    manifest.put("folder", folder);
    return manifest;
  }

  /**
   * Asks the gate, then makes the output visible.
   *
   * @param details kept with the manifest, so that whoever finishes it knows the rest: {@code
   *     result}, the result of the job, and {@code also}, manifests of more outputs
   * @return the files that are visible now
   * @throws OrchestratorException FENCED if this attempt is no longer the current one,
   *     OUTPUT_EXISTS if somebody else put something there meanwhile; nothing is left then
   */
  public List<Path> publish(ObjectNode details) throws IOException {
    requireStillFree();
    ObjectNode manifest = manifest();
    manifest.setAll(details);
    // A job that is stored as completed must not lose its output with the power.
    DurableFiles.force(staging);
    if (!run.gate().tryEnter(manifest)) {
      discard();
      throw error(
          ErrorCode.FENCED,
          "Another attempt of this job is the current one; nothing was published.");
    }
    List<Path> placed = place(staging, target, mode, folder);
    DurableFiles.forceNames(target, folder);
    return placed;
  }

  /** Refuses, and removes what was written, if somebody else put something there meanwhile. */
  void requireStillFree() throws IOException {
    if (mode == Mode.REFUSE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      discard();
      throw error(
          ErrorCode.OUTPUT_EXISTS,
          target + " has appeared while the job ran: it is kept as it is.");
    }
  }

  /** Removes what was written and not published. Idempotent. */
  public void discard() throws IOException {
    FileTrees.delete(staging);
    FileTrees.delete(aside(staging));
  }

  /** As {@link #publish(ObjectNode)} without details. */
  public List<Path> publish() throws IOException {
    return publish(JsonNodeFactory.instance.objectNode());
  }

  private static Path aside(Path staging) {
    return staging.resolveSibling(staging.getFileName() + ".old");
  }

  private static List<Path> place(Path staging, Path target, Mode mode, boolean folder)
      throws IOException {
    if (mode == Mode.REFUSE) {
      placeNew(staging, target, folder);
      return folder ? sorted(target) : List.of(target);
    }
    if (!folder) {
      Files.move(
          staging, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return List.of(target);
    }
    if (mode == Mode.APPEND && Files.isDirectory(target)) {
      return append(staging, target);
    }
    Path old = aside(staging);
    if (Files.exists(target) && !Files.exists(old)) {
      Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    FileTrees.delete(old);
    return sorted(target);
  }

  /** Never takes the place of anything, whatever appeared there at the last moment. */
  private static void placeNew(Path staging, Path target, boolean folder) throws IOException {
    if (!folder && link(staging, target)) {
      FileTrees.delete(staging);
      return;
    }
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      FileTrees.delete(staging);
      throw error(
          ErrorCode.OUTPUT_EXISTS,
          target + " has appeared while the job ran: it is kept as it is.");
    }
    Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** A link refuses what a rename would replace. False: it exists, or there are no links here. */
  private static boolean link(Path staging, Path target) throws IOException {
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
  private static List<Path> append(Path staging, Path target) throws IOException {
    List<Path> placed = new ArrayList<>();
    for (Path part : sorted(staging)) {
      Path to = target.resolve(part.getFileName().toString());
      Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
      placed.add(to);
    }
    FileTrees.delete(staging);
    return placed;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /**
   * Finishes a publication whose process died after the gate had opened. Idempotent.
   *
   * @param manifest as {@link #manifest()} made it
   * @return whether there was something to finish; false if it was finished or never written
   */
  public static boolean recover(JsonNode manifest) throws IOException {
    for (JsonNode other : manifest.path("also")) {
      recover(other);
    }
    Path staging = Path.of(manifest.path("staging").asText());
    Path target = Path.of(manifest.path("target").asText());
    if (!Files.exists(staging, LinkOption.NOFOLLOW_LINKS)) {
      restore(staging, target);
      return false;
    }
    Mode mode = Mode.valueOf(manifest.path("mode").asText().toUpperCase(Locale.ROOT));
    boolean folder = manifest.path("folder").asBoolean();
    DurableFiles.force(staging);
    place(staging, target, mode, folder);
    DurableFiles.forceNames(target, folder);
    return true;
  }

  private static void restore(Path staging, Path target) throws IOException {
    Path old = aside(staging);
    if (Files.exists(old) && !Files.exists(target)) {
      Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
    } else {
      FileTrees.delete(old);
    }
  }

  /** Removes what an attempt left that never passed the gate. Idempotent. */
  public static void clean(JsonNode manifest) throws IOException {
    for (JsonNode other : manifest.path("also")) {
      clean(other);
    }
    FileTrees.delete(Path.of(manifest.path("staging").asText()));
  }
}
