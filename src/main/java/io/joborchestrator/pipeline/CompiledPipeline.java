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
   * One input of the query, as the engine has to provide it.
   *
   * <p>For {@code csv} and {@code json} the relation has the {@link #used} columns <em>as text</em>
   * (NULL by the rules of the format); the query converts them itself, so that every engine reads
   * the same values. For {@code parquet} it has them with their own types, but those of folders
   * (see {@link #usedOfFolders}) as text.
   *
   * <p>In the dialect SPARK a text relation has one more text column, {@link #BAD_ROW}: NULL for a
   * well-formed row, otherwise the record that could not be cut into fields. The engine behind
   * DUCKDB reports such rows itself.
   *
   * @param name of the input in the pipeline
   * @param relation name of the relation in the query, unquoted, safe in any dialect
   * @param spec as written
   * @param columns declared or inferred schema, complete
   * @param used the columns the query reads, in the order of {@code columns}; at least one of them
   *     is in the files
   * @param badRowsQuery SELECT over the relation that gives the {@code used} columns of each bad
   *     row as text and, as last column {@code reason}, what is wrong with it; null with the policy
   *     {@code fail} (the query then raises an error itself) and for parquet
   */
  public record Input(
      String name,
      String relation,
      InputSpec spec,
      List<Column> columns,
      List<Column> used,
      @Nullable String badRowsQuery) {
    /** Name of the column that carries structurally bad rows. */
    public static final String BAD_ROW = "__bad_row";

    /**
     * A used column of this name is none of the file: it is the position of the row in the one
     * Parquet file, from 0, as a bigint.
     */
    public static final String ROW_NUMBER = "__row_number";

    public Input {
      columns = List.copyOf(columns);
      used = List.copyOf(used);
    }

    /** Whether the relation has its columns as text. */
    public boolean isText() {
      return !spec.format().equals("parquet");
    }

    /** The columns that are in the files. */
    public List<Column> columnsOfFiles() {
      return columns.stream().filter(column -> !isOfFolder(column)).toList();
    }

    /** The used columns that are in the files; never empty. */
    public List<Column> usedOfFiles() {
      return used.stream().filter(column -> !isOfFolder(column)).toList();
    }

    /** The used columns whose values are in the names of folders. */
    public List<Column> usedOfFolders() {
      return used.stream().filter(this::isOfFolder).toList();
    }

    private boolean isOfFolder(Column column) {
      return spec.folderColumns().contains(column.name());
    }
  }
}
