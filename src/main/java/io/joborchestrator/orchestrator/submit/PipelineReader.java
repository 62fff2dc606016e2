package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a pipeline. Thread-safe. */
@FunctionalInterface
public interface PipelineReader {
  Reading read(ObjectNode config);

  /**
   * @param spec null if it could not be read at all; then there are problems
   */
  record Reading(@Nullable PipelineSpec spec, List<Problem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }
}
