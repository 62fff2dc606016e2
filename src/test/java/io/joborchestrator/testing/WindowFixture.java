package io.joborchestrator.testing;

import io.joborchestrator.config.AppHome;
import io.joborchestrator.config.ConnectionSettings;
import io.joborchestrator.config.Profile;
import io.joborchestrator.connection.ConnectionCheck;
import io.joborchestrator.console.ConsoleWindow;
import io.joborchestrator.console.frame.FrameFacts;
import io.joborchestrator.console.frame.ThemeChoice;
import io.joborchestrator.console.offline.LastSeenFile;
import io.joborchestrator.console.settings.SettingsFacts;
import io.joborchestrator.console.start.SampleSource;
import io.joborchestrator.console.task.Operations;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.console.view.UiState;
import io.joborchestrator.sample.Samples;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.scene.Scene;

/**
 * The whole window over a fake core, with everything on the FX thread. Make it, and call it, on the
 * FX thread.
 */
public final class WindowFixture {
  public static final Texts TEXTS = Texts.load(Locale.ENGLISH);

  public final FakeOrchestrator orchestrator;
  public final DirectUiTasks tasks = new DirectUiTasks();
  public final RecordingNotifier notifier = new RecordingNotifier();
  public final UiState state;
  public final ThemeChoice theme;
  public final ConsoleWindow window;
  public final List<String> windowsAsked = new java.util.ArrayList<>();
  public final List<String> profilesAsked = new java.util.ArrayList<>();

  public WindowFixture(FakeOrchestrator orchestrator, Path home, Profile.Environment environment) {
    this(orchestrator, home, environment, UiState.transientState());
  }

  public WindowFixture(
      FakeOrchestrator orchestrator, Path home, Profile.Environment environment, UiState state) {
    this.orchestrator = orchestrator;
    this.state = state;
    this.theme = new ThemeChoice(tasks, state, TEXTS);
    boolean local = environment == Profile.Environment.LOCAL;
    String profile = local ? "local" : "warehouse-eu";
    SampleSource samples = new Samples(AppHome.below(home))::jobs;
    ConsoleWindow.Place place =
        new ConsoleWindow.Place(
            orchestrator,
            new FrameFacts(environment, profile, local, List.of("local", "warehouse-eu")),
            settings(profile, environment),
            samples,
            "orchestrator worker run --profile " + profile,
            notifier,
            LastSeenFile.of(home, profile));
    this.window =
        new ConsoleWindow(
            place,
            tasks,
            new Operations(),
            state,
            theme,
            TEXTS,
            Clock.fixed(JobRowBuilder.NOW, ZoneOffset.UTC),
            profilesAsked::add,
            windowsAsked::add);
  }

  private static SettingsFacts settings(String profile, Profile.Environment environment) {
    Map<String, Path> folders = new LinkedHashMap<>();
    folders.put("settings.path.data", Path.of("/home/m.keller/.local/share/orchestrator"));
    folders.put("settings.path.logs", Path.of("/home/m.keller/.local/state/orchestrator/logs"));
    return new SettingsFacts(
        profile,
        environment.wire(),
        "embedded",
        Path.of("/home/m.keller/.config/orchestrator/orchestrator.conf"),
        folders,
        true,
        4,
        new SettingsFacts.Databases(
            List.of(database("warehouse", false), database("reports", true)),
            name ->
                new ConnectionCheck(name, "reader@db/sales", "15.6", true, false, "public", 12)));
  }

  private static ConnectionSettings database(String name, boolean readOnly) {
    return new ConnectionSettings(
        name,
        "db.example.com",
        5432,
        "sales",
        "reader",
        readOnly ? "REPORTS_PASSWORD" : null,
        readOnly ? null : "warehouse",
        null,
        null,
        null,
        ConnectionSettings.DEFAULT_CONNECT_TIMEOUT,
        ConnectionSettings.DEFAULT_SOCKET_TIMEOUT,
        null,
        readOnly);
  }

  /** Puts the window into a scene and starts it. */
  public Scene show(double width, double height) {
    Scene scene = new Scene(window.root(), width, height);
    theme.follow(look -> look.apply(scene));
    window.start(scene);
    return scene;
  }
}
