package io.joborchestrator.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.EngineConfig;
import io.joborchestrator.config.ScriptsConfig;
import io.joborchestrator.connection.ConfiguredConnections;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.domain.worker.EngineResource;
import io.joborchestrator.engine.EngineCapabilities;
import io.joborchestrator.engine.EngineHealth;
import io.joborchestrator.engine.EngineResources;
import io.joborchestrator.engine.ExecutionEngine;
import io.joborchestrator.engine.local.LocalEngine;
import io.joborchestrator.engine.local.LocalEngineSettings;
import io.joborchestrator.engine.local.pipeline.AnalyticsRunner;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.LocalPipelineWorkbench;
import io.joborchestrator.engine.local.pipeline.PipelineRunner;
import io.joborchestrator.engine.local.script.ScriptLimits;
import io.joborchestrator.engine.local.script.ScriptRunner;
import io.joborchestrator.engine.local.script.ScriptSettings;
import io.joborchestrator.engine.spark.PipelineSource;
import io.joborchestrator.engine.spark.SparkEngine;
import io.joborchestrator.orchestrator.EngineManager.EngineView;
import io.joborchestrator.orchestrator.EngineRegistry;
import io.joborchestrator.orchestrator.submit.AllowedPaths;
import io.joborchestrator.orchestrator.submit.KindRules;
import io.joborchestrator.orchestrator.submit.PipelineReader;
import io.joborchestrator.orchestrator.submit.PipelineRules;
import io.joborchestrator.orchestrator.submit.ScoringRules;
import io.joborchestrator.orchestrator.submit.TrainingRules;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.schema.PipelineDocument;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The engines as configured, and what they say about submissions. */
record EngineWiring(
    EngineRegistry registry,
    Map<String, KindRules> rules,
    PipelineWorkbench workbench,
    Connections connections) {
  private static final Set<String> LOCAL_KINDS =
      Set.of(JobType.DATA_PROCESSING, JobType.ETL, JobType.SCRIPT, JobType.ANALYTICS);

  private static final Set<String> SPARK_KINDS =
      Set.of(
          JobType.DATA_PROCESSING,
          JobType.ETL,
          JobType.ANALYTICS,
          JobType.ML_TRAINING,
          JobType.ML_SCORING);

  private static final long LEAST_COLUMNAR_MIB = 256;

  static EngineWiring of(AppConfig config, Map<String, String> env, ObjectMapper json) {
    List<ExecutionEngine> engines = new ArrayList<>();
    List<EngineView> off = new ArrayList<>();
    Map<String, KindRules> rules = new HashMap<>();
    EngineConfig local = config.engine(AppConfig.LOCAL_ENGINE);
    ScriptRunner scripts = new ScriptRunner(env, scriptSettings(config));
    rules.put(JobType.SCRIPT, scripts::check);
    DuckDbSettings columnar = columnarSettings(local);
    Connections connections = connections(config, env);
    PipelineWorkbench workbench = new LocalPipelineWorkbench(columnar, connections);
    AllowedPaths paths = new AllowedPaths(config.execution().allowedRoots());
    PipelineRules pipelines = new PipelineRules(workbench, EngineWiring::read, paths, json);
    rules.put(JobType.ANALYTICS, AnalyticsWiring.rules(workbench, columnar, paths, json));
    JobType.PIPELINES.forEach(kind -> rules.put(kind, pipelines));
    rules.put(JobType.ML_TRAINING, new TrainingRules(workbench, paths, json));
    rules.put(JobType.ML_SCORING, new ScoringRules(workbench, paths, json));
    if (local.enabled()) {
      PipelineRunner columns = new PipelineRunner(columnar, workbench, connections);
      AnalyticsRunner sql = new AnalyticsRunner(columnar, connections);
      engines.add(new LocalEngine(List.of(scripts, columns, sql), localSettings(local, config)));
    } else {
      off.add(off(AppConfig.LOCAL_ENGINE, LOCAL_KINDS));
    }
    EngineConfig spark = config.engine(AppConfig.SPARK_ENGINE);
    if (spark.enabled()) {
      engines.add(
          new SparkEngine(
              SparkWiring.settings(config, env), PipelineSource.ofConfiguration(), connections));
    } else {
      off.add(off(AppConfig.SPARK_ENGINE, SPARK_KINDS));
    }
    SparkWiring.checkSections(rules);
    CustomWiring custom = CustomWiring.of(config);
    rules.put(JobType.CUSTOM, custom.runner()::check);
    Optional.ofNullable(custom.engine()).ifPresent(engines::add);
    Optional.ofNullable(custom.off()).ifPresent(off::add);
    String machine = WorkerIdentity.host(env);
    List<EngineResource> resources =
        engines.stream()
            .map(
                engine ->
                    EngineRegistry.resource(
                        engine, machine, config.engine(engine.name()).breaker()))
            .toList();
    EngineRegistry registry = new EngineRegistry(engines, off, resources, custom.handlers());
    return new EngineWiring(registry, rules, workbench, connections);
  }

  static Connections connections(AppConfig config, Map<String, String> env) {
    return new ConfiguredConnections(
        config.connections(),
        env,
        Path.of(System.getProperty("user.home", ".")),
        config.home().config().resolve("secrets"));
  }

  private static PipelineReader.Reading read(ObjectNode config) {
    PipelineDocument.Reading reading = PipelineDocument.read(config);
    return new PipelineReader.Reading(reading.spec(), reading.problems());
  }

  /** Every run may use all cores; the memory is shared out to the slots. */
  private static DuckDbSettings columnarSettings(EngineConfig local) {
    long share = (local.memoryBytes() >> 20) / Math.max(1, local.slots());
    return new DuckDbSettings(
        Runtime.getRuntime().availableProcessors(), Math.max(LEAST_COLUMNAR_MIB, share));
  }

  private static ScriptSettings scriptSettings(AppConfig config) {
    ScriptsConfig scripts = config.scripts();
    Path keepIn =
        scripts.keepIn().isBlank()
            ? config.home().data().resolve("script-files")
            : Path.of(scripts.keepIn()).toAbsolutePath();
    return new ScriptSettings(
        scripts.environment(),
        scripts.path().equals(ScriptsConfig.INHERIT) ? null : scripts.path(),
        keepIn,
        new ScriptLimits(
            scripts.memoryBytes(), scripts.cpuTime(), scripts.fileSizeBytes(), scripts.processes()),
        LocalEngineSettings.DEFAULT_GRACE);
  }

  private static LocalEngineSettings localSettings(EngineConfig local, AppConfig config) {
    return new LocalEngineSettings(
        local.slots(),
        config.execution().cancelGrace(),
        LocalEngineSettings.DEFAULT_FORCE_LIMIT,
        local.comfortableInputBytes());
  }

  private static EngineView off(String name, Set<String> kinds) {
    return new EngineView(
        name,
        new EngineCapabilities(kinds, 0, 0),
        new EngineHealth(
            EngineHealth.State.OFF,
            "It is off. Set engines." + name + ".enabled = true in orchestrator.conf to use it."),
        new EngineResources(0, 0, 0, 0, Map.of()));
  }
}
