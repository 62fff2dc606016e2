package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.expression.Types;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Plans the steps that work on the columns of one chain; notes what is wrong with them. */
final class StepPlanner {
  private final Problems problems;
  private int hidden;

  StepPlanner(Problems problems) {
    this.problems = problems;
  }

  @Nullable Chain filter(Chain chain, StepSpec.Filter step, String at) {
    Typed condition =
        problems.expression(at + "/where", step.where(), chain.columns(), ColumnType.BOOLEAN);
    return condition == null ? null : chain.with(new Rel.Filter(chain.rel(), condition));
  }

  @Nullable Chain select(Chain chain, StepSpec.Select step, String at) {
    int before = problems.count();
    Map<String, Typed> kept = new LinkedHashMap<>();
    for (int i = 0; i < step.columns().size(); i++) {
      String pointer = Problems.pointer(at, "columns", i);
      Column column = problems.column(pointer, chain.columns(), step.columns().get(i));
      if (column != null && kept.put(column.name(), reference(column)) != null) {
        problems.invalid(pointer, "The column '" + column.name() + "' is there twice");
      }
    }
    if (step.columns().isEmpty()) {
      problems.invalid(at + "/columns", "Name at least one column");
    }
    return problems.count() > before ? null : project(chain, kept);
  }

  @Nullable Chain derive(Chain chain, StepSpec.Derive step, String at) {
    int before = problems.count();
    Map<String, Typed> values = references(chain);
    Set<String> fresh = new HashSet<>();
    for (int i = 0; i < step.columns().size(); i++) {
      StepSpec.Derived derived = step.columns().get(i);
      String pointer = Problems.pointer(at, "columns", i);
      Typed value =
          problems.expression(pointer + "/expression", derived.expression(), chain.columns(), null);
      if (!fresh.add(derived.name())) {
        problems.invalid(pointer + "/name", "The column '" + derived.name() + "' is there twice");
      }
      if (value != null) {
        values.put(derived.name(), value);
      }
    }
    boolean fine = problems.namesAreFine(at + "/columns", new ArrayList<>(values.keySet()));
    return !fine || problems.count() > before ? null : project(chain, values);
  }

  @Nullable Chain rename(Chain chain, StepSpec.Rename step, String at) {
    int before = problems.count();
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < step.columns().size(); i++) {
      StepSpec.Renamed renamed = step.columns().get(i);
      String pointer = Problems.pointer(at, "columns", i);
      Column column = problems.column(pointer + "/from", chain.columns(), renamed.from());
      if (column != null && names.put(column.name(), renamed.to()) != null) {
        problems.invalid(pointer + "/from", "'" + column.name() + "' is renamed twice");
      }
    }
    List<String> result = new ArrayList<>();
    chain.columns().forEach(c -> result.add(names.getOrDefault(c.name(), c.name())));
    if (!problems.namesAreFine(at + "/columns", result) || problems.count() > before) {
      return null;
    }
    Map<String, Typed> values = new LinkedHashMap<>();
    for (Column column : chain.columns()) {
      values.put(names.getOrDefault(column.name(), column.name()), reference(column));
    }
    return project(chain, values);
  }

  @Nullable Chain cast(Chain chain, StepSpec.Cast step, String at) {
    int before = problems.count();
    Map<String, Typed> values = references(chain);
    for (int i = 0; i < step.columns().size(); i++) {
      StepSpec.Casted casted = step.columns().get(i);
      String pointer = Problems.pointer(at, "columns", i);
      Column column = problems.column(pointer + "/name", chain.columns(), casted.name());
      if (column != null) {
        Typed value = cast(column, casted, pointer);
        if (value != null) {
          values.put(column.name(), value);
        }
      }
    }
    return problems.count() > before ? null : project(chain, values);
  }

  private @Nullable Typed cast(Column column, StepSpec.Casted casted, String pointer) {
    String onError = casted.onError() == null ? "fail" : casted.onError();
    if (!Set.of("fail", "null").contains(onError)) {
      problems.unknown(
          ErrorCode.INVALID_SPECIFICATION,
          pointer + "/onError",
          "choice",
          onError,
          Set.of("fail", "null"));
      return null;
    }
    try {
      Typed value =
          Types.cast(
              reference(column),
              casted.type(),
              onError.equals("null"),
              casted.format(),
              "column " + column.name());
      if (value == null) {
        problems.add(
            ErrorCode.TYPE_MISMATCH,
            pointer + "/type",
            "A " + column.type() + " cannot be cast to " + casted.type() + formatHint(casted));
      }
      return value;
    } catch (IllegalArgumentException e) {
      problems.invalid(pointer + "/format", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String formatHint(StepSpec.Casted casted) {
    return casted.format() == null ? "" : "; a format is for texts that become dates or timestamps";
  }

  @Nullable Chain sort(Chain chain, StepSpec.Sort step, String at) {
    List<Rel.Order> order = order(chain, step.by(), at + "/by");
    if (step.by().isEmpty()) {
      problems.invalid(at + "/by", "Name at least one column");
      return null;
    }
    return order == null ? null : new Chain(chain.rel(), chain.columns(), order);
  }

  /** Sort keys, or null with problems noted. */
  @Nullable List<Rel.Order> order(Chain chain, List<StepSpec.SortKey> keys, String at) {
    int before = problems.count();
    List<Rel.Order> order = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      StepSpec.SortKey key = keys.get(i);
      String pointer = Problems.pointer(at, i);
      Column column = problems.column(pointer + "/column", chain.columns(), key.column());
      String direction = key.direction() == null ? "asc" : key.direction();
      String nulls = key.nulls() == null ? "last" : key.nulls();
      if (!Set.of("asc", "desc").contains(direction)) {
        problems.invalid(pointer + "/direction", "The direction is asc or desc");
      }
      if (!Set.of("first", "last").contains(nulls)) {
        problems.invalid(pointer + "/nulls", "NULLs come first or last");
      }
      if (column != null) {
        order.add(new Rel.Order(column.name(), direction.equals("desc"), nulls.equals("first")));
      }
    }
    return problems.count() > before ? null : order;
  }

  @Nullable Chain dedupe(Chain chain, StepSpec.Dedupe step, String at) {
    int before = problems.count();
    List<String> keys = new ArrayList<>();
    List<String> wanted = step.keys() == null ? List.of() : step.keys();
    for (int i = 0; i < wanted.size(); i++) {
      Column column =
          problems.column(Problems.pointer(at, "keys", i), chain.columns(), wanted.get(i));
      if (column != null) {
        keys.add(column.name());
      }
    }
    List<Rel.Order> order =
        order(chain, step.keep() == null ? List.of() : step.keep(), at + "/keep");
    if (order == null || problems.count() > before) {
      return null;
    }
    Rel visible = visible(chain);
    return Chain.of(new Rel.Dedupe(visible, keys, order));
  }

  @Nullable Chain limit(Chain chain, StepSpec.Limit step, String at) {
    if (step.rows() < 0) {
      problems.invalid(at + "/rows", "The number of rows cannot be negative");
      return null;
    }
    return chain.with(new Rel.Limit(chain.rel(), step.rows(), chain.order()));
  }

  /** The chain without hidden columns. */
  static Rel visible(Chain chain) {
    if (chain.rel().columns().size() == chain.columns().size()) {
      return chain.rel();
    }
    List<Rel.Named> values = new ArrayList<>();
    references(chain).forEach((name, value) -> values.add(new Rel.Named(name, value)));
    return new Rel.Project(chain.rel(), values);
  }

  static Typed reference(Column column) {
    return new Typed.ColumnRef(column.type(), column.name());
  }

  private static Map<String, Typed> references(Chain chain) {
    Map<String, Typed> values = new LinkedHashMap<>();
    chain.columns().forEach(column -> values.put(column.name(), reference(column)));
    return values;
  }

  /** New columns; sort keys that are not among them any more are carried along, hidden. */
  private Chain project(Chain chain, Map<String, Typed> values) {
    List<Rel.Named> all = new ArrayList<>();
    values.forEach((name, value) -> all.add(new Rel.Named(name, value)));
    List<Column> visible =
        all.stream().map(n -> new Column(n.name(), n.value().certainType())).toList();
    List<Rel.Order> order = new ArrayList<>();
    for (Rel.Order key : chain.order()) {
      String name = kept(values, key.column());
      if (name == null) {
        name = "__sort" + ++hidden;
        Column column = find(chain.rel().columns(), key.column());
        all.add(new Rel.Named(name, reference(column)));
      }
      order.add(new Rel.Order(name, key.descending(), key.nullsFirst()));
    }
    return new Chain(new Rel.Project(chain.rel(), all), visible, order);
  }

  private static @Nullable String kept(Map<String, Typed> values, String column) {
    for (Map.Entry<String, Typed> entry : values.entrySet()) {
      if (entry.getValue() instanceof Typed.ColumnRef ref && ref.name().equals(column)) {
        return entry.getKey();
      }
    }
    return null;
  }

  private static Column find(List<Column> columns, String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }
}
