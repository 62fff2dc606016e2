package io.joborchestrator.engine.spark;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.ParameterValues;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.pipeline.sql.SparkDialect;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.NameParameterizedQuery;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.apache.spark.sql.internal.SQLConf;
import scala.jdk.javaapi.CollectionConverters;

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

  /** The plan with the values of all parameters, to be the outermost node. */
  static LogicalPlan bound(AnalyticsSpec spec, LogicalPlan plan) {
    if (spec.parameters().isEmpty()) {
      return plan;
    }
    List<String> names = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    spec.parameters()
        .forEach(
            (name, parameter) -> {
              names.add(name);
              values.add(
                  Literal.create(ParameterValues.of(parameter), SparkTypes.of(parameter.type())));
            });
    return new NameParameterizedQuery(
        plan,
        CollectionConverters.asScala(names).toSeq(),
        CollectionConverters.asScala(values).toSeq());
  }
}
