package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the result of a pipeline goes: files, or a table of a database.
 *
 * @param format {@code csv}, {@code json} (one object a line), {@code parquet} or {@code jdbc}
 * @param path a file if it ends in {@code .csv}, {@code .json} or {@code .parquet}, otherwise a
 *     folder of part files; empty with {@code jdbc}
 * @param ifExists {@code refuse} (default), {@code replace} or {@code append} (folders only)
 * @param compression parquet: {@code zstd} (default), {@code snappy} or {@code none}; csv and json:
 *     {@code none} (default) or {@code gzip}
 * @param connection jdbc: name of the database
 * @param table jdbc: {@code schema.table}
 * @param mode jdbc: {@code refuse} (default: the table must be empty), {@code append}, {@code
 *     replace} or {@code upsert}
 * @param key jdbc: columns that tell rows apart: needed for {@code upsert}, and the primary key of
 *     a new table
 * @param create jdbc: makes the table if it is missing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OutputSpec(
    String format,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String path,
    @Nullable String ifExists,
    @Nullable String compression,
    @Nullable String connection,
    @Nullable String table,
    @Nullable String mode,
    @Nullable List<String> key,
    @Nullable Boolean create) {
  public OutputSpec {
    path = path == null ? "" : path;
  }

  /** An output of files. */
  public OutputSpec(
      String format, String path, @Nullable String ifExists, @Nullable String compression) {
    this(format, path, ifExists, compression, null, null, null, null, null);
  }

  public static OutputSpec of(String format, String path) {
    return new OutputSpec(format, path, null, null);
  }

  /** Whether it is a table of a database and not files. */
  public boolean writesTable() {
    return InputSpec.JDBC.equals(format);
  }

  /** Where it goes, for people: a path, or {@code connection:schema.table}. */
  public String describe() {
    return writesTable() ? connection + ":" + table : path;
  }
}
