package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;

/** Makes each input a view in the run's session and counts what is in it. One per run. */
final class SparkInputs {
  private static final SqlText SQL = new SqlText(CompiledPipeline.Dialect.SPARK);

  private final SparkRunContext context;
  private final CsvSurveys surveys;
  private final @Nullable SparkTables tables;
  private long rows;
  private long ownNanos;

  /** For inputs that are files. */
  SparkInputs(SparkRunContext context) {
    this(context, new CsvSurveys(), null);
  }

  /**
   * @param surveys those that were made ahead
   */
  SparkInputs(SparkRunContext context, CsvSurveys surveys) {
    this(context, surveys, null);
  }

  /**
   * @param tables reads those inputs that are tables, or null if there are none
   */
  SparkInputs(SparkRunContext context, CsvSurveys surveys, @Nullable SparkTables tables) {
    this.context = context;
    this.surveys = surveys;
    this.tables = tables;
  }

  /** Rows of all inputs so far, good and bad. */
  long rows() {
    return rows + (tables == null ? 0 : tables.rows());
  }

  /** What our own passes over the files took so far, which is not the engine's time. */
  long ownNanos() {
    return ownNanos;
  }

  /** All files of these inputs. */
  static List<Path> find(List<CompiledPipeline.Input> inputs) {
    List<Path> files = new ArrayList<>();
    for (CompiledPipeline.Input input : inputs) {
      files.addAll(InputFiles.of(input.spec()));
    }
    return files;
  }

  void register(CompiledPipeline.Input input) throws IOException {
    register(input, InputFiles.of(input.spec()));
  }

  /** Makes these files the view of an input, in the place of an earlier one; none: no rows. */
  void register(CompiledPipeline.Input input, List<Path> files) throws IOException {
    Dataset<Row> relation =
        switch (input.spec().format()) {
          case "csv" -> csv(input, files);
          case "json" -> json(input, files);
          case "parquet" -> parquet(input, files);
          case InputSpec.JDBC -> table(input);
          default ->
              throw new OrchestratorException(
                  ErrorCode.INVALID_SPECIFICATION,
                  "Unknown format '"
                      + input.spec().format()
                      + "': use csv, json, parquet or jdbc.");
        };
    relation.createOrReplaceTempView(input.relation());
  }

  private Dataset<Row> table(CompiledPipeline.Input input) {
    if (tables == null) {
      throw new OrchestratorException(
          ErrorCode.ENGINE_NOT_CAPABLE, "This kind of job reads files only, no tables.");
    }
    return tables.read(input);
  }

  private Dataset<Row> csv(CompiledPipeline.Input input, List<Path> files) throws IOException {
    var csv = new SparkCsv(context, input, surveys);
    Dataset<Row> relation = csv.read(files);
    rows += csv.records();
    ownNanos += csv.ownNanos();
    return relation;
  }

  private Dataset<Row> json(CompiledPipeline.Input input, List<Path> files) throws IOException {
    var json = new SparkJson(context, input);
    Dataset<Row> relation = json.read(files);
    rows += json.records();
    return relation;
  }

  private Dataset<Row> parquet(CompiledPipeline.Input input, List<Path> files) throws IOException {
    if (files.isEmpty()) {
      Dataset<Row> none =
          context.session().createDataFrame(List.<Row>of(), SparkTypes.schema(input.usedOfFiles()));
      List<@Nullable String> unknown =
          Collections.nCopies(input.spec().folderColumns().size(), null);
      return with(SparkFolders.values(input, unknown), none, input);
    }
    Configuration conf = context.session().sparkContext().hadoopConfiguration();
    for (Path file : files) {
      try (ParquetFileReader reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), conf))) {
        rows += reader.getRecordCount();
      } catch (RuntimeException notParquet) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            file + " is no Parquet file: " + SparkErrors.brief(notParquet),
            notParquet);
      }
    }
    Dataset<Row> relation =
        context
            .session()
            .read()
            .parquet(files.stream().map(SparkInputs::uri).toArray(String[]::new));
    if (input.used().stream().anyMatch(SparkInputs::isRowNumber)) {
      relation =
          relation.withColumn(
              CompiledPipeline.Input.ROW_NUMBER, functions.col("_metadata.row_index"));
    }
    List<String> names = List.of(relation.columns());
    for (Column column : input.usedOfFiles()) {
      if (!names.contains(column.name())) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            input.spec().path()
                + " has no column '"
                + column.name()
                + "'; it has "
                + String.join(", ", names));
      }
    }
    if (input.spec().folderColumns().isEmpty()) {
      return relation;
    }
    Dataset<Row> inFolders =
        SparkFolders.read(
            context, input, new ParquetFileFormat(), relation.schema(), Map.of(), files);
    return with(SparkFolders.columns(input, inFolders), inFolders, input);
  }

  /** The columns of folders in front of those of the files. */
  private static Dataset<Row> with(
      List<org.apache.spark.sql.Column> folder, Dataset<Row> rows, CompiledPipeline.Input input) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>(folder);
    for (Column column : input.usedOfFiles()) {
      columns.add(rows.col(SQL.name(column.name())));
    }
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  private static boolean isRowNumber(Column column) {
    return column.name().equals(CompiledPipeline.Input.ROW_NUMBER);
  }

  /** How Spark is told of a file: no sign in its name is a pattern, and none is an escape. */
  static String uri(Path file) {
    String text = new org.apache.hadoop.fs.Path(file.toUri()).toString();
    return text.replaceAll("[*?{}\\[\\]\\\\]", "\\\\$0");
  }
}
