package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.CompiledPipeline;

/** Counts the bad rows of an input by its policy. */
final class SparkBadRows {
  private SparkBadRows() {}

  static long handle(SparkRunContext context, CompiledPipeline.Input input) {
    String query = input.badRowsQuery();
    return query == null ? 0 : context.session().sql(query).count();
  }
}
