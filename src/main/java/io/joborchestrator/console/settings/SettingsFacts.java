package io.joborchestrator.console.settings;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.AppHome;
import io.joborchestrator.config.ConnectionSettings;
import io.joborchestrator.config.DatabaseSettings;
import io.joborchestrator.config.Profile;
import io.joborchestrator.connection.ConnectionCheck;
import io.joborchestrator.connection.Connections;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What the settings page says that does not change while the window is open. Holds no secret: none
 * is ever part of the configuration.
 *
 * @param configFile the file to edit
 * @param folders by the key of their name in the texts, in order
 * @param executes whether this process executes jobs
 * @param databases those that jobs may name
 */
public record SettingsFacts(
    String profile,
    String environment,
    String database,
    Path configFile,
    Map<String, Path> folders,
    boolean executes,
    int localSlots,
    Databases databases) {

  /**
   * @param settings by name
   * @param test connects to one and asks; blocks
   */
  public record Databases(
      List<ConnectionSettings> settings, Function<String, ConnectionCheck> test) {
    public Databases {
      settings = List.copyOf(settings);
    }
  }

  /**
   * @param links the databases that jobs may name, as this process reaches them
   */
  public static SettingsFacts of(AppConfig config, Connections links, boolean executes) {
    AppHome home = config.home();
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("settings.path.data", home.data());
    folders.put("settings.path.logs", home.logs());
    folders.put("settings.path.work", home.work());
    folders.put("settings.path.cache", home.cache());
    Profile profile = config.profile();
    return new SettingsFacts(
        profile.name(),
        profile.environment().wire(),
        place(profile.database()),
        home.configFile(),
        folders,
        executes,
        config.engine(AppConfig.LOCAL_ENGINE).slots(),
        new Databases(
            List.copyOf(new TreeMap<>(config.connections()).values()),
            name -> ConnectionCheck.of(links, name)));
  }

  private static String place(DatabaseSettings database) {
    if (database.embedded()) {
      return "embedded";
    }
    String service = database.service();
    return service == null
        ? database.host() + ":" + database.port() + "/" + database.name()
        : "service " + service;
  }
}
