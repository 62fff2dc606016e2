package io.joborchestrator.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Where the embedded server lives and how it is started.
 *
 * @param home folder of the cluster: data, password, log and lock files; made on demand, private
 * @param cache folder the server's programs are unpacked into, shared by all clusters of the user
 * @param settings lines of {@code postgresql.conf} beyond our own, rewritten at every start
 * @param startTimeout how long starting, or waiting for another process that starts, may take
 */
public record EmbeddedConfig(
    Path home, Path cache, Map<String, String> settings, Duration startTimeout) {
  public EmbeddedConfig {
    home = home.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
    settings = Map.copyOf(settings);
  }

  /** With the defaults of everything but the folders. */
  public static EmbeddedConfig at(Path home, Path cache) {
    return new EmbeddedConfig(home, cache, Map.of(), Duration.ofSeconds(60));
  }

  public EmbeddedConfig withSettings(Map<String, String> value) {
    return new EmbeddedConfig(home, cache, value, startTimeout);
  }

  /** With links followed: whichever way a process comes to the folder, it is one cluster. */
  EmbeddedConfig resolved() throws IOException {
    return new EmbeddedConfig(home.toRealPath(), cache, settings, startTimeout);
  }

  Path data() {
    return home.resolve("data");
  }

  Path log() {
    return home.resolve("server.log");
  }
}
