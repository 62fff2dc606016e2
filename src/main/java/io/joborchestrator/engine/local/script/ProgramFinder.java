package io.joborchestrator.engine.local.script;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the program of a script the way the system would, so that its absence is a sentence and not
 * an exit code.
 */
final class ProgramFinder {
  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private static final String NO_SHELL =
      "Arguments are words of their own in 'argv': no shell splits them.";

  private ProgramFinder() {}

  /**
   * @throws OrchestratorException PROGRAM_NOT_FOUND with what to do
   */
  static Path find(String program, Path directory, Map<String, String> environment) {
    boolean hasFolder = program.contains("/") || program.contains(File.separator);
    try {
      return hasFolder
          ? atPath(program, directory.resolve(program))
          : onSearchPath(program, environment).orElseThrow(() -> missing(program, directory));
    } catch (InvalidPathException e) {
      throw notFound("'" + program + "' is not a path of this system.");
    }
  }

  private static Path atPath(String written, Path path) {
    if (Files.isDirectory(path)) {
      throw notFound("'" + written + "' is a folder, not a program.");
    }
    Optional<Path> found = variants(path).stream().filter(Files::exists).findFirst();
    if (found.isEmpty()) {
      String full = path.toAbsolutePath().normalize().toString();
      String place = full.equals(written) ? "" : " (looked for " + full + ")";
      throw notFound(
          "The program '"
              + written
              + "' does not exist on this machine"
              + place
              + "."
              + (written.indexOf(' ') >= 0 ? " " + NO_SHELL : ""));
    }
    if (!Files.isExecutable(found.get())) {
      throw notFound(
          "'"
              + written
              + "' is not executable. Run chmod +x on it, or start it with its interpreter, for"
              + " example [\"python3\", \""
              + written
              + "\"].");
    }
    return found.get();
  }

  private static Optional<Path> onSearchPath(String program, Map<String, String> environment) {
    for (String folder : searchPath(environment).split(File.pathSeparator, -1)) {
      if (folder.isEmpty()) {
        continue;
      }
      for (Path candidate : variants(Path.of(folder, program))) {
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> variants(Path path) {
    List<Path> variants = new ArrayList<>(List.of(path));
    if (WINDOWS) {
      for (String extension : List.of(".exe", ".cmd", ".bat", ".com")) {
        variants.add(path.resolveSibling(path.getFileName() + extension));
      }
    }
    return variants;
  }

  private static String searchPath(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase("PATH"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private static OrchestratorException missing(String program, Path directory) {
    String hint =
        Files.exists(directory.resolve(program))
            ? "There is a file of that name in the working directory: write './" + program + "'."
            : program.indexOf(' ') >= 0
                ? NO_SHELL
                : "Write its full path, or put its folder on the PATH of this worker.";
    return notFound("The program '" + program + "' was not found on this machine. " + hint);
  }

  private static OrchestratorException notFound(String message) {
    return new OrchestratorException(ErrorCode.PROGRAM_NOT_FOUND, message);
  }
}
