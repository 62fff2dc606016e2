package io.joborchestrator.connection;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passwords in {@code .pgpass}, found where libpq looks for it and with its rules: the first line
 * that fits counts, {@code *} fits anything, a backslash takes the meaning of what follows away.
 * Read here and not by the driver, because executors elsewhere have no such file.
 */
final class PasswordFile {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private PasswordFile() {}

  /** The password for a login, or null if there is none. */
  static @Nullable String find(
      Map<String, String> env, Path userHome, String host, int port, String database, String user) {
    Path file = place(env, userHome);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    requirePrivate(file);
    for (String line : lines(file)) {
      List<String> parts = line.startsWith("#") ? List.of() : parts(line);
      if (parts.size() == 5
          && fits(parts.get(0), host)
          && fits(parts.get(1), String.valueOf(port))
          && fits(parts.get(2), database)
          && fits(parts.get(3), user)) {
        return parts.get(4);
      }
    }
    return null;
  }

  private static Path place(Map<String, String> env, Path userHome) {
    String named = env.get("PGPASSFILE");
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    String roaming = env.get("APPDATA");
    return roaming == null
        ? userHome.resolve(".pgpass")
        : Path.of(roaming).resolve("postgresql").resolve("pgpass.conf");
  }

  private static boolean fits(String pattern, String value) {
    return pattern.equals("*") || pattern.equals(value);
  }

  private static List<String> parts(String line) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char sign = line.charAt(i);
      if (sign == '\\' && i + 1 < line.length()) {
        part.append(line.charAt(++i));
      } else if (sign == ':' && parts.size() < 4) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(sign);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_CONFIGURATION, file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses a file with passwords that others may read.
   *
   * @throws OrchestratorException INVALID_CONFIGURATION
   */
  static void requirePrivate(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    try {
      if (view.readAttributes().permissions().stream().anyMatch(OTHERS::contains)) {
        throw new OrchestratorException(
            ErrorCode.INVALID_CONFIGURATION,
            file + " holds passwords and may be read by others: chmod 0600 it.");
      }
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_CONFIGURATION, file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
