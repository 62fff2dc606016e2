package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The files a path means: itself, all visible files of a folder, or what a pattern matches. */
final class InputFiles {
  private InputFiles() {}

  /**
   * Sorted by path; never empty.
   *
   * @throws OrchestratorException if there is no such file, or it may not be read
   */
  static List<Path> of(String path, String format) throws IOException {
    List<Path> files = find(path, format);
    if (files.isEmpty()) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_FOUND, "There is no file " + path + ". Check the path.");
    }
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new OrchestratorException(
            ErrorCode.INPUT_NOT_READABLE, "The file " + file + " may not be read by this user.");
      }
    }
    return files;
  }

  private static List<Path> find(String path, String format) throws IOException {
    if (!isPattern(path) || Files.exists(Path.of(path))) {
      Path file = Path.of(path);
      return Files.isDirectory(file)
          ? in(file, format)
          : Files.exists(file) ? List.of(file) : List.of();
    }
    Path base = base(path);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + path);
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(base)) {
      return files.filter(matcher::matches).filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<Path> in(Path folder, String format) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> belongs(file, format))
          .sorted()
          .toList();
    }
  }

  private static boolean belongs(Path file, String format) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean visible = !name.startsWith(".") && !name.startsWith("_");
    return visible && (name.endsWith("." + format) || name.endsWith("." + format + ".gz"));
  }

  private static boolean isPattern(String path) {
    return path.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /** The folder above the first part with a pattern. */
  private static Path base(String path) {
    int first = 0;
    while ("*?[{".indexOf(path.charAt(first)) < 0) {
      first++;
    }
    int slash = path.lastIndexOf('/', first);
    return Path.of(slash <= 0 ? "/" : path.substring(0, slash));
  }
}
