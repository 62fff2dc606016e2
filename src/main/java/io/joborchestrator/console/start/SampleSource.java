package io.joborchestrator.console.start;

import io.joborchestrator.sample.SampleJob;
import java.util.List;

/** Where the sample jobs come from. Blocks: data may be written first. */
@FunctionalInterface
public interface SampleSource {
  /**
   * In the order they are offered.
   *
   * @throws io.joborchestrator.domain.error.OrchestratorException if they cannot be written
   */
  List<SampleJob> jobs();
}
