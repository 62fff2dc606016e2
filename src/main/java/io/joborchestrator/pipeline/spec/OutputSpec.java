package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where the result of a pipeline goes.
 *
 * @param format {@code csv}, {@code json} (one object a line) or {@code parquet}
 * @param path a file if it ends in {@code .csv}, {@code .json} or {@code .parquet}, otherwise a
 *     folder of part files
 * @param ifExists {@code refuse} (default), {@code replace} or {@code append} (folders only)
 * @param compression parquet: {@code zstd} (default), {@code snappy} or {@code none}; csv and json:
 *     {@code none} (default) or {@code gzip}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OutputSpec(
    String format, String path, @Nullable String ifExists, @Nullable String compression) {
  public static OutputSpec of(String format, String path) {
    return new OutputSpec(format, path, null, null);
  }
}
