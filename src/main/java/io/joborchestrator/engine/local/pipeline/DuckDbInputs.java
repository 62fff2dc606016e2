package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the inputs of a compiled pipeline views of a session. One per run. */
final class DuckDbInputs {
  /**
   * DuckDB would take what people filter by into the scan, in front of the check for bad values,
   * which then never sees the rows that are dropped.
   */
  static final String CHECKS_FIRST = "SET disabled_optimizers = 'filter_pushdown'";

  private static final SqlText SQL = DuckDbSession.SQL;

  private final DuckDbSession session;
  private final Path workDir;
  private final Map<String, List<Path>> files = new LinkedHashMap<>();
  private final Map<String, List<String>> badObjects = new LinkedHashMap<>();
  private final Map<String, List<String>> badRecords = new LinkedHashMap<>();
  private long rows;
  private boolean allCounted = true;
  private long ownNanos;
  private final boolean careful;
  private final @Nullable DuckDbTables tables;
  private boolean unseen;
  private final List<Path> unseenTexts = new ArrayList<>();

  DuckDbInputs(DuckDbSession session, Path workDir) {
    this(session, workDir, false);
  }

  /**
   * @param careful looks through files of any size before the engine reads them
   */
  DuckDbInputs(DuckDbSession session, Path workDir, boolean careful) {
    this(session, workDir, careful, null);
  }

  /**
   * @param tables reads those inputs that are tables, or null if there are none
   */
  DuckDbInputs(
      DuckDbSession session, Path workDir, boolean careful, @Nullable DuckDbTables tables) {
    this.tables = tables;
    this.session = session;
    this.workDir = careful ? workDir.resolve("careful") : workDir;
    this.careful = careful;
  }

  /** Whether a file was so large that nobody has looked whether it is a plain one. */
  boolean hasUnseen() {
    return unseen;
  }

  /** Those of the unseen files that are to be UTF-8. */
  List<Path> unseenTexts() {
    return unseenTexts;
  }

  /** What our own passes over CSV files took so far, which is not the engine's time. */
  long ownNanos() {
    return ownNanos;
  }

  static String list(List<Path> files) {
    return "[" + String.join(", ", files.stream().map(f -> SQL.text(literal(f))).toList()) + "]";
  }

  /** A path in which no sign means a pattern. */
  private static String literal(Path file) {
    return file.toString().replace("[", "[[]").replace("*", "[*]").replace("?", "[?]");
  }

  /** Writes the result of a query over the inputs. */
  @FunctionalInterface
  interface Writing {
    /**
     * @return rows written
     */
    long write() throws SQLException, IOException;
  }

  /**
   * Writes while files that nobody has looked through are watched.
   *
   * @param progress closed at the end
   * @throws OddFileException if one of them has to be looked at more closely
   */
  long checked(ProgressWatch progress, Writing writing)
      throws SQLException, IOException, OddFileException {
    try (progress;
        TextWatch texts = new TextWatch(unseenTexts)) {
      long written = writing.write();
      if (!texts.isText()) {
        throw new OddFileException("There are bytes that are no UTF-8", null);
      }
      return written;
    } catch (SQLException e) {
      if (unseen && DuckDbErrors.isOfCsv(e)) {
        throw new OddFileException("The columnar engine cannot read a file as it is", e);
      }
      throw e;
    }
  }

  /** All files of these inputs. */
  List<Path> find(List<CompiledPipeline.Input> inputs) {
    List<Path> all = new ArrayList<>();
    for (CompiledPipeline.Input input : inputs) {
      List<Path> found = InputFiles.of(input.spec());
      files.put(input.name(), found);
      all.addAll(found);
    }
    return all;
  }

  /** The files of an input, which may be none. */
  void use(String input, List<Path> found) {
    files.put(input, found);
  }

  /**
   * Makes an input a view, in the place of an earlier one.
   *
   * @param sampleRows rows taken from the start, or -1 for all
   */
  void register(CompiledPipeline.Input input, long sampleRows) throws SQLException, IOException {
    String select = select(input, sampleRows);
    String limit = sampleRows < 0 ? "" : " LIMIT " + sampleRows;
    String view = "CREATE OR REPLACE VIEW " + SQL.name(input.relation()) + " AS ";
    session.execute(
        sampleRows < 0 ? view + select : view + "SELECT * FROM (" + select + ")" + limit);
  }

  /**
   * Reads an input that is registered, for as long as the session lives; see {@link #showLoaded}.
   *
   * @return rows that can be used
   */
  long load(CompiledPipeline.Input input) throws SQLException {
    return session.update(
        "CREATE OR REPLACE TABLE "
            + loaded(input)
            + " AS SELECT * FROM "
            + SQL.name(input.relation()));
  }

  /** From now on the view of an input shows what was loaded. */
  void showLoaded(CompiledPipeline.Input input) throws SQLException {
    session.execute(
        "CREATE OR REPLACE VIEW "
            + SQL.name(input.relation())
            + " AS SELECT * FROM "
            + loaded(input));
  }

  private static String loaded(CompiledPipeline.Input input) {
    return SQL.name(input.relation() + " loaded");
  }

  private String select(CompiledPipeline.Input input, long sampleRows)
      throws SQLException, IOException {
    List<Path> found = files.getOrDefault(input.name(), List.of());
    String select =
        input.spec().readsTable()
            ? table(input, sampleRows)
            : found.isEmpty()
                ? nothing(input)
                : switch (input.spec().format()) {
                  case "csv" -> csv(input, found);
                  case "json" -> json(input, found);
                  default -> parquet(input, found);
                };
    if (!input.spec().format().equals("parquet")) {
      session.execute(CHECKS_FIRST);
    }
    return select;
  }

  private String table(CompiledPipeline.Input input, long sampleRows) throws IOException {
    if (tables == null) {
      throw new OrchestratorException(
          ErrorCode.ENGINE_NOT_CAPABLE, "This kind of job reads files only, no tables.");
    }
    String select = tables.select(input, sampleRows);
    count(tables.rows(input));
    return select;
  }

  /** No rows, with the columns of an input. */
  private static String nothing(CompiledPipeline.Input input) {
    List<String> nulls = new ArrayList<>();
    for (Column column : input.used()) {
      boolean text = input.isText() || input.usedOfFolders().contains(column);
      String type = text ? "VARCHAR" : SQL.type(column.type());
      nulls.add("CAST(NULL AS " + type + ") AS " + SQL.name(column.name()));
    }
    return "SELECT " + String.join(", ", nulls) + " WHERE FALSE";
  }

  /** Rows of an input that could not be cut into fields or objects. */
  long structurallyBadRows(String input) throws SQLException {
    long bad = 0;
    for (String query : badObjects.getOrDefault(input, List.of())) {
      bad += session.count(query);
    }
    for (String query : badRecords(input)) {
      bad += session.count("SELECT count(*) FROM (" + query + ")");
    }
    return bad;
  }

  /** SELECTs of one column, the records of an input that could not be cut into fields. */
  List<String> badRecords(String input) {
    return badRecords.getOrDefault(input, List.of());
  }

  private String csv(CompiledPipeline.Input input, List<Path> found) throws IOException {
    var relation = new CsvRelation(input, workDir, careful);
    long begin = System.nanoTime();
    String select = relation.select(found);
    ownNanos += System.nanoTime() - begin;
    badRecords.put(input.name(), relation.badRecords());
    count(relation.records());
    unseen |= !relation.unseen().isEmpty();
    if (relation.isUtf8()) {
      unseenTexts.addAll(relation.unseen());
    }
    return select;
  }

  private void count(long records) {
    allCounted = allCounted && records >= 0;
    rows += Math.max(0, records);
  }

  /** Rows of all inputs, good and bad, or null if not all of them could be counted cheaply. */
  @Nullable Long rows() {
    return allCounted ? Long.valueOf(rows) : null;
  }

  private String json(CompiledPipeline.Input input, List<Path> found) throws IOException {
    count(-1);
    List<String> selects = new ArrayList<>();
    boolean fails = input.spec().badRows() == null || input.spec().badRows().equals("fail");
    for (Path original : found) {
      FileHead head = FileHead.of(original);
      head.refuseBinary(original);
      boolean latin = "ISO-8859-1".equals(input.spec().encoding());
      Path file = latin ? asUtf8(original) : head.isMarked() ? withoutMark(original) : original;
      boolean array = head.firstSign() == '[';
      String objects =
          "read_json_objects("
              + list(List.of(file))
              + ", format = "
              + (array ? "'array'" : "'newline_delimited'")
              + ", hive_partitioning = false"
              + (fails || array ? "" : ", ignore_errors = true")
              + ")";
      String isObject = "json IS NOT NULL AND json_type(json) = 'OBJECT'";
      String where;
      if (fails) {
        where =
            "CASE WHEN "
                + isObject
                + " THEN TRUE ELSE error('[[BAD_ROWS: A line is no JSON object in "
                + original.toString().replace("'", "''")
                + ": ' || left(CAST(json AS VARCHAR), 100) || ']]') END";
      } else {
        where = isObject;
        badObjects
            .computeIfAbsent(input.name(), key -> new ArrayList<>())
            .add("SELECT count(*) FROM " + objects + " WHERE NOT (" + isObject + ")");
      }
      String values = String.join(", ", fields(input, original));
      selects.add("SELECT " + values + " FROM " + objects + " WHERE " + where);
    }
    return String.join(" UNION ALL ", selects);
  }

  private static List<String> fields(CompiledPipeline.Input input, Path file) {
    List<String> values = FolderValues.of(file, input);
    for (Column column : input.usedOfFiles()) {
      String pointer = "/" + column.name().replace("~", "~0").replace("/", "~1");
      values.add("json ->> " + SQL.text(pointer) + " AS " + SQL.name(column.name()));
    }
    return values;
  }

  private Path asUtf8(Path file) throws IOException {
    Files.createDirectories(workDir);
    Path copy = Files.createTempFile(workDir, "utf8-", ".json");
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
        Writer out = Files.newBufferedWriter(copy, StandardCharsets.UTF_8)) {
      in.transferTo(out);
    }
    return copy;
  }

  /** DuckDB takes a byte order mark in front of JSON for an error. */
  private Path withoutMark(Path file) throws IOException {
    Files.createDirectories(workDir);
    Path copy = Files.createTempFile(workDir, "unmarked-", ".json");
    try (InputStream in = FileHead.open(file);
        OutputStream out = Files.newOutputStream(copy)) {
      in.skipNBytes(3);
      in.transferTo(out);
    }
    return copy;
  }

  private String parquet(CompiledPipeline.Input input, List<Path> found) throws SQLException {
    for (Path file : found) {
      if (!FileHead.of(file).isParquet()) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT, "The file " + file + " is no Parquet file.");
      }
    }
    count(session.count("SELECT sum(num_rows) FROM parquet_file_metadata(" + list(found) + ")"));
    return new ParquetRelation(session, input).select(found);
  }
}
