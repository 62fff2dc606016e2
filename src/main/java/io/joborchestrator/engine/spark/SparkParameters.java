package io.joborchestrator.engine.spark;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.ParameterValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.analysis.NamedParameter;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.Option;
import scala.Tuple3;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractPartialFunction;

/**
 * Puts typed literals in the place of parameters, before anything is resolved. Spark's own node for
 * it resolves around parameters that are not bound yet, and then fails for an aggregate of a
 * relation that the query names twice. One per plan.
 */
final class SparkParameters {
  private final Map<String, Expression> values = new HashMap<>();

  SparkParameters(AnalyticsSpec spec) {
    spec.parameters()
        .forEach(
            (name, parameter) ->
                values.put(
                    name,
                    Literal.create(
                        ParameterValues.of(parameter), SparkTypes.of(parameter.type()))));
  }

  /** Queries in expressions and those of WITH included. */
  LogicalPlan bind(LogicalPlan plan) {
    LogicalPlan outer = (LogicalPlan) plan.transformAllExpressionsWithSubqueries(new Values());
    return (LogicalPlan) outer.transformDownWithSubqueries(new NamedQueries());
  }

  private final class Values extends AbstractPartialFunction<Expression, Expression> {
    @Override
    public boolean isDefinedAt(Expression expression) {
      return valueOf(expression) != null;
    }

    private @Nullable Expression valueOf(Expression expression) {
      return expression instanceof NamedParameter parameter ? values.get(parameter.name()) : null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends Expression, B> B applyOrElse(A expression, Function1<A, B> otherwise) {
      Expression value = valueOf(expression);
      return value == null ? otherwise.apply(expression) : (B) value;
    }
  }

  /** The queries of a WITH are no children of its node. */
  private final class NamedQueries extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return plan instanceof UnresolvedWith;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends LogicalPlan, B> B applyOrElse(A plan, Function1<A, B> otherwise) {
      return plan instanceof UnresolvedWith with ? (B) bound(with) : otherwise.apply(plan);
    }

    private UnresolvedWith bound(UnresolvedWith with) {
      List<Tuple3<String, SubqueryAlias, Option<Object>>> named = new ArrayList<>();
      for (Tuple3<String, SubqueryAlias, Option<Object>> one :
          CollectionConverters.asJava(with.cteRelations())) {
        named.add(new Tuple3<>(one._1(), (SubqueryAlias) bind(one._2()), one._3()));
      }
      return with.copy(
          with.child(), CollectionConverters.asScala(named).toSeq(), with.allowRecursion());
    }
  }
}
