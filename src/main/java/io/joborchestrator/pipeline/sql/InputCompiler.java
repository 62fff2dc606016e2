package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compiles inputs alone, for statements that are not pipelines: the same strict reading and the
 * same policies for bad rows. Stateless and thread-safe.
 */
public final class InputCompiler {
  /** In front of the names of relations, so that none is the name of an input or a view. */
  private static final String RELATION = "__in_";

  /**
   * An input and the query that makes typed rows of it.
   *
   * @param query one SELECT over the input's relation, with all its columns
   */
  public record TypedInput(CompiledPipeline.Input input, String query) {}

  /** Everything that can be wrong without looking at a file. */
  public List<Problem> check(Map<String, InputSpec> inputs, Map<String, OutputSpec> outputs) {
    Problems problems = new Problems();
    InputChecks checks = new InputChecks(problems);
    inputs.forEach((name, input) -> checks.input(input, Problems.pointer("/inputs", name)));
    outputs.forEach((pointer, output) -> checks.output(output, pointer));
    return problems.list();
  }

  /**
   * Compiles for one engine.
   *
   * @param inputs by name, with their columns
   */
  public List<TypedInput> compile(Map<String, InputSpec> inputs, Dialect dialect) {
    ScanWriter writer = new ScanWriter(new SqlText(dialect));
    List<TypedInput> compiled = new ArrayList<>();
    for (Map.Entry<String, InputSpec> entry : inputs.entrySet()) {
      InputSpec input = entry.getValue();
      List<Column> columns = input.columns() == null ? List.of() : input.columns();
      String relation = RELATION + (compiled.size() + 1);
      Rel.Scan scan = new Rel.Scan(entry.getKey(), relation, input, columns);
      compiled.add(new TypedInput(writer.input(scan, columns), writer.select(scan, columns)));
    }
    return compiled;
  }

  /** The inputs as a pipeline that does nothing with them: what engines read files by. */
  public static CompiledPipeline asPipeline(List<TypedInput> inputs, Dialect dialect) {
    return new CompiledPipeline(
        dialect, inputs.stream().map(TypedInput::input).toList(), "", List.of(), false, null);
  }
}
