package io.joborchestrator.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A named place to work: a database and how careful to be with it.
 *
 * @param environment shown in the window; production asks before it changes many things
 */
public record Profile(String name, Environment environment, DatabaseSettings database) {
  /** The profile that exists without any configuration. */
  public static final String LOCAL = "local";

  public Profile {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a profile needs a name");
    }
  }

  /** How careful to be. */
  public enum Environment {
    LOCAL,
    TEST,
    STAGING,
    PRODUCTION;

    /** The word of the configuration file. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
      return Arrays.stream(values()).map(Environment::wire).toList();
    }
  }
}
