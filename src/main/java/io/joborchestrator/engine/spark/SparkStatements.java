package io.joborchestrator.engine.spark;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.pipeline.sql.SparkDialect;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.internal.SQLConf;

/**
 * Makes plans of statements with Spark's own parser: only what {@link SparkPlanCheck} lets pass,
 * with the parameters bound as typed values. What is checked is the very plan that is run. Needs no
 * session. Stateless.
 */
final class SparkStatements {
  private SparkStatements() {}

  /** The settings statements are read by, with or without a session. */
  static SQLConf settings() {
    var conf = new SQLConf();
    SparkDialect.SETTINGS.forEach(conf::setConfString);
    return conf;
  }

  /**
   * @throws io.joborchestrator.analytics.StatementRefusedException with the place of what is wrong
   */
  static LogicalPlan plan(AnalyticsSpec spec, StatementAt statement) {
    LogicalPlan parsed;
    try {
      parsed =
          SQLConf.withExistingConf(
              settings(), () -> new SparkSqlParser().parsePlan(statement.text().query()));
    } catch (Exception e) {
      // Scala declares nothing; javac does not know that this may come.
      if (e instanceof ParseException wrong) {
        throw SparkStatementErrors.of(wrong, statement);
      }
      throw e;
    }
    new SparkPlanCheck(spec, statement).require(parsed);
    return parsed;
  }

  /** The plan with the values of the parameters, wherever they stand. */
  static LogicalPlan bound(AnalyticsSpec spec, LogicalPlan plan) {
    return spec.parameters().isEmpty() ? plan : new SparkParameters(spec).bind(plan);
  }
}
