package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvRecord;
import io.joborchestrator.pipeline.csv.CsvRecordReader;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CSV files as one SELECT of texts; files whose columns come in another order are read apart. */
final class CsvRelation {
  private static final SqlText SQL = DuckDbSession.SQL;

  private final CompiledPipeline.Input input;
  private final CsvFormat format;

  CsvRelation(CompiledPipeline.Input input) {
    this.input = input;
    this.format = CsvFormat.of(input.spec());
  }

  String select(List<Path> files) {
    Map<List<String>, List<Path>> groups = new LinkedHashMap<>();
    for (Path file : files) {
      groups.computeIfAbsent(names(file), key -> new ArrayList<>()).add(file);
    }
    List<String> selects = new ArrayList<>();
    groups.forEach((names, group) -> selects.add(select(names, group)));
    return String.join(" UNION ALL ", selects);
  }

  /** Names of the fields in the order of the file. */
  private List<String> names(Path file) {
    FileHead.of(file).refuseBinary(file);
    List<String> declared = input.columns().stream().map(Column::name).toList();
    if (!format.header()) {
      return declared;
    }
    CsvRecord header = header(file);
    if (header == null) {
      return declared;
    }
    if (header.problem() != null) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          "The header of " + file + " cannot be read: " + header.problem() + ".");
    }
    List<String> names = new ArrayList<>();
    header.fields().forEach(name -> names.add(name == null ? "" : name));
    for (Column column : input.used()) {
      if (!names.contains(column.name())) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            file
                + " has no column '"
                + column.name()
                + "'; it has "
                + String.join(", ", names)
                + ".");
      }
    }
    return names;
  }

  private @org.jspecify.annotations.Nullable CsvRecord header(Path file) {
    try (CsvRecordReader reader = new CsvRecordReader(file, format)) {
      return reader.next();
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE, "The file " + file + " cannot be read.", e);
    }
  }

  private String select(List<String> names, List<Path> files) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      fields.add("'f" + i + "': 'VARCHAR'");
    }
    List<String> values = new ArrayList<>();
    for (Column column : input.used()) {
      values.add("f" + names.indexOf(column.name()) + " AS " + SQL.name(column.name()));
    }
    boolean collects = input.badRowsQuery() != null || !fails();
    String quote = SQL.text(String.valueOf(format.quote()));
    return "SELECT "
        + String.join(", ", values)
        + " FROM read_csv("
        + DuckDbInputs.list(files)
        + ", auto_detect = false, columns = {"
        + String.join(", ", fields)
        + "}, header = "
        + format.header()
        + ", delim = "
        + SQL.text(String.valueOf(format.delimiter()))
        + ", quote = "
        + quote
        + ", escape = "
        + quote
        + ", nullstr = "
        + SQL.text(format.nullText())
        + ", allow_quoted_nulls = true, strict_mode = true, max_line_size = "
        + CsvFormat.LONGEST_RECORD
        + (format.charset().equals(StandardCharsets.UTF_8) ? "" : ", encoding = 'latin-1'")
        + (collects ? ", store_rejects = true, rejects_limit = 0" : "")
        + ")";
  }

  private boolean fails() {
    String policy = input.spec().badRows();
    return policy == null || policy.equals("fail");
  }
}
