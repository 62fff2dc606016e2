package io.joborchestrator.console.settings;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.AppHome;
import io.joborchestrator.config.DatabaseSettings;
import io.joborchestrator.config.Profile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the settings page says that does not change while the window is open. Holds no secret: none
 * is ever part of the configuration.
 *
 * @param configFile the file to edit
 * @param folders by the key of their name in the texts, in order
 * @param executes whether this process executes jobs
 */
public record SettingsFacts(
    String profile,
    String environment,
    String database,
    Path configFile,
    Map<String, Path> folders,
    boolean executes,
    int localSlots) {

  public static SettingsFacts of(AppConfig config, boolean executes) {
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
        config.engine(AppConfig.LOCAL_ENGINE).slots());
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
