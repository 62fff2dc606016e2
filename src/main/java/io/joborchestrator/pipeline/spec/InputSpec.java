package io.joborchestrator.pipeline.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One input: files, or a table of a database.
 *
 * @param format {@code csv}, {@code json} (one object a line, or one array), {@code parquet} or
 *     {@code jdbc}
 * @param path a file, a folder or a glob; empty with {@code jdbc}
 * @param columns declared schema; null: inferred when the job is submitted
 * @param badRows {@code fail} (default), {@code skip} or {@code quarantine}
 * @param quarantinePath where bad rows go with {@code quarantine}
 * @param header csv: first line holds names; default true
 * @param delimiter csv: one character; default comma
 * @param quote csv: one character; default double quote, doubled inside a field
 * @param encoding csv and json: {@code UTF-8} (default, a BOM is skipped) or {@code ISO-8859-1}
 * @param nullText csv: a field with this text is NULL, quoted or not; default the empty text
 * @param connection jdbc: name of the database
 * @param table jdbc: {@code schema.table}
 * @param partitionBy jdbc: how the table is cut into parts that are read at once; null: by itself
 * @param pathColumns files: names of the columns whose values are in the names of folders ({@code
 *     year=2024}), outermost first; null: nothing is taken from them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InputSpec(
    String format,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String path,
    @Nullable List<Column> columns,
    @Nullable String badRows,
    @Nullable String quarantinePath,
    @Nullable Boolean header,
    @Nullable String delimiter,
    @Nullable String quote,
    @Nullable String encoding,
    @Nullable String nullText,
    @Nullable String connection,
    @Nullable String table,
    @Nullable PartitionSpec partitionBy,
    @Nullable List<String> pathColumns) {
  /** The format of tables. */
  public static final String JDBC = "jdbc";

  public InputSpec {
    path = path == null ? "" : path;
  }

  /** An input of files. */
  public InputSpec(
      String format,
      String path,
      @Nullable List<Column> columns,
      @Nullable String badRows,
      @Nullable String quarantinePath,
      @Nullable Boolean header,
      @Nullable String delimiter,
      @Nullable String quote,
      @Nullable String encoding,
      @Nullable String nullText) {
    this(
        format,
        path,
        columns,
        badRows,
        quarantinePath,
        header,
        delimiter,
        quote,
        encoding,
        nullText,
        null,
        null,
        null,
        null);
  }

  public static InputSpec of(String format, String path) {
    return new InputSpec(format, path, null, null, null, null, null, null, null, null);
  }

  /** A table of a database. */
  public static InputSpec table(String connection, String table) {
    return table(connection, table, null, null, null, null);
  }

  /** A table of a database, with all that can be said of one. */
  public static InputSpec table(
      String connection,
      String table,
      @Nullable List<Column> columns,
      @Nullable String badRows,
      @Nullable String quarantinePath,
      @Nullable PartitionSpec partitionBy) {
    return new InputSpec(
        JDBC,
        "",
        columns,
        badRows,
        quarantinePath,
        null,
        null,
        null,
        null,
        null,
        connection,
        table,
        partitionBy,
        null);
  }

  /** Whether it is a table of a database and not files. */
  public boolean readsTable() {
    return JDBC.equals(format);
  }

  /** What it reads, for people: a path, or {@code connection:schema.table}. */
  public String describe() {
    return readsTable() ? connection + ":" + table : path;
  }

  /** The key that says where it is: {@code path}, or {@code table}. */
  public String placeKey() {
    return readsTable() ? "table" : "path";
  }

  /** The columns whose values are in the names of folders; empty if there are none. */
  public List<String> folderColumns() {
    return pathColumns == null ? List.of() : pathColumns;
  }

  public InputSpec withPathColumns(@Nullable List<String> value) {
    return with(columns, value);
  }

  public InputSpec withColumns(@Nullable List<Column> value) {
    return with(value, pathColumns);
  }

  private InputSpec with(@Nullable List<Column> ofFiles, @Nullable List<String> ofFolders) {
    return new InputSpec(
        format,
        path,
        ofFiles,
        badRows,
        quarantinePath,
        header,
        delimiter,
        quote,
        encoding,
        nullText,
        connection,
        table,
        partitionBy,
        ofFolders);
  }
}
