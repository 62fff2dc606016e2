package io.joborchestrator.engine.local.pipeline;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A large file turned out not to be a plain one while it was read: it needs a closer look. */
final class OddFileException extends Exception {
  private static final long serialVersionUID = 1L;

  OddFileException(String message, @Nullable SQLException cause) {
    super(message, cause);
  }

  /** The one that names the line, if both mean the same. */
  SQLException orRather(SQLException second) {
    return getCause() instanceof SQLException first
            && DuckDbErrors.of(first).code() == DuckDbErrors.of(second).code()
        ? first
        : second;
  }
}
