package io.joborchestrator.engine.spark;

import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.StatementAt;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.PosParameter;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.PlanExpression;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What a statement may do: read registered inputs and earlier views, and compute. A list of the
 * kinds of node that may be there; whatever is not on it (commands, files by path, tables of a
 * catalog, programs) is refused. One per statement.
 */
final class SparkPlanCheck {
  private static final Set<String> ALLOWED =
      Set.of(
          "Aggregate",
          "Distinct",
          "Except",
          "Expand",
          "Filter",
          "Generate",
          "GlobalLimit",
          "Intersect",
          "Join",
          "LateralJoin",
          "LocalLimit",
          "LocalRelation",
          "Offset",
          "OneRowRelation",
          "Pivot",
          "Project",
          "RepartitionByExpression",
          "Sample",
          "Sort",
          "SubqueryAlias",
          "Union",
          "Unpivot",
          "UnresolvedHaving",
          "UnresolvedHint",
          "UnresolvedInlineTable",
          "UnresolvedOrdinal",
          "UnresolvedRelation",
          "UnresolvedSubqueryColumnAliases",
          "UnresolvedTVFAliases",
          "UnresolvedTableValuedFunction",
          "UnresolvedWith",
          "WithWindowDefinition");

  /** These run methods of any class in this process, or tell of its files and settings. */
  private static final Set<String> REFUSED_FUNCTIONS =
      Set.of(
          "java_method",
          "reflect",
          "try_reflect",
          "input_file_name",
          "input_file_block_start",
          "input_file_block_length",
          "current_catalog",
          "current_database",
          "current_schema",
          "current_user",
          "session_user",
          "user",
          "version");

  /** In one order, so that the same one of two near names is offered each time. */
  private static final Set<String> FUNCTIONS =
      CollectionConverters.asJava(FunctionRegistry.builtin().listFunction()).stream()
          .map(function -> lower(function.funcName()))
          .filter(name -> !REFUSED_FUNCTIONS.contains(name))
          .collect(Collectors.toCollection(TreeSet::new));

  private static final Set<String> TABLE_FUNCTIONS =
      Set.of(
          "range",
          "explode",
          "explode_outer",
          "posexplode",
          "posexplode_outer",
          "inline",
          "inline_outer",
          "stack",
          "json_tuple");

  private final StatementAt statement;
  private final Set<String> relations;
  private final Set<String> lowerNames = new HashSet<>();

  SparkPlanCheck(AnalyticsSpec spec, StatementAt statement) {
    this.statement = statement;
    relations = statement.relations(spec);
    relations.forEach(name -> lowerNames.add(lower(name)));
  }

  /**
   * @throws io.joborchestrator.analytics.StatementRefusedException at the first that is not allowed
   */
  void require(LogicalPlan plan) {
    if (plan instanceof Command || !isAllowed(plan)) {
      throw refusal(
          ErrorCode.SQL_NOT_ALLOWED,
          plan,
          plan instanceof Command || plan.children().isEmpty()
              ? statement.text().verb()
                  + " is not allowed here, only queries are: SELECT, WITH, VALUES, and CREATE"
                  + " TEMPORARY VIEW … AS a query"
              : words(plan) + " is not allowed here",
          null);
    }
    if (plan instanceof UnresolvedWith with) {
      CollectionConverters.asJava(with.cteRelations())
          .forEach(named -> lowerNames.add(lower(named._1())));
      CollectionConverters.asJava(with.cteRelations()).forEach(named -> require(named._2()));
    } else if (plan instanceof UnresolvedRelation relation) {
      relation(relation);
    } else if (plan instanceof UnresolvedTableValuedFunction function) {
      tableFunction(function);
    }
    CollectionConverters.asJava(plan.expressions()).forEach(this::expression);
    CollectionConverters.asJava(plan.children()).forEach(this::require);
  }

  private static boolean isAllowed(LogicalPlan plan) {
    return ALLOWED.contains(plan.getClass().getSimpleName().replace("$", ""));
  }

  private static String words(LogicalPlan plan) {
    return "'" + plan.nodeName() + "'";
  }

  private void relation(UnresolvedRelation relation) {
    List<String> parts = CollectionConverters.asJava(relation.multipartIdentifier());
    String name = String.join(".", parts);
    if (parts.size() > 1 || relation.isStreaming()) {
      throw refusal(
          ErrorCode.SQL_NOT_ALLOWED,
          relation,
          "'"
              + name
              + "' is no registered input: files and tables are read as inputs of the job only",
          null);
    }
    if (!lowerNames.contains(lower(name))) {
      throw refusal(
          ErrorCode.INPUT_NOT_FOUND,
          relation,
          "There is no input or earlier view '" + name + "'",
          NearNames.nearest(name, relations).orElse(null));
    }
  }

  private void tableFunction(UnresolvedTableValuedFunction function) {
    String name = String.join(".", CollectionConverters.asJava(function.name()));
    if (!TABLE_FUNCTIONS.contains(lower(name))) {
      throw refusal(
          ErrorCode.SQL_NOT_ALLOWED,
          function,
          "The table function " + name + " is not allowed here",
          null);
    }
  }

  private void expression(Expression expression) {
    if (expression instanceof UnresolvedFunction function) {
      function(function);
    } else if (expression instanceof PosParameter) {
      throw refusal(
          ErrorCode.INVALID_SQL, expression, "Parameters have names here: write :name", null);
    } else if (expression instanceof PlanExpression<?> subquery
        && subquery.plan() instanceof LogicalPlan plan) {
      require(plan);
    }
    CollectionConverters.asJava(expression.children()).forEach(this::expression);
  }

  private void function(UnresolvedFunction function) {
    List<String> parts = CollectionConverters.asJava(function.nameParts());
    String name = String.join(".", parts);
    if (parts.size() > 1 || REFUSED_FUNCTIONS.contains(lower(name))) {
      throw refusal(
          ErrorCode.SQL_NOT_ALLOWED,
          function,
          "The function " + name + " is not allowed here",
          null);
    }
    if (!FUNCTIONS.contains(lower(name))) {
      throw refusal(
          ErrorCode.INVALID_SQL,
          function,
          "There is no function " + name,
          NearNames.nearest(name, FUNCTIONS).orElse(null));
    }
  }

  private RuntimeException refusal(
      ErrorCode code,
      TreeNode<?> node,
      String sentence,
      @org.jspecify.annotations.Nullable String near) {
    return statement.refusal(
        code, SparkStatementErrors.character(node.origin(), statement), sentence, near);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
