package io.joborchestrator.engine.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    new TargetCheck(publisher.target, publisher.mode, publisher.folder, publisher.replacesModel)
        .check(inputs);
    publisher.checkParent();
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
            || Files.exists(Placement.aside(staging), LinkOption.NOFOLLOW_LINKS);
    if (there) {
      FileTrees.delete(staging);
      Placement.restore(staging, path);
    }
    return there;
  }

  /** What attempts before this one left: they died or are fenced, and may publish no more. */
  private void discardEarlier() throws IOException {
    for (int epoch = 1; epoch < run.epoch(); epoch++) {
      FileTrees.delete(staging(epoch));
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
    List<Path> parts = Placement.sorted(staging);
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

  private Placement placement() {
    return new Placement(staging, target, mode, folder);
  }

  /** What publishing will do, enough for another process to finish or undo it. */
  public ObjectNode manifest() {
    return placement().manifest();
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
    List<Path> placed = placement().place();
    DurableFiles.forceNames(target, folder);
    return placed;
  }

  /** Refuses, and removes what was written, if somebody else put something there meanwhile. */
  void requireStillFree() throws IOException {
    if (mode == Mode.REFUSE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      discard();
      throw placement().occupied();
    }
  }

  /** Removes what was written and not published. Idempotent. */
  public void discard() throws IOException {
    FileTrees.delete(staging);
    FileTrees.delete(Placement.aside(staging));
  }

  /** As {@link #publish(ObjectNode)} without details. */
  public List<Path> publish() throws IOException {
    return publish(JsonNodeFactory.instance.objectNode());
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
    Placement placement = Placement.of(manifest);
    if (!placement.isStaged()) {
      placement.restore();
      return false;
    }
    DurableFiles.force(placement.staging());
    placement.place();
    DurableFiles.forceNames(placement.target(), placement.folder());
    return true;
  }
}
