package io.joborchestrator.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.config.AppConfig;
import io.joborchestrator.config.EngineConfig;
import io.joborchestrator.config.SparkConfig;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.spark.RunSettings;
import io.joborchestrator.engine.spark.SparkCluster;
import io.joborchestrator.engine.spark.SparkSecret;
import io.joborchestrator.engine.spark.SparkSettings;
import io.joborchestrator.orchestrator.routing.EngineFit;
import io.joborchestrator.orchestrator.submit.KindRules;
import io.joborchestrator.pipeline.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Spark as configured, and what all jobs may say of it. */
final class SparkWiring {
  /** Against a storm of starts only: how long it really waits is up to the circuit breaker. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private SparkWiring() {}

  /**
   * @throws OrchestratorException INVALID_CONFIGURATION for a setting that is not allowed, or a
   *     secret that cannot be read
   */
  static SparkSettings settings(AppConfig config, Map<String, String> env) {
    EngineConfig engine = config.engine(AppConfig.SPARK_ENGINE);
    SparkConfig spark = engine.spark();
    return new SparkSettings(
        true,
        engine.master(),
        engine.slots(),
        engine.comfortableInputBytes(),
        config.home().cache().resolve("spark"),
        conf(engine),
        RETRY_AFTER,
        config.execution().cancelGrace(),
        new SparkCluster(
            spark.authenticate(), secret(spark, env), spark.driverHost(), spark.executorWait()));
  }

  /**
   * In this process Spark has the memory of the process; only executors elsewhere get their own.
   */
  private static Map<String, String> conf(EngineConfig engine) {
    SparkConfig spark = engine.spark();
    Map<String, String> conf = new LinkedHashMap<>();
    if (!engine.master().startsWith("local")) {
      conf.put("spark.executor.memory", (engine.memoryBytes() >> 20) + "m");
      conf.put("spark.dynamicAllocation.minExecutors", Integer.toString(spark.minExecutors()));
      put(conf, "spark.dynamicAllocation.maxExecutors", spark.maxExecutors());
      put(conf, "spark.executor.cores", spark.executorCores());
    }
    for (Map.Entry<String, String> setting : spark.settings().entrySet()) {
      SparkSettings.refused(setting.getKey())
          .ifPresent(
              why -> {
                throw new OrchestratorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "The configuration is wrong. engines.spark.settings: " + why);
              });
      conf.put(setting.getKey(), setting.getValue());
    }
    return conf;
  }

  private static void put(Map<String, String> conf, String name, @Nullable Integer value) {
    if (value != null) {
      conf.put(name, value.toString());
    }
  }

  private static @Nullable SparkSecret secret(SparkConfig spark, Map<String, String> env) {
    String file = spark.secretFile();
    if (file != null) {
      return SparkSecret.in(Path.of(file));
    }
    String value = env.get(SparkConfig.SECRET_VARIABLE);
    return value == null || value.isBlank() ? null : SparkSecret.of(value);
  }

  /** All kinds but scripts may say something of Spark, and all say it in the same section. */
  static void checkSections(Map<String, KindRules> rules) {
    rules.replaceAll(
        (kind, rule) -> kind.equals(JobType.SCRIPT) ? rule : new WithSparkSection(rule));
  }

  /** Rules of a kind, and of the section {@code spark}. */
  private record WithSparkSection(KindRules kind) implements KindRules {
    @Override
    public List<Problem> check(ObjectNode config) {
      return with(config, kind.check(config));
    }

    @Override
    public Examined examine(ObjectNode config) {
      Examined examined = kind.examine(config);
      return new Examined(examined.config(), with(config, examined.problems()));
    }

    private static List<Problem> with(ObjectNode config, List<Problem> problems) {
      List<Problem> all = new ArrayList<>(problems);
      all.addAll(RunSettings.check(config));
      return all;
    }

    @Override
    public long inputBytes(ObjectNode config) {
      return kind.inputBytes(config);
    }

    @Override
    public Map<String, EngineFit> fits(ObjectNode config) {
      return kind.fits(config);
    }
  }
}
