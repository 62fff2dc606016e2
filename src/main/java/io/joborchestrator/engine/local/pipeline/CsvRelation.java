package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.csv.CsvCleaner;
import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvRecord;
import io.joborchestrator.pipeline.csv.CsvRecordReader;
import io.joborchestrator.pipeline.csv.CsvSurvey;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CSV files as one SELECT of texts; files whose columns come in another order are read apart. */
final class CsvRelation {
  private static final SqlText SQL = DuckDbSession.SQL;

  /** Up to this size a look at every byte costs less than a tenth of a second. */
  private static final long SURVEYED_BYTES = 32L << 20;

  private static final long CHUNK_CHARS = 1L << 30;

  private final CompiledPipeline.Input input;
  private final CsvFormat format;
  private final Path workDir;
  private final List<String> badRecords = new ArrayList<>();
  private long records;
  private final List<Path> unseen = new ArrayList<>();
  private final boolean careful;

  /**
   * What files have in common that are read at once.
   *
   * @param names of their fields, in order
   * @param folder values of the used columns of their folder, as SQL
   */
  private record Kind(List<String> names, List<String> folder) {}

  /**
   * @param careful looks through files of any size
   */
  CsvRelation(CompiledPipeline.Input input, Path workDir, boolean careful) {
    this.careful = careful;
    this.input = input;
    this.format = CsvFormat.of(input.spec());
    this.workDir = workDir;
  }

  /** SELECTs that give the records of odd files that could not be cut into fields. */
  List<String> badRecords() {
    return badRecords;
  }

  String select(List<Path> files) throws IOException {
    Map<Kind, List<Path>> groups = new LinkedHashMap<>();
    List<String> selects = new ArrayList<>();
    for (Path file : files) {
      List<String> names = names(file);
      if (isOdd(file)) {
        selects.addAll(selectCleaned(file, names));
      } else {
        Kind kind = new Kind(names, FolderValues.of(file, input));
        groups.computeIfAbsent(kind, key -> new ArrayList<>()).add(file);
      }
    }
    groups.forEach((kind, group) -> selects.add(select(kind, group)));
    return selects.isEmpty() ? nothing() : String.join(" UNION ALL ", selects);
  }

  /**
   * DuckDB loses the records behind a broken one, so files that may hold one are looked through.
   */
  private boolean isOdd(Path file) throws IOException {
    boolean looks =
        careful
            || !fails()
            || input.columnsOfFiles().size() == 1
            || Files.size(file) <= SURVEYED_BYTES
            || FileHead.isPacked(file)
            || LongLines.in(file);
    if (!looks) {
      unseen.add(file);
      return false;
    }
    CsvSurvey survey = CsvSurvey.of(file, format, input.columnsOfFiles().size());
    records += survey.isPlain() ? survey.records() : 0;
    return !survey.isPlain();
  }

  /** Records of all files, good and bad, or -1 if a file was too large to be looked through. */
  long records() {
    return unseen.isEmpty() ? records : -1;
  }

  /** Files whose bytes only the engine has seen. */
  List<Path> unseen() {
    return unseen;
  }

  boolean isUtf8() {
    return format.charset().equals(StandardCharsets.UTF_8);
  }

  private List<String> selectCleaned(Path file, List<String> names) throws IOException {
    Files.createDirectories(workDir);
    String name = "clean-" + input.relation() + "-" + badRecords.size();
    var cleaner = new CsvCleaner(format, names.size(), CHUNK_CHARS);
    List<Path> chunks = cleaner.clean(file, workDir, name);
    records += cleaner.records();
    if (chunks.isEmpty()) {
      return List.of();
    }
    String from = readCleaned(names.size(), chunks);
    String bad = CsvCleaner.BAD_RECORD;
    badRecords.add("SELECT " + bad + " FROM " + from + " WHERE " + bad + " IS NOT NULL");
    String good =
        fails()
            ? "CASE WHEN "
                + bad
                + " IS NULL THEN TRUE ELSE error('[["
                + ErrorCode.BAD_ROWS
                + ": A row cannot be cut into its columns: ' || left("
                + bad
                + ", 100) || ']]') END"
            : bad + " IS NULL";
    String values = values(new Kind(names, FolderValues.of(file, input)));
    return List.of("SELECT " + values + " FROM " + from + " WHERE " + good);
  }

  private static String readCleaned(int fields, List<Path> chunks) {
    List<String> columns = new ArrayList<>();
    columns.add("'" + CsvCleaner.BAD_RECORD + "': 'VARCHAR'");
    for (int i = 0; i < fields; i++) {
      columns.add("'f" + i + "': 'VARCHAR'");
    }
    // Empty texts of a clean copy are texts; nothing at all is NULL.
    return "read_csv("
        + DuckDbInputs.list(chunks)
        + ", auto_detect = false, columns = {"
        + String.join(", ", columns)
        + "}, header = false, delim = ',', quote = '\"', escape = '\"', nullstr = '',"
        + " allow_quoted_nulls = false, new_line = '\\n', strict_mode = true, max_line_size = "
        + 4L * CsvFormat.LONGEST_RECORD
        + ")";
  }

  private String nothing() {
    List<String> nulls = new ArrayList<>();
    input.used().forEach(c -> nulls.add("CAST(NULL AS VARCHAR) AS " + SQL.name(c.name())));
    return "SELECT " + String.join(", ", nulls) + " WHERE FALSE";
  }

  private String values(Kind kind) {
    List<String> values = new ArrayList<>(kind.folder());
    for (Column column : input.usedOfFiles()) {
      values.add("f" + kind.names().indexOf(column.name()) + " AS " + SQL.name(column.name()));
    }
    return String.join(", ", values);
  }

  /** Names of the fields in the order of the file. */
  private List<String> names(Path file) {
    FileHead.of(file).refuseBinary(file);
    List<String> declared = input.columnsOfFiles().stream().map(Column::name).toList();
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
    for (Column column : input.usedOfFiles()) {
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

  private String select(Kind kind, List<Path> files) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < kind.names().size(); i++) {
      fields.add("'f" + i + "': 'VARCHAR'");
    }
    String quote = SQL.text(String.valueOf(format.quote()));
    return "SELECT "
        + values(kind)
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
        + ", allow_quoted_nulls = true, strict_mode = true, hive_partitioning = false,"
        + " max_line_size = "
        + CsvFormat.LONGEST_RECORD
        + (format.charset().equals(StandardCharsets.UTF_8) ? "" : ", encoding = 'latin-1'")
        + ")";
  }

  private boolean fails() {
    String policy = input.spec().badRows();
    return policy == null || policy.equals("fail");
  }
}
