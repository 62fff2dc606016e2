package io.joborchestrator.console.submit;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Paths as text in the form. */
final class Paths {
  private Paths() {}

  /** Where a chooser starts for what is typed, or null if that says nothing. No I/O. */
  static @Nullable Path folderOf(String typed) {
    try {
      return typed.isBlank() ? null : Path.of(typed.strip()).getParent();
    } catch (InvalidPathException notAPath) {
      return null;
    }
  }
}
