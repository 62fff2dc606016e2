package io.joborchestrator.engine.match;

import io.joborchestrator.engine.RunListener;
import io.joborchestrator.pipeline.CompiledPipeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an engine does for the stages of a match; called by the run's own thread. */
public interface StageEngine {
  /**
   * Runs a stage and writes its result to the path of its output, without a header; blocks.
   *
   * @param listener progress of this stage, 0 to 100
   * @return rows written
   */
  long write(CompiledPipeline stage, RunListener listener) throws Exception;

  /** The result of a stage that gives a few rows, as canonical text. */
  List<List<@Nullable String>> rows(CompiledPipeline stage) throws Exception;

  /**
   * @throws java.util.concurrent.CancellationException if the run was asked to end
   */
  void checkCancelled();
}
