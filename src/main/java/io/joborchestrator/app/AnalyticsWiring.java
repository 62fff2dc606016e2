package io.joborchestrator.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.config.AppConfig;
import io.joborchestrator.engine.local.pipeline.DuckDbSettings;
import io.joborchestrator.engine.local.pipeline.DuckDbStatementAnalyzer;
import io.joborchestrator.engine.spark.SparkStatementAnalyzer;
import io.joborchestrator.orchestrator.routing.EngineFit;
import io.joborchestrator.orchestrator.submit.AllowedPaths;
import io.joborchestrator.orchestrator.submit.AnalyticsRules;
import io.joborchestrator.pipeline.PipelineWorkbench;
import java.util.Map;

/** Who checks SQL, and which engine each dialect is for. */
final class AnalyticsWiring {
  private AnalyticsWiring() {}

  static AnalyticsRules rules(
      PipelineWorkbench workbench, DuckDbSettings columnar, AllowedPaths paths, ObjectMapper json) {
    return new AnalyticsRules(
        workbench,
        Map.of(
            SqlDialect.SPARK, new SparkStatementAnalyzer(),
            SqlDialect.DUCKDB, new DuckDbStatementAnalyzer(columnar)),
        AnalyticsWiring::fits,
        paths,
        json);
  }

  /** The same text means different things to the engines, so a dialect is for one of them. */
  private static Map<String, EngineFit> fits(AnalyticsSpec spec) {
    boolean sparks = spec.sqlDialect() == SqlDialect.SPARK;
    String engine = sparks ? "Spark (dialect spark)" : "the local engine (dialect duckdb)";
    EngineFit fits = new EngineFit(true, "Its SQL is written for " + engine + ".");
    EngineFit other =
        new EngineFit(
            false, "Its SQL is written for " + engine + " and would mean something else here.");
    return Map.of(
        AppConfig.LOCAL_ENGINE,
        sparks ? other : fits,
        AppConfig.SPARK_ENGINE,
        sparks ? fits : other);
  }
}
