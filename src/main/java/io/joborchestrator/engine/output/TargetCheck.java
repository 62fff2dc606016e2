package io.joborchestrator.engine.output;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.learning.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whether an output may be put where a job wants it, by what is there now.
 *
 * @param folder whether the output is a folder
 * @param replacesModel whether a folder that is a model may be replaced
 */
record TargetCheck(Path target, OutputPublisher.Mode mode, boolean folder, boolean replacesModel) {
  /**
   * @param inputs files that are read
   * @throws OrchestratorException OUTPUT_EXISTS, OUTPUT_EQUALS_INPUT, OUTPUT_NOT_WRITABLE
   */
  void check(List<Path> inputs) {
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
    if (exists && mode == OutputPublisher.Mode.REFUSE) {
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
    if (exists
        && folder
        && mode == OutputPublisher.Mode.REPLACE
        && !(replacesModel && ModelCard.isIn(target))) {
      checkOnlyData();
    }
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

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      Path parent = path.getParent();
      Path name = path.getFileName();
      return parent == null || name == null ? path : real(parent).resolve(name);
    }
  }

  private static OrchestratorException error(ErrorCode code, String message) {
    return new OrchestratorException(code, message);
  }
}
