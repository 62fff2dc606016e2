package io.joborchestrator.app;

import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.EngineConfig;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.custom.CustomRunner;
import io.joborchestrator.engine.custom.HandlerCatalog;
import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.EngineManager.Handler;
import io.joborchestrator.orchestrator.EngineManager.Handlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine for handlers from plug-ins.
 *
 * @param engine null if it is off or there is nothing it could run
 * @param off how it is shown then, else null
 * @param handlers what was found, for people
 */
record CustomWiring(
    CustomRunner runner,
    @Nullable ExecutionEngine engine,
    @Nullable EngineView off,
    Handlers handlers) {

  static CustomWiring of(AppConfig config) {
    EngineConfig settings = config.engine(AppConfig.CUSTOM_ENGINE);
    HandlerCatalog catalog =
        HandlerCatalog.read(
            CustomWiring.class.getClassLoader(), config.home().config().resolve("plugins"));
    CustomRunner runner =
        new CustomRunner(catalog, config.home().data().resolve("custom-checkpoints"));
    String why = whyOff(settings, catalog);
    if (why != null) {
      return new CustomWiring(runner, null, off(why), listed(catalog));
    }
    LocalEngineSettings sized =
        new LocalEngineSettings(
            settings.slots(),
            config.execution().cancelGrace(),
            LocalEngineSettings.DEFAULT_FORCE_LIMIT,
            settings.comfortableInputBytes());
    LocalEngine engine = new LocalEngine(AppConfig.CUSTOM_ENGINE, List.of(runner), sized);
    return new CustomWiring(runner, engine, null, listed(catalog));
  }

  private static Handlers listed(HandlerCatalog catalog) {
    return new Handlers(
        catalog.handlers().stream()
            .map(one -> new Handler(one.name(), one.description(), one.source(), one.schema()))
            .toList(),
        catalog.problems(),
        catalog.folder().toString());
  }

  private static @Nullable String whyOff(EngineConfig settings, HandlerCatalog catalog) {
    if (!settings.enabled()) {
      return "It is off. Set engines.custom.enabled = true in orchestrator.conf to use it.";
    }
    if (!catalog.handlers().isEmpty()) {
      return null;
    }
    String problems =
        catalog.problems().isEmpty() ? "" : " " + String.join(" ", catalog.problems());
    return "There are no handlers. Put a plug-in (a jar) into "
        + catalog.folder()
        + " and start again."
        + problems;
  }

  private static EngineView off(String why) {
    return new EngineView(
        AppConfig.CUSTOM_ENGINE,
        new EngineCapabilities(Set.of(JobType.CUSTOM), 0, 0),
        new EngineHealth(EngineHealth.State.OFF, why),
        new EngineResources(0, 0, 0, 0, Map.of()));
  }
}
