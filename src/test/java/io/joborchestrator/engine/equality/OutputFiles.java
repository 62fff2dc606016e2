package io.joborchestrator.engine.equality;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.pipeline.CanonicalText;
import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvRecord;
import io.joborchestrator.pipeline.csv.CsvRecordReader;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the files a run left, whatever their format, without either engine. */
final class OutputFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunResult result;
  private final String format;
  private final Path path;

  OutputFiles(RunResult result, ObjectNode config) {
    this.result = result;
    this.format = config.at("/output/format").asText();
    this.path = Path.of(config.at("/output/path").asText());
  }

  static List<List<@Nullable String>> sorted(List<List<@Nullable String>> rows) {
    return rows.stream().sorted(Comparator.comparing(String::valueOf)).toList();
  }

  /** Names and types; for text formats only the names are in the files. */
  List<String> types() throws IOException, SQLException {
    List<String> types = new ArrayList<>();
    for (Path file : files()) {
      List<String> found =
          switch (format) {
            case "csv" -> header(file);
            case "json" -> List.of();
            default -> parquetTypes(file);
          };
      if (types.isEmpty()) {
        types = found;
      } else if (!types.equals(found)) {
        throw new AssertionError(file + " has " + found + " and not " + types);
      }
    }
    return types;
  }

  List<List<@Nullable String>> rows() throws IOException, SQLException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (Path file : files()) {
      switch (format) {
        case "csv" -> rows.addAll(typed(csv(file)));
        case "json" -> rows.addAll(json(file));
        default -> rows.addAll(parquet(file));
      }
    }
    return rows;
  }

  private List<Path> files() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> all = files.sorted().toList();
      for (Path file : all) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.startsWith("_") || name.startsWith(".") || name.endsWith(".crc")) {
          throw new AssertionError("Left over: " + file);
        }
      }
      return all;
    }
  }

  private Path unpacked(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length < 2 || (bytes[0] & 0xFF) != 0x1F || (bytes[1] & 0xFF) != 0x8B) {
      return file;
    }
    Path plain = Files.createTempFile("unpacked", "." + format);
    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
      Files.write(plain, in.readAllBytes());
    }
    return plain;
  }

  private List<String> header(Path file) throws IOException {
    try (var reader = new CsvRecordReader(unpacked(file), CsvFormat.PLAIN)) {
      CsvRecord first = reader.next();
      return first == null ? List.of() : List.copyOf(first.fields());
    }
  }

  List<List<@Nullable String>> csv(Path file) throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    // The empty text and NULL are not the same here: both engines must write them alike.
    var format = new CsvFormat(',', '"', false, StandardCharsets.UTF_8, "\0");
    try (var reader = new CsvRecordReader(unpacked(file), format)) {
      reader.next();
      for (CsvRecord next = reader.next(); next != null; next = reader.next()) {
        if (next.problem() != null) {
          throw new AssertionError(file + " line " + next.line() + ": " + next.problem());
        }
        rows.add(next.fields());
      }
    }
    return rows;
  }

  private List<List<@Nullable String>> typed(List<List<@Nullable String>> rows) {
    List<List<@Nullable String>> typed = new ArrayList<>();
    for (List<@Nullable String> row : rows) {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(canonical(row.get(i), result.columns().get(i)));
      }
      typed.add(values);
    }
    return typed;
  }

  private static @Nullable String canonical(@Nullable String text, Column column) {
    if (text == null || text.isEmpty()) {
      return text;
    }
    return switch (column.type().kind()) {
      case DOUBLE -> CanonicalText.of(Double.valueOf(text));
      case DECIMAL -> CanonicalText.of(new BigDecimal(text).setScale(column.type().scale()));
      case TIMESTAMP -> CanonicalText.of(Instant.parse(text));
      case STRING, BOOLEAN, INTEGER, BIGINT, DATE -> text;
    };
  }

  private List<List<@Nullable String>> json(Path file) throws IOException {
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(unpacked(file))) {
      JsonNode node = JSON.readTree(line);
      List<@Nullable String> row = new ArrayList<>();
      for (Column column : result.columns()) {
        JsonNode value = node.get(column.name());
        row.add(
            value == null
                ? "(missing)"
                : value.isNull() ? null : canonical(value.asText(), column));
      }
      if (node.size() != row.size()) {
        throw new AssertionError(line + " has other fields than " + result.columns());
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> parquetTypes(Path file) throws SQLException {
    List<String> types = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet rows = statement.executeQuery(select(file))) {
      ResultSetMetaData meta = rows.getMetaData();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        types.add(meta.getColumnName(i) + " " + meta.getColumnTypeName(i));
      }
    }
    return types;
  }

  private static List<List<@Nullable String>> parquet(Path file) throws SQLException {
    List<List<@Nullable String>> result = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      try (ResultSet rows = statement.executeQuery(select(file))) {
        int columns = rows.getMetaData().getColumnCount();
        while (rows.next()) {
          List<@Nullable String> row = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            row.add(CanonicalText.of(rows.getObject(i)));
          }
          result.add(row);
        }
      }
    }
    return result;
  }

  private static String select(Path file) {
    return "SELECT * FROM read_parquet('" + file.toString().replace("'", "''") + "')";
  }
}
