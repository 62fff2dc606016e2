package io.joborchestrator.store.embedded;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns what the server's programs said into a sentence with a way out. */
final class StartProblem {
  private static final int LOG_TAIL = 4000;

  private StartProblem() {}

  static OrchestratorException of(Path home, String what, String output) {
    return new OrchestratorException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "The embedded database in " + home + " " + what + ": " + hint(home, output));
  }

  static OrchestratorException explain(Path home, IOException e) {
    String reason =
        e instanceof AccessDeniedException denied
            ? "no permission for " + denied.getFile()
            : hint(home, String.valueOf(e.getMessage()));
    return new OrchestratorException(
        ErrorCode.DATABASE_UNAVAILABLE,
        "The embedded database in " + home + " cannot be used: " + reason,
        e);
  }

  static String hint(Path home, String output) {
    if (output.contains("No space left on device")) {
      return "the disk is full; free some space on the disk of " + home;
    }
    if (output.contains("Permission denied")) {
      return "no permission; check who owns " + home;
    }
    if (output.contains("incompatible with server")) {
      return "its files were written by another major version of PostgreSQL;"
          + " use the version of this program that wrote them";
    }
    if (output.contains("could not open shared memory segment")
        || output.contains("could not map anonymous shared memory")) {
      return "not enough shared memory";
    }
    return output.isBlank() ? "no reason given, see " + home.resolve("server.log") : output.strip();
  }

  /** The last lines of the server's log, from this position on. */
  static String logSince(Path logFile, long position) throws IOException {
    if (!Files.exists(logFile)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
      long from = Math.max(position, file.length() - LOG_TAIL);
      byte[] tail = new byte[(int) Math.max(0, file.length() - from)];
      file.seek(from);
      file.readFully(tail);
      return new String(tail, StandardCharsets.UTF_8);
    }
  }
}
