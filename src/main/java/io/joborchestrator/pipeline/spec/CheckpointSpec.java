package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whether a long run is cut into chunks, so that another attempt can go on where one ended.
 *
 * @param enabled {@code auto} (default: if the largest input is large), {@code always} or {@code
 *     never}
 * @param chunkBytes size of a chunk of the largest input; default 128 MiB, more for very large ones
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckpointSpec(@Nullable String enabled, @Nullable Long chunkBytes) {
  public static final CheckpointSpec AUTO = new CheckpointSpec(null, null);
}
