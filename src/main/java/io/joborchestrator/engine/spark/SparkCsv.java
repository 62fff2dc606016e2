package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.csv.CsvCleaner;
import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvSurvey;
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
import org.apache.spark.sql.functions;

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
  private final Map<List<String>, List<String>> plainFiles = new LinkedHashMap<>();

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
    plainFiles.forEach((names, paths) -> relations.add(select(names, readPlain(names, paths))));
    return relations.stream().reduce(Dataset::union).orElseGet(this::nothing);
  }

  private void add(Path file) throws IOException {
    CsvSurvey survey = surveys.take(file, format, input.columns().size());
    List<String> names = names(file, survey);
    if (survey.isPlain()) {
      records += survey.records();
      if (survey.records() > 0) {
        plainFiles.computeIfAbsent(names, key -> new ArrayList<>()).add(SparkInputs.uri(file));
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
      relations.add(select(names, readCleaned(names, chunks)));
    }
  }

  /** Names of the fields in the order of the file. */
  private List<String> names(Path file, CsvSurvey survey) {
    List<String> declared = input.columns().stream().map(Column::name).toList();
    if (!format.header() || survey.header().isEmpty()) {
      return declared;
    }
    List<String> names = new ArrayList<>();
    for (String name : survey.header()) {
      names.add(name == null ? "" : name);
    }
    for (Column column : input.used()) {
      if (!names.contains(column.name())) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            file + " has no column '" + column.name() + "'; it has " + String.join(", ", names));
      }
    }
    return names;
  }

  private Dataset<Row> readPlain(List<String> names, List<String> paths) {
    String[] fields =
        IntStream.range(0, names.size()).mapToObj(SparkCsv::field).toArray(String[]::new);
    return context
        .session()
        .read()
        .schema(SparkTypes.text(areDistinct(names) ? names : List.of(fields)))
        .option("header", format.header())
        .option("sep", String.valueOf(format.delimiter()))
        .option("quote", String.valueOf(format.quote()))
        .option("escape", String.valueOf(format.quote()))
        .option("encoding", format.charset().name())
        .option("nullValue", format.nullText().isEmpty() ? "" : NULL_MARK)
        .option("mode", "FAILFAST")
        .csv(paths.toArray(String[]::new))
        .toDF(fields);
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

  /** The used columns by name, and the bad record. */
  private Dataset<Row> select(List<String> names, Dataset<Row> rows) {
    boolean cleaned = rows.columns().length > names.size();
    List<org.apache.spark.sql.Column> selected = new ArrayList<>();
    for (Column column : input.used()) {
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
