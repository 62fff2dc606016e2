package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.csv.CsvCleaner;
import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvSurvey;
import io.joborchestrator.pipeline.schema.PathColumns;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.csv.CSVFileFormat;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * CSV files as a relation of texts. A plain file is read by Spark's own reader, cut into pieces
 * that are read at once; any other file is read from a clean copy in the run's folder. One per
 * input.
 */
final class SparkCsv {
  /** Where the empty text is not NULL, this stands for it: Spark takes an empty field for NULL. */
  private static final String NULL_MARK = "\uE000\uE001";

  private static final long CHUNK_CHARS = 64L * 1024 * 1024;

  private final SparkRunContext context;
  private final CompiledPipeline.Input input;
  private final CsvFormat format;
  private final CsvSurveys surveys;

  /** Plain files by the order of their columns. */
  private final Map<List<String>, List<Path>> plainFiles = new LinkedHashMap<>();

  private final List<Dataset<Row>> relations = new ArrayList<>();
  private long records;
  private long ownNanos;

  SparkCsv(SparkRunContext context, CompiledPipeline.Input input, CsvSurveys surveys) {
    this.context = context;
    this.surveys = surveys;
    this.input = input;
    this.format = CsvFormat.of(input.spec());
  }

  /** Records of all files, good and bad. */
  long records() {
    return records;
  }

  /** What our own passes over the files took. */
  long ownNanos() {
    return ownNanos;
  }

  Dataset<Row> read(List<Path> files) throws IOException {
    for (Path file : files) {
      context.checkCancelled();
      long begin = System.nanoTime();
      add(file);
      ownNanos += System.nanoTime() - begin;
    }
    plainFiles.forEach(
        (names, paths) -> {
          Dataset<Row> rows = readPlain(names, paths);
          relations.add(select(names, rows, false, SparkFolders.columns(input, rows)));
        });
    return relations.stream().reduce(Dataset::union).orElseGet(this::nothing);
  }

  private void add(Path file) throws IOException {
    CsvSurvey survey = surveys.take(file, format, input.columnsOfFiles().size());
    List<String> names = names(file, survey);
    if (survey.isPlain()) {
      records += survey.records();
      if (survey.records() > 0) {
        plainFiles.computeIfAbsent(names, key -> new ArrayList<>()).add(file);
      }
      return;
    }
    context.progress().say("info", file + ": " + survey.oddity() + "; read record by record");
    addCleaned(file, names);
  }

  private void addCleaned(Path file, List<String> names) throws IOException {
    Path folder = Files.createDirectories(context.run().workDir().resolve("clean"));
    String name = input.relation() + "-" + relations.size();
    var cleaner = new CsvCleaner(format, names.size(), CHUNK_CHARS);
    List<String> chunks = cleaner.clean(file, folder, name).stream().map(SparkInputs::uri).toList();
    records += cleaner.records();
    if (!chunks.isEmpty()) {
      Dataset<Row> rows = readCleaned(names, chunks);
      relations.add(
          select(
              names,
              rows,
              true,
              SparkFolders.values(input, PathColumns.values(file, input.spec()))));
    }
  }

  /** Names of the fields in the order of the file. */
  private List<String> names(Path file, CsvSurvey survey) {
    List<String> declared = input.columnsOfFiles().stream().map(Column::name).toList();
    if (!format.header() || survey.header().isEmpty()) {
      return declared;
    }
    List<String> names = new ArrayList<>();
    for (String name : survey.header()) {
      names.add(name == null ? "" : name);
    }
    for (Column column : input.usedOfFiles()) {
      if (!names.contains(column.name())) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            file + " has no column '" + column.name() + "'; it has " + String.join(", ", names));
      }
    }
    return names;
  }

  private Dataset<Row> readPlain(List<String> names, List<Path> files) {
    List<String> fields =
        new ArrayList<>(IntStream.range(0, names.size()).mapToObj(SparkCsv::field).toList());
    StructType schema = SparkTypes.text(areDistinct(names) ? names : fields);
    int folders = input.spec().folderColumns().size();
    IntStream.range(0, folders).mapToObj(SparkFolders::column).forEach(fields::add);
    Dataset<Row> rows =
        folders > 0
            ? SparkFolders.read(context, input, new CSVFileFormat(), schema, options(), files)
            : context
                .session()
                .read()
                .schema(schema)
                .options(options())
                .csv(files.stream().map(SparkInputs::uri).toArray(String[]::new));
    return rows.toDF(fields.toArray(String[]::new));
  }

  private Map<String, String> options() {
    return Map.of(
        "header", String.valueOf(format.header()),
        "sep", String.valueOf(format.delimiter()),
        "quote", String.valueOf(format.quote()),
        "escape", String.valueOf(format.quote()),
        "encoding", format.charset().name(),
        "nullValue", format.nullText().isEmpty() ? "" : NULL_MARK,
        "mode", "FAILFAST");
  }

  /** Spark compares the names of a header with its schema, and warns of each difference. */
  private static boolean areDistinct(List<String> names) {
    long distinct = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count();
    return distinct == names.size();
  }

  private Dataset<Row> readCleaned(List<String> names, List<String> paths) {
    List<String> fields = new ArrayList<>();
    fields.add(CsvCleaner.BAD_RECORD);
    IntStream.range(0, names.size()).mapToObj(SparkCsv::field).forEach(fields::add);
    return context
        .session()
        .read()
        .schema(SparkTypes.text(fields))
        .option("header", false)
        .option("escape", "\"")
        .option("nullValue", NULL_MARK)
        .option("multiLine", true)
        .option("lineSep", "\n")
        .option("mode", "FAILFAST")
        .csv(paths.toArray(String[]::new));
  }

  /**
   * The used columns by name, and the bad record.
   *
   * @param folder columns of the folders
   */
  private Dataset<Row> select(
      List<String> names,
      Dataset<Row> rows,
      boolean cleaned,
      List<org.apache.spark.sql.Column> folder) {
    List<org.apache.spark.sql.Column> selected = new ArrayList<>(folder);
    for (Column column : input.usedOfFiles()) {
      var field = rows.col(field(names.indexOf(column.name())));
      selected.add((cleaned ? field : withNulls(field)).as(column.name()));
    }
    var bad = cleaned ? rows.col(CsvCleaner.BAD_RECORD) : functions.lit(null).cast("string");
    selected.add(bad.as(CompiledPipeline.Input.BAD_ROW));
    return rows.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** With a text of its own for NULL an empty field is the empty text. */
  private org.apache.spark.sql.Column withNulls(org.apache.spark.sql.Column field) {
    if (format.nullText().isEmpty()) {
      return field;
    }
    return functions
        .when(field.isNull(), functions.lit(""))
        .when(field.equalTo(format.nullText()), functions.lit(null))
        .otherwise(field);
  }

  private Dataset<Row> nothing() {
    List<String> names = new ArrayList<>(input.used().stream().map(Column::name).toList());
    names.add(CompiledPipeline.Input.BAD_ROW);
    return context.session().createDataFrame(List.<Row>of(), SparkTypes.text(names));
  }

  private static String field(int index) {
    return "f" + index;
  }
}
