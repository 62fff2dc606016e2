package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.schema.TypeGuess;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks into files: a few hundred kilobytes of the first one, whatever their size. */
final class FileInspector {
  private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());
  private static final int JSON_ROWS = 2_000;

  private final DuckDbSettings settings;

  FileInspector(DuckDbSettings settings) {
    this.settings = settings;
  }

  FileInspection inspect(InputSpec wanted, int rows) {
    InputFiles.Found all = InputFiles.find(wanted.path(), wanted.format());
    FileInspection inspection = inspect(wanted, all.files(), rows);
    return all.columns().isEmpty() ? inspection : InputFolders.added(inspection, all, wanted);
  }

  private FileInspection inspect(InputSpec wanted, List<Path> files, int rows) {
    Path file = files.get(0);
    FileHead head = FileHead.of(file);
    String format = wanted.format().isEmpty() ? format(file, head) : wanted.format();
    InputSpec input = withFormat(wanted, format);
    try {
      return switch (format) {
        case "parquet" -> parquet(input, files, head, rows);
        case "json" -> json(input, files, head, rows);
        default -> csv(input, files, head, rows);
      };
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE, "The file " + file + " cannot be read.", e);
    } catch (SQLException e) {
      throw DuckDbErrors.of(e);
    }
  }

  private static InputSpec withFormat(InputSpec in, String format) {
    return new InputSpec(
        format,
        in.path(),
        in.columns(),
        in.badRows(),
        in.quarantinePath(),
        in.header(),
        in.delimiter(),
        in.quote(),
        in.encoding(),
        in.nullText());
  }

  private static String format(Path file, FileHead head) {
    if (head.isParquet()) {
      return "parquet";
    }
    head.refuseBinary(file);
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    char first = head.firstSign();
    boolean jsonName = name.matches(".*[.](json|jsonl|ndjson)([.]gz)?");
    return jsonName || first == '{' || (first == '[' && !name.contains(".csv")) ? "json" : "csv";
  }

  private FileInspection csv(InputSpec input, List<Path> files, FileHead head, int rows)
      throws IOException {
    Path file = files.get(0);
    head.refuseBinary(file);
    refuseLongLine(file, head);
    FileSample sample = new FileSample(file, head);
    CsvSniffer.Found found = new CsvSniffer(sample, head.isUtf8()).sniff(input, rows);
    long bytes = InputFiles.bytes(files);
    boolean allShown = files.size() == 1 && head.complete() && found.rows().size() < rows;
    long estimate =
        allShown
            ? found.rows().size()
            : estimate(file, bytes, found.rows().size(), found.recordBytes(), rows);
    List<Column> columns = found.input().columns();
    return new FileInspection(
        found.input(),
        columns == null ? List.of() : columns,
        found.rows(),
        bytes,
        files.size(),
        estimate,
        found.warnings());
  }

  private static long estimate(Path file, long bytes, int shown, double recordBytes, int rows) {
    if (recordBytes == 0) {
      return 0;
    }
    if (FileHead.isPacked(file)) {
      return -1;
    }
    return Math.max(shown < rows ? shown : 0, Math.round(bytes / recordBytes));
  }

  private static void refuseLongLine(Path file, FileHead head) {
    if (head.complete()) {
      return;
    }
    for (byte b : head.bytes()) {
      if (b == '\n' || b == '\r') {
        return;
      }
    }
    throw new OrchestratorException(
        ErrorCode.INPUT_FORMAT,
        "The first line of " + file + " is longer than 256 KB: this is hardly a text table.");
  }

  private FileInspection json(InputSpec input, List<Path> files, FileHead head, int rows)
      throws IOException {
    Path file = files.get(0);
    head.refuseBinary(file);
    boolean latin = "ISO-8859-1".equals(input.encoding()) || !head.isUtf8();
    String text =
        new String(head.bytes(), latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    List<JsonNode> objects = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    long used = objects(text, file, head, objects, warnings);
    Set<String> names = new LinkedHashSet<>();
    objects.forEach(object -> object.fieldNames().forEachRemaining(names::add));
    List<String> list = new ArrayList<>(names);
    TypeGuess guess = new TypeGuess();
    List<List<@Nullable String>> first = new ArrayList<>();
    for (JsonNode object : objects) {
      List<@Nullable String> row = new ArrayList<>();
      for (String name : list) {
        row.add(text(object.get(name)));
      }
      guess.add(row);
      if (first.size() < rows) {
        first.add(row);
      }
    }
    List<Column> columns = input.columns() != null ? input.columns() : guess.columns(list);
    if (objects.isEmpty()) {
      warnings.add("The file holds no JSON object");
    }
    long bytes = InputFiles.bytes(files);
    long estimate = objects.isEmpty() ? 0 : Math.round((double) bytes * objects.size() / used);
    InputSpec found = withEncoding(input.withColumns(columns), latin ? "ISO-8859-1" : null);
    return new FileInspection(found, columns, first, bytes, files.size(), estimate, warnings);
  }

  private static InputSpec withEncoding(InputSpec in, @Nullable String encoding) {
    return new InputSpec(
        in.format(),
        in.path(),
        in.columns(),
        in.badRows(),
        in.quarantinePath(),
        in.header(),
        in.delimiter(),
        in.quote(),
        in.encoding() == null ? encoding : in.encoding(),
        in.nullText());
  }

  /** Reads objects up to where the piece ends; returns the characters they took. */
  private static long objects(
      String text, Path file, FileHead head, List<JsonNode> objects, List<String> warnings)
      throws IOException {
    String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
    long used = 1;
    try (JsonParser parser = JSON.createParser(plain)) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        token = parser.nextToken();
      }
      while (token == JsonToken.START_OBJECT && objects.size() < JSON_ROWS) {
        JsonNode object = JSON.readTree(parser);
        objects.add(object);
        used = parser.currentLocation().getCharOffset();
        token = parser.nextToken();
      }
    } catch (JsonProcessingException e) {
      if (objects.isEmpty() && head.complete()) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            "The file " + file + " is broken JSON in line " + e.getLocation().getLineNr() + ".",
            e);
      }
      if (head.complete()) {
        warnings.add("There is broken JSON in line " + e.getLocation().getLineNr());
      }
    }
    return Math.max(1, used);
  }

  private static @Nullable String text(@Nullable JsonNode value) {
    return value == null || value.isNull()
        ? null
        : value.isTextual() ? value.asText() : value.toString();
  }

  private FileInspection parquet(InputSpec input, List<Path> files, FileHead head, int rows)
      throws SQLException {
    if (!head.isParquet()) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT, "The file " + files.get(0) + " is no Parquet file.");
    }
    try (DuckDbSession session = new DuckDbSession(settings, null)) {
      String from = ParquetRelation.from(files);
      List<Column> columns = new ArrayList<>();
      List<String> values = new ArrayList<>();
      List<String> warnings = new ArrayList<>();
      Map<String, String> types = ParquetColumns.types(session, from);
      types.forEach(
          (name, duckType) -> {
            ColumnType type = ParquetColumns.of(duckType);
            if (type == null) {
              warnings.add("The column '" + name + "' (" + duckType + ") cannot be used");
            } else {
              columns.add(new Column(name, type));
              String quoted = DuckDbSession.SQL.name(name);
              values.add("CAST(" + quoted + " AS " + DuckDbSession.SQL.type(type) + ")");
            }
          });
      if (columns.isEmpty()) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT, "The file has no column of a type that can be used.");
      }
      var first =
          session.query(
              "SELECT " + String.join(", ", values) + " FROM " + from + " LIMIT " + rows,
              DuckDbOutput::texts);
      long count =
          session.count(
              "SELECT sum(num_rows) FROM parquet_file_metadata(" + DuckDbInputs.list(files) + ")");
      List<Column> declared = input.columns() == null ? columns : input.columns();
      return new FileInspection(
          input.withColumns(declared),
          declared,
          first,
          InputFiles.bytes(files),
          files.size(),
          count,
          warnings);
    }
  }
}
