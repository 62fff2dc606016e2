package io.joborchestrator.pipeline;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline in two stages: one that is run for each chunk of the large input, and one that makes
 * the result of what the chunks gave. Both together give the same rows as the pipeline as a whole.
 *
 * @param kind what the chunks give
 * @param cut inputs of which a chunk has a part; while it has a part of one, the others are empty.
 *     All other inputs are whole in each chunk
 * @param chunk what is run for each chunk; its output is the pipeline's own with {@link
 *     Kind#CONCATENATED}, else Parquet
 * @param finish reads what the chunks gave as the input {@link #STAGED}; null with {@link
 *     Kind#CONCATENATED}
 * @param addsDoubles the chunk adds doubles up, whose last digits depend on the order
 */
public record ChunkedPipeline(
    Kind kind,
    Set<String> cut,
    CompiledPipeline chunk,
    @Nullable CompiledPipeline finish,
    boolean addsDoubles) {
  /** Name of the input of {@link #finish} that is made of the outputs of all chunks. */
  public static final String STAGED = "(chunks)";

  /** What the chunks give. */
  public enum Kind {
    /** Rows of the result: their files, one behind the other, are the output. */
    CONCATENATED,
    /** Partial aggregates, or candidates for the result: few rows that are merged. */
    MERGED,
    /** The rows as they are in front of the first step that needs all of them. */
    STAGED
  }

  public ChunkedPipeline {
    cut = Set.copyOf(cut);
  }

  /** What the last stage does, in words for people. */
  public String words() {
    return switch (kind) {
      case CONCATENATED -> "the outputs of the chunks are put one behind the other";
      case MERGED -> "the partial results of the chunks are merged at the end";
      case STAGED -> "the rows of the chunks are kept for the steps that need all of them";
    };
  }
}
