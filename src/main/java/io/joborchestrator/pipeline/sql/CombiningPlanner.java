package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.expression.Types;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans the steps that bring rows together: join, group_by, union. */
final class CombiningPlanner {
  private static final Set<String> JOINS = Set.of("inner", "left", "right", "full", "semi", "anti");
  private static final Set<String> AGGREGATES =
      Set.of("count", "count_distinct", "sum", "avg", "min", "max");

  private final Problems problems;

  CombiningPlanner(Problems problems) {
    this.problems = problems;
  }

  @Nullable Chain join(Chain chain, Chain other, StepSpec.Join step, String at) {
    int before = problems.count();
    String type = step.type() == null ? "inner" : step.type();
    if (!JOINS.contains(type)) {
      problems.unknown(ErrorCode.INVALID_SPECIFICATION, at + "/type", "kind of join", type, JOINS);
    }
    List<Rel.JoinKey> keys = keys(chain, other, step, type, at);
    boolean filters = type.equals("semi") || type.equals("anti");
    List<Rel.Taken> taken = filters ? List.of() : taken(chain, other, step, at);
    if (problems.count() > before) {
      return null;
    }
    List<Column> columns = new ArrayList<>();
    for (Column column : chain.columns()) {
      columns.add(new Column(column.name(), keyType(column, keys)));
    }
    taken.forEach(column -> columns.add(new Column(column.as(), column.type())));
    List<String> names = columns.stream().map(Column::name).toList();
    if (!problems.namesAreFine(at, names)) {
      return null;
    }
    Rel left = StepPlanner.visible(chain);
    Rel right = StepPlanner.visible(other);
    return Chain.of(new Rel.Join(left, right, type, keys, taken, columns));
  }

  private static ColumnType keyType(Column column, List<Rel.JoinKey> keys) {
    for (Rel.JoinKey key : keys) {
      if (key.merged() && key.left().equals(column.name())) {
        return key.type();
      }
    }
    return column.type();
  }

  private List<Rel.JoinKey> keys(
      Chain chain, Chain other, StepSpec.Join step, String type, String at) {
    boolean merged = type.equals("right") || type.equals("full");
    List<Rel.JoinKey> keys = new ArrayList<>();
    if (step.on().isEmpty()) {
      problems.invalid(at + "/on", "Name at least one pair of columns");
    }
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < step.on().size(); i++) {
      StepSpec.On on = step.on().get(i);
      String pointer = Problems.pointer(at, "on", i);
      Column left = problems.column(pointer + "/left", chain.columns(), on.left());
      Column right = problems.column(pointer + "/right", other.columns(), on.right());
      if (left == null || right == null) {
        continue;
      }
      ColumnType common = Types.common(left.type(), right.type());
      if (common == null) {
        problems.add(
            ErrorCode.TYPE_MISMATCH,
            pointer,
            "A " + left.type() + " cannot be equal to a " + right.type() + ": cast one of them");
        continue;
      }
      boolean first = seen.add(left.name());
      keys.add(new Rel.JoinKey(left.name(), right.name(), common, merged && first));
    }
    return keys;
  }

  private List<Rel.Taken> taken(Chain chain, Chain other, StepSpec.Join step, String at) {
    Set<String> rightKeys = new LinkedHashSet<>();
    step.on().forEach(on -> rightKeys.add(on.right()));
    List<Column> columns = new ArrayList<>();
    if (step.columns() == null) {
      other.columns().stream().filter(c -> !rightKeys.contains(c.name())).forEach(columns::add);
    } else {
      for (int i = 0; i < step.columns().size(); i++) {
        Column column =
            problems.column(
                Problems.pointer(at, "columns", i), other.columns(), step.columns().get(i));
        if (column != null) {
          columns.add(column);
        }
      }
    }
    List<Rel.Taken> taken = new ArrayList<>();
    for (Column column : columns) {
      boolean clash =
          chain.columns().stream().anyMatch(c -> c.name().equalsIgnoreCase(column.name()));
      if (clash && step.suffix() == null) {
        problems.add(
            ErrorCode.INVALID_SPECIFICATION,
            at + "/suffix",
            "Both sides have a column '" + column.name() + "': give a suffix or choose columns",
            "_" + step.with());
      }
      String as = clash && step.suffix() != null ? column.name() + step.suffix() : column.name();
      taken.add(new Rel.Taken(column.name(), as, column.type()));
    }
    return taken;
  }

  @Nullable Chain groupBy(Chain chain, StepSpec.GroupBy step, String at) {
    int before = problems.count();
    List<Column> keys = new ArrayList<>();
    for (int i = 0; i < step.keys().size(); i++) {
      Column column =
          problems.column(Problems.pointer(at, "keys", i), chain.columns(), step.keys().get(i));
      if (column != null) {
        keys.add(new Column(column.name(), column.type()));
      }
    }
    List<Rel.Aggregated> aggregates = new ArrayList<>();
    for (int i = 0; i < step.aggregates().size(); i++) {
      Rel.Aggregated aggregate =
          aggregate(chain, step.aggregates().get(i), Problems.pointer(at, "aggregates", i));
      if (aggregate != null) {
        aggregates.add(aggregate);
      }
    }
    if (problems.count() == before && keys.isEmpty() && aggregates.isEmpty()) {
      problems.invalid(at, "Name at least one key or aggregate");
    }
    List<Column> columns = new ArrayList<>(keys);
    aggregates.forEach(a -> columns.add(new Column(a.as(), a.type())));
    problems.namesAreFine(at, columns.stream().map(Column::name).toList());
    return problems.count() > before
        ? null
        : Chain.of(new Rel.Aggregate(StepPlanner.visible(chain), keys, aggregates, columns));
  }

  private Rel.@Nullable Aggregated aggregate(Chain chain, StepSpec.Aggregate spec, String at) {
    String function = spec.function();
    if (!AGGREGATES.contains(function)) {
      problems.unknown(
          ErrorCode.INVALID_SPECIFICATION,
          at + "/function",
          "aggregate",
          String.valueOf(function),
          AGGREGATES);
      return null;
    }
    if (spec.expression() == null) {
      if (!function.equals("count")) {
        problems.invalid(at + "/expression", function + " needs an expression");
        return null;
      }
      return new Rel.Aggregated("count", null, spec.as(), ColumnType.BIGINT);
    }
    Typed value = problems.expression(at + "/expression", spec.expression(), chain.columns(), null);
    if (value == null) {
      return null;
    }
    ColumnType type = value.certainType();
    boolean number = function.equals("sum") || function.equals("avg");
    if (number && !type.isNumeric()) {
      problems.add(
          ErrorCode.TYPE_MISMATCH,
          at + "/expression",
          function + " needs a number, this is a " + type);
      return null;
    }
    return new Rel.Aggregated(function, value, spec.as(), resultType(function, type));
  }

  private static ColumnType resultType(String function, ColumnType type) {
    return switch (function) {
      case "count", "count_distinct" -> ColumnType.BIGINT;
      case "avg" -> ColumnType.DOUBLE;
      case "sum" ->
          type.kind() == Kind.DOUBLE
              ? ColumnType.DOUBLE
              : type.kind() == Kind.DECIMAL
                  ? ColumnType.decimal(38, type.scale())
                  : ColumnType.BIGINT;
      default -> type;
    };
  }

  @Nullable Chain union(Chain chain, List<Chain> others, StepSpec.Union step, String at) {
    int before = problems.count();
    List<Column> columns = new ArrayList<>();
    for (Column column : chain.columns()) {
      ColumnType type = column.type();
      for (int i = 0; i < others.size(); i++) {
        String pointer = Problems.pointer(at, "with", i);
        Column match = matching(others.get(i), column.name());
        ColumnType common = match == null ? null : Types.common(type, match.type());
        if (match == null) {
          problems.add(
              ErrorCode.UNKNOWN_COLUMN,
              pointer,
              "'" + step.with().get(i) + "' has no column '" + column.name() + "'");
        } else if (common == null) {
          problems.add(
              ErrorCode.TYPE_MISMATCH,
              pointer,
              "The column '"
                  + column.name()
                  + "' is a "
                  + type
                  + " here and a "
                  + match.type()
                  + " in '"
                  + step.with().get(i)
                  + "'");
        } else {
          type = common;
        }
      }
      columns.add(new Column(column.name(), type));
    }
    for (int i = 0; i < others.size(); i++) {
      for (Column extra : others.get(i).columns()) {
        if (matching(chain, extra.name()) == null) {
          problems.add(
              ErrorCode.UNKNOWN_COLUMN,
              Problems.pointer(at, "with", i),
              "'"
                  + step.with().get(i)
                  + "' has a column '"
                  + extra.name()
                  + "' that is not here: select or derive the same columns");
        }
      }
    }
    if (problems.count() > before) {
      return null;
    }
    List<Rel> parents = new ArrayList<>();
    parents.add(widened(chain, columns));
    others.forEach(other -> parents.add(widened(other, columns)));
    return Chain.of(new Rel.Union(parents, columns));
  }

  private static @Nullable Column matching(Chain chain, String name) {
    return chain.columns().stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
  }

  private static Rel widened(Chain chain, List<Column> columns) {
    List<Rel.Named> values = new ArrayList<>();
    for (Column column : columns) {
      Column own =
          chain.columns().stream()
              .filter(c -> c.name().equals(column.name()))
              .findFirst()
              .orElseThrow();
      values.add(
          new Rel.Named(column.name(), Types.widen(StepPlanner.reference(own), column.type())));
    }
    return new Rel.Project(chain.rel(), values);
  }
}
