package io.joborchestrator.pipeline;

import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A checked pipeline, ready for one engine: what to read, one query, what to write.
 *
 * @param dialect the engine whose SQL the query is
 * @param inputs every input the query uses; the engine makes each of them a relation
 * @param query one SELECT over those relations
 * @param columns of the result, in order
 * @param ordered the rows of the result have a defined order that the output must keep
 */
public record CompiledPipeline(
    Dialect dialect,
    List<Input> inputs,
    String query,
    List<Column> columns,
    boolean ordered,
    @Nullable OutputSpec output) {
  public CompiledPipeline {
    inputs = List.copyOf(inputs);
    columns = List.copyOf(columns);
  }

  /** SQL of which engine. */
  public enum Dialect {
    DUCKDB,
    SPARK
  }

  /**
   * One input of the query.
   *
   * @param relation name of the relation in the query, unquoted, safe in any dialect
   * @param spec as written
   * @param columns declared or inferred schema, complete
   */
  public record Input(String relation, InputSpec spec, List<Column> columns) {
    public Input {
      columns = List.copyOf(columns);
    }
  }
}
