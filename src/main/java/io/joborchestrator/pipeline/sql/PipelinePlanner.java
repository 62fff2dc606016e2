package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a plan of a pipeline, noting everything that is wrong on the way. */
final class PipelinePlanner {
  private static final int MOST_STEPS = 500;

  private final Problems problems = new Problems();
  private final StepPlanner steps = new StepPlanner(problems);
  private final CombiningPlanner combining = new CombiningPlanner(problems);
  private final MatchPlanner matching = new MatchPlanner(problems);
  private final Map<String, @Nullable Chain> named = new LinkedHashMap<>();
  private final List<List<Column>> columnsAfterSteps = new ArrayList<>();

  Problems problems() {
    return problems;
  }

  /** Columns of the main chain after each step that is right; index 0 is its start. */
  List<List<Column>> columnsAfterSteps() {
    return columnsAfterSteps;
  }

  /**
   * @return the main chain, or null if anything is wrong
   */
  @Nullable Chain plan(PipelineSpec spec, boolean withOutput) {
    inputs(spec);
    spec.tables()
        .forEach(
            (name, table) -> {
              String at = Problems.pointer("/tables", name);
              if (named.containsKey(name)) {
                problems.invalid(at, "An input has the name '" + name + "' already");
              }
              Chain start = source(table.from(), at + "/from");
              named.put(name, start == null ? null : chain(start, table.steps(), at, false));
            });
    Chain start = start(spec);
    Chain result = start == null ? null : chain(start, spec.steps(), "", true);
    if (withOutput) {
      List<Column> columns = result == null ? null : result.columns();
      new InputChecks(problems).output(spec.output(), columns, "/output");
    }
    return problems.count() > 0 ? null : result;
  }

  private void inputs(PipelineSpec spec) {
    if (spec.inputs().isEmpty()) {
      problems.invalid("/inputs", "The pipeline has no input");
    }
    int number = 0;
    for (Map.Entry<String, InputSpec> entry : spec.inputs().entrySet()) {
      String at = Problems.pointer("/inputs", entry.getKey());
      int before = problems.count();
      if (entry.getKey().isBlank()) {
        problems.invalid(at, "The input has no name");
      }
      if (entry.getKey().startsWith(StagedPipeline.STAGED)) {
        problems.invalid(at, "The names of inputs do not begin with " + StagedPipeline.STAGED);
      }
      InputSpec input = entry.getValue();
      new InputChecks(problems).input(input, at);
      if (input.columns() == null && problems.count() == before) {
        problems.invalid(at + "/columns", "The columns of this input are not known yet");
      }
      List<Column> columns = input.columns();
      String relation = "in_" + ++number;
      named.put(
          entry.getKey(),
          problems.count() > before || columns == null
              ? null
              : Chain.of(new Rel.Scan(entry.getKey(), relation, input, columns)));
    }
  }

  private @Nullable Chain start(PipelineSpec spec) {
    String from = spec.from();
    if (from == null) {
      if (spec.inputs().size() > 1) {
        problems.invalid("/from", "With several inputs, say which one the steps start with");
        return null;
      }
      from = spec.inputs().isEmpty() ? "" : spec.inputs().keySet().iterator().next();
    }
    return spec.inputs().isEmpty() ? null : source(from, "/from");
  }

  /** The chain of this name; null if it is unknown (noted) or wrong (noted before). */
  private @Nullable Chain source(@Nullable String name, String at) {
    if (name == null || !named.containsKey(name)) {
      problems.unknown(
          ErrorCode.INVALID_SPECIFICATION,
          at,
          "input or earlier table",
          String.valueOf(name),
          named.keySet());
      return null;
    }
    return named.get(name);
  }

  private @Nullable Chain chain(Chain start, List<StepSpec> list, String at, boolean main) {
    if (list.size() > MOST_STEPS) {
      problems.invalid(at + "/steps", "A chain may have " + MOST_STEPS + " steps");
      return null;
    }
    Chain chain = start;
    if (main) {
      columnsAfterSteps.add(plain(chain.columns()));
    }
    for (int i = 0; i < list.size(); i++) {
      Chain next = step(chain, list.get(i), Problems.pointer(at, "steps", i));
      if (next == null) {
        return null;
      }
      chain = next;
      if (main) {
        columnsAfterSteps.add(chain.columns());
      }
    }
    return chain;
  }

  private static List<Column> plain(List<Column> columns) {
    return columns.stream().map(c -> new Column(c.name(), c.type())).toList();
  }

  private @Nullable Chain step(Chain chain, StepSpec step, String at) {
    if (step instanceof StepSpec.Filter filter) {
      return steps.filter(chain, filter, at);
    }
    if (step instanceof StepSpec.Select select) {
      return steps.select(chain, select, at);
    }
    if (step instanceof StepSpec.Derive derive) {
      return steps.derive(chain, derive, at);
    }
    if (step instanceof StepSpec.Rename rename) {
      return steps.rename(chain, rename, at);
    }
    if (step instanceof StepSpec.Cast cast) {
      return steps.cast(chain, cast, at);
    }
    if (step instanceof StepSpec.Sort sort) {
      return steps.sort(chain, sort, at);
    }
    if (step instanceof StepSpec.Dedupe dedupe) {
      return steps.dedupe(chain, dedupe, at);
    }
    if (step instanceof StepSpec.Limit limit) {
      return steps.limit(chain, limit, at);
    }
    if (step instanceof StepSpec.GroupBy groupBy) {
      return combining.groupBy(chain, groupBy, at);
    }
    if (step instanceof StepSpec.Match match) {
      return matching.match(chain, match, at);
    }
    if (step instanceof StepSpec.Join join) {
      Chain other = source(join.with(), at + "/with");
      return other == null ? null : combining.join(chain, other, join, at);
    }
    return union(chain, (StepSpec.Union) step, at);
  }

  private @Nullable Chain union(Chain chain, StepSpec.Union union, String at) {
    List<Chain> others = new ArrayList<>();
    if (union.with().isEmpty()) {
      problems.invalid(at + "/with", "Name at least one input or table");
      return null;
    }
    for (int i = 0; i < union.with().size(); i++) {
      Chain other = source(union.with().get(i), Problems.pointer(at, "with", i));
      if (other != null) {
        others.add(other);
      }
    }
    return others.size() < union.with().size() ? null : combining.union(chain, others, union, at);
  }
}
