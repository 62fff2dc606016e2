package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A declarative pipeline: inputs by name, a chain of steps that starts at one of them, an output.
 *
 * @param inputs in written order
 * @param tables named intermediate chains that joins and unions may refer to, in written order; one
 *     may use inputs and earlier tables
 * @param from name of the input or table the main chain starts with; may be null if there is just
 *     one input
 * @param output where the result goes; null only for previews
 * @param checkpoint null: by default
 * @param spark what the job says of Spark, by name; only its engine reads it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PipelineSpec(
    Map<String, InputSpec> inputs,
    Map<String, TableSpec> tables,
    @Nullable String from,
    List<StepSpec> steps,
    @Nullable OutputSpec output,
    @Nullable CheckpointSpec checkpoint,
    Map<String, Object> spark) {
  public PipelineSpec {
    inputs = inputs == null ? Map.of() : new LinkedHashMap<>(inputs);
    tables = tables == null ? Map.of() : new LinkedHashMap<>(tables);
    steps = steps == null ? List.of() : List.copyOf(steps);
    spark = spark == null ? Map.of() : new LinkedHashMap<>(spark);
  }

  /** Without a word on Spark. */
  public PipelineSpec(
      Map<String, InputSpec> inputs,
      Map<String, TableSpec> tables,
      @Nullable String from,
      List<StepSpec> steps,
      @Nullable OutputSpec output,
      @Nullable CheckpointSpec checkpoint) {
    this(inputs, tables, from, steps, output, checkpoint, Map.of());
  }

  /** With the default for checkpoints. */
  public PipelineSpec(
      Map<String, InputSpec> inputs,
      Map<String, TableSpec> tables,
      @Nullable String from,
      List<StepSpec> steps,
      @Nullable OutputSpec output) {
    this(inputs, tables, from, steps, output, null, Map.of());
  }

  /** Whether any chain has a match step. */
  public boolean hasMatch() {
    return Stream.concat(
            steps.stream(), tables.values().stream().flatMap(table -> table.steps().stream()))
        .anyMatch(step -> step instanceof StepSpec.Match);
  }

  /** A named intermediate chain. */
  public record TableSpec(String from, List<StepSpec> steps) {
    public TableSpec {
      steps = steps == null ? List.of() : List.copyOf(steps);
    }
  }
}
