package io.joborchestrator.engine.spark;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.StatementAnalyzer;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.analytics.StatementRefusedException;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.QueryPlanningTracker;
import org.apache.spark.sql.catalyst.analysis.Analyzer;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.apache.spark.sql.catalyst.catalog.InMemoryCatalog;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple3;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Checks statements with Spark's parser and analyzer over relations that have columns and no rows:
 * no session is started and no file is read. Thread-safe.
 */
public final class SparkStatementAnalyzer implements StatementAnalyzer {
  @Override
  public Analysis analyze(AnalyticsSpec spec) {
    List<List<Column>> columns = new ArrayList<>();
    try {
      for (Analyzed analyzed : plans(spec)) {
        columns.add(SparkResultTypes.columns(analyzed));
      }
      return new Analysis(List.of(), columns);
    } catch (StatementRefusedException refused) {
      Problem problem = refused.problem();
      return new Analysis(List.of(problem), columns);
    }
  }

  /**
   * A statement and what Spark makes of it.
   *
   * @param plan resolved
   */
  record Analyzed(StatementAt statement, LogicalPlan plan) {
    StructType schema() {
      return plan.schema();
    }
  }

  /**
   * All statements, resolved.
   *
   * @throws StatementRefusedException at the first that is wrong
   */
  static List<Analyzed> plans(AnalyticsSpec spec) {
    Map<String, StructType> relations = new LinkedHashMap<>();
    spec.inputs()
        .forEach(
            (name, input) -> {
              List<Column> known = input.columns() == null ? List.of() : input.columns();
              relations.put(name, SparkTypes.schema(known));
            });
    List<Analyzed> all = new ArrayList<>();
    for (StatementAt statement : StatementAt.allOf(spec)) {
      LogicalPlan plan = around(SparkStatements.plan(spec, statement), relations);
      LogicalPlan resolved = resolve(SparkStatements.bound(spec, plan), statement);
      all.add(new Analyzed(statement, resolved));
      String view = statement.view();
      if (view != null) {
        relations.put(view, resolved.schema());
      }
    }
    return all;
  }

  private static LogicalPlan resolve(LogicalPlan plan, StatementAt statement) {
    SQLConf conf = SparkStatements.settings();
    try {
      return SQLConf.withExistingConf(
          conf,
          () -> analyzer(conf).executeAndCheck(plan, new QueryPlanningTracker(Option.empty())));
    } catch (Exception e) {
      // Scala declares nothing; javac does not know that this may come.
      if (e instanceof AnalysisException wrong) {
        throw SparkStatementErrors.of(wrong, statement);
      }
      if (e instanceof SparkThrowable unknown) {
        throw SparkStatementErrors.ofOther(unknown, statement);
      }
      throw e;
    }
  }

  private static Analyzer analyzer(SQLConf conf) {
    return new Analyzer(
        new SessionCatalog(
            new InMemoryCatalog(new SparkConf(false), new Configuration(false)),
            FunctionRegistry.builtin(),
            TableFunctionRegistry.builtin(),
            conf));
  }

  /** The relations as if each were named in front of the query: names within it hide them. */
  private static LogicalPlan around(LogicalPlan query, Map<String, StructType> relations) {
    List<Tuple3<String, SubqueryAlias, Option<Object>>> named = new ArrayList<>();
    relations.forEach(
        (name, schema) ->
            named.add(
                new Tuple3<>(
                    name,
                    org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias$.MODULE$.apply(
                        name,
                        org.apache.spark.sql.catalyst.plans.logical.LocalRelation$.MODULE$.apply(
                            schema)),
                    Option.empty())));
    return new UnresolvedWith(query, CollectionConverters.asScala(named).toSeq(), false);
  }
}
