package io.joborchestrator.pipeline.schema;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds the files an input is made of. */
public final class InputFiles {
  private static final String GLOB_SIGNS = "*?[{";

  private InputFiles() {}

  /**
   * Files, and what the folders they are in stand for.
   *
   * @param columns whose values are in the names of folders, outermost first
   */
  public record Found(List<Path> files, List<String> columns) {
    public Found {
      files = List.copyOf(files);
      columns = List.copyOf(columns);
    }
  }

  /**
   * The files of an input, by name; none for a table of a database.
   *
   * @throws OrchestratorException INPUT_NOT_FOUND, INPUT_NOT_READABLE; INPUT_FORMAT if their
   *     folders stand for other columns than the input says
   */
  public static List<Path> of(InputSpec input) {
    if (input.readsTable()) {
      return List.of();
    }
    Found found = find(input.path(), input.format());
    List<String> known = input.pathColumns();
    if (known != null && !known.equals(found.columns())) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          "The folders of "
              + input.path()
              + " stand for "
              + (found.columns().isEmpty() ? "no columns" : String.join(", ", found.columns()))
              + ", not for "
              + (known.isEmpty() ? "none" : String.join(", ", known))
              + ".");
    }
    return found.files();
  }

  /**
   * The files of a path, by name.
   *
   * @param format {@code csv}, {@code json}, {@code parquet}, or the empty text for any file
   * @throws OrchestratorException INPUT_NOT_FOUND, INPUT_NOT_READABLE; INPUT_FORMAT if some files
   *     are in folders of other columns than others
   */
  public static Found find(String text, String format) {
    Path path = path(text);
    if (Files.isDirectory(path)) {
      FolderTree tree = new FolderTree(path, file -> isData(file, format));
      if (tree.isOne()) {
        Found found = tree.find();
        if (!found.files().isEmpty()) {
          readable(found.files());
          return found;
        }
      }
      List<Path> files = list(path).filter(file -> isData(file, format)).sorted().toList();
      if (files.isEmpty()) {
        throw notFound("The folder " + path + " holds no " + format + " files.");
      }
      return new Found(readable(files), List.of());
    }
    if (Files.exists(path)) {
      return new Found(readable(List.of(path)), List.of());
    }
    if (text.chars().anyMatch(c -> GLOB_SIGNS.indexOf(c) >= 0)) {
      return glob(path);
    }
    throw notFound("There is no file " + path + ".");
  }

  private static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_FOUND, "'" + text + "' is no path on this machine.", e);
    }
  }

  private static OrchestratorException notFound(String message) {
    return new OrchestratorException(ErrorCode.INPUT_NOT_FOUND, message);
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE,
          "The folder " + folder + " cannot be read: check its rights.",
          e);
    }
  }

  private static boolean isData(Path file, String format) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.startsWith(".") || name.startsWith("_")) {
      return false;
    }
    String plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
    return switch (format) {
      case "json" ->
          plain.endsWith(".json") || plain.endsWith(".jsonl") || plain.endsWith(".ndjson");
      case "csv" -> plain.endsWith(".csv") || plain.endsWith(".tsv") || plain.endsWith(".txt");
      case "parquet" -> plain.endsWith(".parquet");
      default -> isData(file, "csv") || isData(file, "json") || isData(file, "parquet");
    };
  }

  /** Engines leave such files and folders out on their own, each by its own rules. */
  private static boolean hasHiddenPart(Path path) {
    for (Path part : path) {
      if (part.toString().startsWith(".") || part.toString().startsWith("_")) {
        return true;
      }
    }
    return false;
  }

  private static Found glob(Path pattern) {
    Path root = pattern.getRoot() == null ? Path.of("") : pattern.getRoot();
    int depth = 0;
    for (Path part : pattern) {
      if (part.toString().chars().anyMatch(c -> GLOB_SIGNS.indexOf(c) >= 0)) {
        break;
      }
      root = root.resolve(part);
      depth++;
    }
    if (!Files.isDirectory(root)) {
      throw notFound("There is no folder " + root + ".");
    }
    Path base = root;
    boolean hiddenToo = hasHiddenPart(base.relativize(pattern));
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    int levels = pattern.toString().contains("**") ? 32 : pattern.getNameCount() - depth;
    try (Stream<Path> files = Files.walk(root, levels)) {
      List<Path> found =
          files
              .filter(matcher::matches)
              .filter(file -> hiddenToo || !hasHiddenPart(base.relativize(file)))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (found.isEmpty()) {
        throw notFound("No file matches " + pattern + ".");
      }
      return new Found(readable(found), PathColumns.ofMatches(root, found));
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE, "The folder " + root + " cannot be read.", e);
    }
  }

  private static List<Path> readable(List<Path> files) {
    for (Path file : files) {
      if (!Files.isReadable(file)) {
        throw new OrchestratorException(
            ErrorCode.INPUT_NOT_READABLE,
            "The file " + file + " cannot be read: check its rights.");
      }
    }
    return files;
  }

  /** Bytes of all files. */
  public static long bytes(List<Path> files) {
    long bytes = 0;
    for (Path file : files) {
      try {
        bytes += Files.size(file);
      } catch (IOException e) {
        throw new OrchestratorException(
            ErrorCode.INPUT_NOT_READABLE, "The file " + file + " cannot be read.", e);
      }
    }
    return bytes;
  }
}
