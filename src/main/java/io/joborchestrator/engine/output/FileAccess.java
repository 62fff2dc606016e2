package io.joborchestrator.engine.output;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What it means that a file could not be read or written, whatever library says so. */
public final class FileAccess {
  private FileAccess() {}

  /**
   * The error of a run.
   *
   * @param inputs files that are read: an access to any other is one to write
   * @return empty if it is no matter of rights, space or existence
   */
  public static Optional<OrchestratorException> failure(IOException e, List<Path> inputs) {
    String text = String.valueOf(e.getMessage());
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left")
        || lower.contains("not enough space")
        || lower.contains("file too large")
        || lower.contains("disk quota exceeded")) {
      return error(
          ErrorCode.DISK_FULL, "The disk is full. Free some space, then run the job again.", e);
    }
    String file = e instanceof FileSystemException known ? known.getFile() : null;
    String named = file == null ? text : file;
    boolean reads = inputs.stream().anyMatch(input -> named.contains(input.toString()));
    if (e instanceof AccessDeniedException
        || lower.contains("permission denied")
        || lower.contains("read-only file system")
        || lower.contains("operation not permitted")) {
      return reads
          ? error(
              ErrorCode.INPUT_NOT_READABLE,
              "The input may not be read: " + named + ". Check its rights.",
              e)
          : error(
              ErrorCode.OUTPUT_NOT_WRITABLE,
              "Nothing may be written to " + named + ". Check the rights of the folder.",
              e);
    }
    boolean gone = e instanceof NoSuchFileException || e instanceof FileNotFoundException;
    return gone && reads
        ? error(
            ErrorCode.INPUT_NOT_FOUND, "An input disappeared while it was read: " + named + ".", e)
        : Optional.empty();
  }

  private static Optional<OrchestratorException> error(
      ErrorCode code, String message, IOException cause) {
    return Optional.of(new OrchestratorException(code, message, cause));
  }
}
