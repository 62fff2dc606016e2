package io.joborchestrator.pipeline.schema;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files in a tree of folders that stand for values of columns. One per look. */
final class FolderTree {
  private static final int MOST_FILES = 100_000;

  private final Path root;
  private final Predicate<Path> isData;
  private final List<Path> files = new ArrayList<>();
  private @Nullable List<String> columns;

  /**
   * @param isData which files count
   */
  FolderTree(Path root, Predicate<Path> isData) {
    this.root = root;
    this.isData = isData;
  }

  /** Whether a folder begins such a tree. */
  boolean isOne() {
    return folders(root).stream().anyMatch(PathColumns::isColumn);
  }

  /**
   * All files, by name.
   *
   * @throws OrchestratorException INPUT_FORMAT if they are in folders of different columns
   */
  InputFiles.Found find() {
    add(root, List.of());
    return new InputFiles.Found(files, columns == null ? List.of() : columns);
  }

  private void add(Path folder, List<String> above) {
    List<Path> found = list(folder).filter(Files::isRegularFile).filter(isData).sorted().toList();
    if (!found.isEmpty()) {
      if (columns != null && !columns.equals(above)) {
        throw PathColumns.mixed(files.get(0), columns, found.get(0), above);
      }
      columns = above;
      files.addAll(found);
    }
    if (files.size() > MOST_FILES) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          "The folder " + root + " holds more than " + MOST_FILES + " files.");
    }
    for (Path below : folders(folder)) {
      if (!PathColumns.isColumn(below)) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            "The folder "
                + below
                + " is among folders that stand for values (name=value): move it elsewhere, or let"
                + " its name begin with _.");
      }
      List<String> names = new ArrayList<>(above);
      names.add(PathColumns.name(below));
      add(below, PathColumns.distinct(names, root));
    }
  }

  private static List<Path> folders(Path folder) {
    return list(folder)
        .filter(Files::isDirectory)
        .filter(
            each -> {
              String name = each.getFileName().toString();
              return !name.startsWith(".") && !name.startsWith("_");
            })
        .sorted()
        .toList();
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList().stream();
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE,
          "The folder " + folder + " cannot be read: check its rights.",
          e);
    }
  }
}
