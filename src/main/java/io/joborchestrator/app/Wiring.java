package io.joborchestrator.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.ConfigLoader;
import io.joborchestrator.config.ExecutionConfig;
import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.retry.RetryPolicy;
import io.joborchestrator.domain.worker.WorkerRegistration;
import io.joborchestrator.orchestrator.EnhancedJobOrchestrator;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.orchestrator.OrchestratorSettings;
import io.joborchestrator.orchestrator.OrchestratorStores;
import io.joborchestrator.orchestrator.lifecycle.WorkClock;
import io.joborchestrator.orchestrator.run.RunLimits;
import io.joborchestrator.orchestrator.submit.PolicyNames;
import io.joborchestrator.orchestrator.submit.SubmissionChecker;
import io.joborchestrator.store.postgres.PostgresStores;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: every object of the core is made here, and nowhere else. Thread-safe. */
public final class Wiring implements OrchestratorLauncher {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  /** A killed run that has not ended after this is reported as not confirmed. */
  private static final Duration KILL_WAIT = Duration.ofSeconds(15);

  private final Map<String, String> env;
  private final BooleanSupplier mustNotBlock;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param env variables of the process
   * @param mustNotBlock true on the thread of the user interface: the database refuses to be used
   *     from there
   */
  public Wiring(Map<String, String> env, BooleanSupplier mustNotBlock) {
    this.env = Map.copyOf(env);
    this.mustNotBlock = mustNotBlock;
  }

  @Override
  public AppConfig configuration(LaunchOptions options) {
    AppConfig config = new ConfigLoader(env, System.getProperties()).load(options);
    config.notes().forEach(log::warn);
    return config;
  }

  @Override
  public Connections connections(LaunchOptions options) {
    return EngineWiring.connections(configuration(options), env);
  }

  @Override
  public OrchestratorSession launch(LaunchOptions options, Purpose purpose) {
    AppConfig config = configuration(options);
    String label = "orchestrator " + purpose.name().toLowerCase(java.util.Locale.ROOT);
    DatabaseAccess database =
        DatabaseAccess.open(
            config,
            env,
            label,
            mustNotBlock,
            purpose != Purpose.WORKER && purpose != Purpose.DIRECT);
    try {
      if (database.readOnly() == null) {
        ConfiguredRetries.store(config.retries(), database.stores().retryPolicies());
      }
      EngineWiring engines = EngineWiring.of(config, env, json);
      boolean executes = database.readOnly() == null && executes(config, purpose);
      EnhancedJobOrchestrator orchestrator =
          orchestrator(
              database.stores(),
              engines,
              settings(
                  config,
                  executes ? WorkerIdentity.of(config, purpose, engines.registry(), env) : null,
                  engines,
                  database.readOnly(),
                  purpose == Purpose.DIRECT));
      orchestrator.start();
      return new RunningSession(orchestrator, config, executes, engines.registry(), database);
    } catch (RuntimeException | Error e) {
      database.close();
      throw e;
    }
  }

  private EnhancedJobOrchestrator orchestrator(
      PostgresStores stores, EngineWiring engines, OrchestratorSettings settings) {
    return new EnhancedJobOrchestrator(
        new OrchestratorStores(
            stores.jobs(),
            stores.work(),
            stores.fleet(),
            stores.schedules(),
            stores.deadLetters(),
            stores.retryPolicies(),
            stores.changes(),
            stores.breakers(),
            stores.databaseBreaker(),
            stores.statistics(),
            stores.templates()),
        settings,
        engines.workbench(),
        engines.registry(),
        new SubmissionChecker(
            engines.rules(),
            new PolicyNames(() -> policyNames(stores)),
            engines.registry()::capabilities),
        new WorkClock(Clock.systemUTC(), System::nanoTime),
        NamedThreads::new);
  }

  private static OrchestratorSettings settings(
      AppConfig config,
      @Nullable WorkerRegistration registration,
      EngineWiring engines,
      @Nullable String readOnly,
      boolean directOnly) {
    ExecutionConfig execution = config.execution();
    return new OrchestratorSettings(
        registration,
        execution.heartbeat(),
        execution.poll(),
        execution.sweep(),
        new RunLimits(
            execution.logLines(), execution.logBytes(), execution.cancelGrace(), KILL_WAIT),
        new PublishedOutputs(engines.connections()),
        config.home().work(),
        new SecureRandom()::nextDouble,
        config.routing(),
        readOnly,
        directOnly);
  }

  private static boolean executes(AppConfig config, Purpose purpose) {
    return switch (purpose) {
      case CONSOLE -> config.execution().enabled();
      case COMMAND -> false;
      case WORKER, DIRECT -> true;
    };
  }

  private static List<String> policyNames(PostgresStores stores) {
    return stores.retryPolicies().policies().stream().map(RetryPolicy::name).toList();
  }
}
