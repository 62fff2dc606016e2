package io.joborchestrator.learning;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The input of a training or scoring as a pipeline, so that files are read, checked and their bad
 * rows treated exactly as there.
 */
public final class LearningInput {
  private static final String NAME = "input";

  private LearningInput() {}

  /**
   * A pipeline that reads the input.
   *
   * @param columns that are needed, or null for all
   */
  public static PipelineSpec pipeline(InputSpec input, @Nullable List<String> columns) {
    List<StepSpec> steps =
        columns == null ? List.of() : List.of(new StepSpec.Select(List.copyOf(columns)));
    return new PipelineSpec(named(input), Map.of(), null, steps, null);
  }

  /** The input under the name it has in such a pipeline. */
  public static Map<String, InputSpec> named(InputSpec input) {
    return Map.of(NAME, input);
  }

  /** The input among those that were named so. */
  public static InputSpec of(Map<String, InputSpec> named) {
    InputSpec input = named.get(NAME);
    if (input == null) {
      throw new IllegalArgumentException("This input was not named here");
    }
    return input;
  }

  /** A problem of a named input at its place in the document. */
  public static Problem placed(Problem problem) {
    String inputs = "/inputs/" + NAME;
    String pointer = problem.pointer();
    return pointer.startsWith(inputs)
        ? problem.withPointer("/input" + pointer.substring(inputs.length()))
        : problem;
  }
}
