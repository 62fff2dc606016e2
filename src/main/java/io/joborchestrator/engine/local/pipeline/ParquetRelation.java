package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parquet files as one SELECT; those of each folder are read apart, so that the engine leaves out
 * folders that a filter excludes.
 */
final class ParquetRelation {
  private static final SqlText SQL = DuckDbSession.SQL;

  private final DuckDbSession session;
  private final CompiledPipeline.Input input;

  ParquetRelation(DuckDbSession session, CompiledPipeline.Input input) {
    this.session = session;
    this.input = input;
  }

  String select(List<Path> files) throws SQLException {
    Map<String, String> types = ParquetColumns.types(session, source(files));
    for (Column column : input.usedOfFiles()) {
      String type = types.get(column.name());
      if (type == null) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            input.spec().path()
                + " has no column '"
                + column.name()
                + "'; it has "
                + String.join(", ", types.keySet())
                + ".");
      }
      ParquetColumns.require(column, type);
    }
    Map<List<String>, List<Path>> folders = new LinkedHashMap<>();
    for (Path file : files) {
      List<String> values = FolderValues.of(file, input);
      folders.computeIfAbsent(values, key -> new ArrayList<>()).add(file);
    }
    List<String> selects = new ArrayList<>();
    for (Map.Entry<List<String>, List<Path>> folder : folders.entrySet()) {
      Map<String, String> own =
          folders.size() == 1 ? types : ParquetColumns.types(session, source(folder.getValue()));
      selects.add(select(folder.getKey(), folder.getValue(), own, types));
    }
    return String.join(" UNION ALL ", selects);
  }

  /** A column that the files of a folder lack is NULL there, as in one file among many. */
  private String select(
      List<String> folder, List<Path> files, Map<String, String> own, Map<String, String> types) {
    List<String> values = new ArrayList<>(folder);
    for (Column column : input.usedOfFiles()) {
      String name = SQL.name(column.name());
      boolean there = own.containsKey(column.name());
      values.add(there ? name : "CAST(NULL AS " + types.get(column.name()) + ") AS " + name);
    }
    return "SELECT " + String.join(", ", values) + " FROM " + source(files);
  }

  /** With the position of each row if it is wanted. */
  private String source(List<Path> files) {
    String number = CompiledPipeline.Input.ROW_NUMBER;
    return input.used().stream().anyMatch(column -> column.name().equals(number))
        ? "(SELECT *, file_row_number AS "
            + SQL.name(number)
            + " FROM "
            + from(files, ", file_row_number = true")
            + ")"
        : from(files);
  }

  static String from(List<Path> files) {
    return from(files, "");
  }

  private static String from(List<Path> files, String more) {
    return "read_parquet("
        + DuckDbInputs.list(files)
        + ", union_by_name = true, hive_partitioning = false"
        + more
        + ")";
  }
}
