package io.joborchestrator.connection;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entries of {@code pg_service.conf}, found where libpq looks for it. */
public final class ServiceFile {
  private ServiceFile() {}

  /**
   * The settings of one service.
   *
   * @throws OrchestratorException if there is no such service
   */
  public static Map<String, String> read(String service, Map<String, String> env, Path userHome) {
    List<String> seen = new ArrayList<>();
    for (Path file : places(env, userHome)) {
      Map<String, Map<String, String>> entries = parse(file);
      Map<String, String> entry = entries.get(service);
      if (entry != null) {
        return entry;
      }
      seen.addAll(entries.keySet());
    }
    throw new OrchestratorException(
        ErrorCode.INVALID_CONFIGURATION,
        "There is no service '"
            + service
            + "' in "
            + String.join(" or ", places(env, userHome).stream().map(Path::toString).toList())
            + "."
            + NearNames.hint(service, seen));
  }

  private static List<Path> places(Map<String, String> env, Path userHome) {
    List<Path> places = new ArrayList<>();
    String named = env.get("PGSERVICEFILE");
    places.add(named == null ? userHome.resolve(".pg_service.conf") : Path.of(named));
    String system = env.get("PGSYSCONFDIR");
    if (system != null) {
      places.add(Path.of(system).resolve("pg_service.conf"));
    }
    return places;
  }

  private static Map<String, Map<String, String>> parse(Path file) {
    Map<String, Map<String, String>> entries = new LinkedHashMap<>();
    if (!Files.isRegularFile(file)) {
      return entries;
    }
    Map<String, String> current = new LinkedHashMap<>();
    for (String line : lines(file)) {
      String text = line.strip();
      int equals = text.indexOf('=');
      if (text.startsWith("[") && text.endsWith("]")) {
        current = new LinkedHashMap<>();
        entries.put(text.substring(1, text.length() - 1).strip(), current);
      } else if (equals > 0 && !text.startsWith("#")) {
        current.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
      }
    }
    return entries;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_CONFIGURATION, file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
