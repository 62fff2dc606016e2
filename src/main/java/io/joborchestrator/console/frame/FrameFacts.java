package io.joborchestrator.console.frame;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.Profile;
import java.util.List;

/**
 * What the frame says about where it is connected to.
 *
 * @param environment decides the colour of the band
 * @param profile name of the one in use
 * @param embedded the database of this machine
 * @param profiles names of all, for the switcher
 */
public record FrameFacts(
    Profile.Environment environment, String profile, boolean embedded, List<String> profiles) {
  public FrameFacts {
    profiles = List.copyOf(profiles);
  }

  public static FrameFacts of(AppConfig config) {
    Profile profile = config.profile();
    return new FrameFacts(
        profile.environment(),
        profile.name(),
        profile.database().embedded(),
        config.profiles().keySet().stream().sorted().toList());
  }
}
