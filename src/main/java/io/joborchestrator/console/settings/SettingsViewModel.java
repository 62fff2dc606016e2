package io.joborchestrator.console.settings;

import io.joborchestrator.console.task.LiveFeed;
import io.joborchestrator.console.task.Refresher;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.console.view.Formats;
import io.joborchestrator.console.view.PageContext;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.orchestrator.Orchestrator.ConnectionState;
import io.joborchestrator.store.FleetStore.ConnectionFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Facts about the connection, the machine and the program, and the report for support. FX thread.
 */
public final class SettingsViewModel {
  private final PageContext context;
  private final Orchestrator orchestrator;
  private final LiveFeed feed;
  private final Texts texts;
  private final SettingsFacts facts;
  private final ConnectionsViewModel databases;
  private final Refresher<ConnectionFacts> refresher;
  private final ReadOnlyLongWrapper changes = new ReadOnlyLongWrapper();
  private @Nullable ConnectionFacts connected;
  private UiTasks.Handle subscription = () -> {};

  public SettingsViewModel(PageContext context, SettingsFacts facts) {
    this.context = context;
    this.orchestrator = context.orchestrator();
    this.feed = context.feed();
    this.texts = context.texts();
    this.facts = facts;
    this.databases =
        new ConnectionsViewModel(
            context.tasks(), texts, facts.databases().settings(), facts.databases().test());
    this.refresher =
        new Refresher<>(
            context.tasks(),
            texts.get("settings.task"),
            orchestrator::facts,
            answer -> {
              connected = answer;
              changes.set(changes.get() + 1);
            },
            failure -> changes.set(changes.get() + 1));
  }

  public void onShown() {
    subscription = feed.subscribe(refresher::request);
    refresher.request();
  }

  public void onHidden() {
    subscription.cancel();
    refresher.stop();
  }

  /** Name and value, in order. Values that are not known yet are the dash. */
  public Map<String, String> connection() {
    Map<String, String> rows = new LinkedHashMap<>();
    ConnectionFacts now = connected;
    ConnectionState state = feed.connectionProperty().get();
    rows.put(texts.get("settings.profile"), facts.profile() + ", " + facts.environment());
    rows.put(texts.get("settings.database"), databaseText(now));
    rows.put(texts.get("settings.user"), now == null ? Formats.NONE : now.user());
    rows.put(texts.get("settings.role"), now == null ? Formats.NONE : now.role());
    rows.put(
        texts.get("settings.server"),
        now == null ? Formats.NONE : "PostgreSQL " + now.serverVersion());
    rows.put(texts.get("settings.schema"), now == null ? Formats.NONE : now.schemaVersion());
    Duration roundTrip = state.roundTrip();
    rows.put(
        texts.get("settings.roundTrip"),
        roundTrip == null ? Formats.NONE : Formats.millis(roundTrip));
    rows.put(texts.get("settings.clock"), clock(state.clockOffset()));
    rows.put(
        texts.get("settings.changes"),
        texts.get(state.pollOnly() ? "settings.changes.polled" : "settings.changes.told"));
    String executes =
        facts.executes()
            ? texts.get("settings.executes.yes", facts.localSlots())
            : texts.get("settings.executes.no");
    rows.put(texts.get("settings.executes"), executes);
    return rows;
  }

  private String databaseText(@Nullable ConnectionFacts now) {
    boolean embedded = "embedded".equals(facts.database());
    String place = embedded ? texts.get("settings.database.embedded") : facts.database();
    return now == null ? place : place + ", " + now.database();
  }

  private String clock(Duration offset) {
    if (offset.abs().toMillis() < 1) {
      return texts.get("settings.clock.same");
    }
    String key = offset.isNegative() ? "settings.clock.ahead" : "settings.clock.behind";
    return texts.get(key, Formats.duration(offset.abs()));
  }

  public Map<String, String> versions() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put(texts.get("settings.version.app"), appVersion());
    rows.put(
        texts.get("settings.version.java"),
        System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
    rows.put(
        texts.get("settings.version.javafx"), System.getProperty("javafx.version", Formats.NONE));
    rows.put(
        texts.get("settings.version.os"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    Runtime runtime = Runtime.getRuntime();
    rows.put(
        texts.get("settings.version.machine"),
        texts.get(
            "settings.version.machine.value",
            runtime.availableProcessors(),
            Formats.bytes(runtime.maxMemory())));
    return rows;
  }

  private static String appVersion() {
    String version = SettingsViewModel.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** The databases that jobs may name. */
  ConnectionsViewModel databases() {
    return databases;
  }

  public Map<String, Path> folders() {
    return facts.folders();
  }

  public Path configFile() {
    return facts.configFile();
  }

  /** Everything on this page and the engines' health, as text. No secrets. */
  public String report() {
    StringBuilder text = new StringBuilder("Enterprise Job Orchestrator\n");
    section(text, texts.get("settings.connection"), connection());
    section(text, texts.get("settings.versions"), versions());
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put(texts.get("settings.path.config"), facts.configFile().toString());
    facts.folders().forEach((key, path) -> paths.put(texts.get(key), path.toString()));
    section(text, texts.get("settings.paths"), paths);
    Map<String, String> engines = new LinkedHashMap<>();
    for (EngineView engine : orchestrator.engines().engines()) {
      EngineHealth health = engine.health();
      engines.put(engine.name(), health.state() + ", " + health.message());
    }
    section(text, texts.get("settings.engines"), engines);
    Map<String, String> named = new LinkedHashMap<>();
    databases.rows().forEach(row -> named.put(row.name(), row.where() + ", " + row.how()));
    section(text, texts.get("settings.databases"), named);
    String problem = feed.connectionProperty().get().problem();
    if (problem != null) {
      section(text, texts.get("settings.problem"), Map.of("", problem));
    }
    return text.toString();
  }

  private static void section(StringBuilder text, String title, Map<String, String> rows) {
    text.append('\n').append(title).append('\n');
    rows.forEach(
        (key, value) -> text.append("  ").append(key).append(": ").append(value).append('\n'));
  }

  public void copyReport() {
    context.dialogs().copyToClipboard(report());
  }

  public void open(Path path) {
    context.dialogs().openWithSystem(path);
  }

  /** Grows when a fact may have changed. */
  public ReadOnlyLongProperty changesProperty() {
    return changes.getReadOnlyProperty();
  }
}
