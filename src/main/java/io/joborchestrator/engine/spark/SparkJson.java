package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.json.JsonCleaner;
import io.joborchestrator.pipeline.json.JsonSurvey;
import io.joborchestrator.pipeline.schema.PathColumns;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.json.JsonFileFormat;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * JSON files as a relation of texts. A file with one object a line is read by Spark's own reader;
 * any other file (an array, odd lines) from a copy with one object a line. One per input.
 */
final class SparkJson {
  private final SparkRunContext context;
  private final CompiledPipeline.Input input;
  private final Charset charset;
  private long records;

  SparkJson(SparkRunContext context, CompiledPipeline.Input input) {
    this.context = context;
    this.input = input;
    this.charset =
        "ISO-8859-1".equalsIgnoreCase(input.spec().encoding())
            ? StandardCharsets.ISO_8859_1
            : StandardCharsets.UTF_8;
  }

  /** Records of all files, good and bad. */
  long records() {
    return records;
  }

  Dataset<Row> read(List<Path> files) throws IOException {
    List<Path> plain = new ArrayList<>();
    Map<List<@Nullable String>, List<Path>> cleaned = new LinkedHashMap<>();
    int copies = 0;
    for (Path file : files) {
      context.checkCancelled();
      JsonSurvey survey = JsonSurvey.of(file, charset);
      if (survey.isPlain()) {
        records += survey.records();
        plain.add(file);
      } else {
        context.progress().say("info", file + ": " + survey.oddity() + "; read record by record");
        cleaned
            .computeIfAbsent(PathColumns.values(file, input.spec()), key -> new ArrayList<>())
            .add(clean(file, copies++));
      }
    }
    List<Dataset<Row>> relations = new ArrayList<>();
    if (!plain.isEmpty()) {
      relations.add(readPlain(plain));
    }
    cleaned.forEach(
        (values, same) ->
            relations.add(
                select(
                    context
                        .session()
                        .read()
                        .schema(schema())
                        .options(options(StandardCharsets.UTF_8, "__broken"))
                        .json(same.stream().map(SparkInputs::uri).toArray(String[]::new)),
                    SparkFolders.values(input, values))));
    return relations.stream().reduce(Dataset::union).orElseGet(this::nothing);
  }

  private Path clean(Path file, int number) throws IOException {
    Path folder = Files.createDirectories(context.run().workDir().resolve("clean"));
    Path target = folder.resolve(input.relation() + "-" + number + ".json");
    List<String> names = input.usedOfFiles().stream().map(Column::name).toList();
    var cleaner = new JsonCleaner(names, CompiledPipeline.Input.BAD_ROW);
    records += cleaner.clean(file, charset, target);
    return target;
  }

  private Dataset<Row> readPlain(List<Path> files) {
    Map<String, String> options = options(charset, CompiledPipeline.Input.BAD_ROW);
    if (!input.spec().folderColumns().isEmpty()) {
      Dataset<Row> rows =
          SparkFolders.read(context, input, new JsonFileFormat(), schema(), options, files);
      return select(rows, SparkFolders.columns(input, rows));
    }
    return context
        .session()
        .read()
        .schema(schema())
        .options(options)
        .json(files.stream().map(SparkInputs::uri).toArray(String[]::new));
  }

  /** With the columns of the folders in front. */
  private Dataset<Row> select(Dataset<Row> rows, List<org.apache.spark.sql.Column> folder) {
    List<org.apache.spark.sql.Column> selected = new ArrayList<>(folder);
    for (String name : schema().fieldNames()) {
      selected.add(rows.col(name));
    }
    return folder.isEmpty()
        ? rows
        : rows.select(selected.toArray(org.apache.spark.sql.Column[]::new));
  }

  private StructType schema() {
    List<String> names = new ArrayList<>(input.usedOfFiles().stream().map(Column::name).toList());
    names.add(CompiledPipeline.Input.BAD_ROW);
    return SparkTypes.text(names);
  }

  /** In a cleaned file the field of bad rows is a field like any other. */
  private static Map<String, String> options(Charset encoding, String corruptField) {
    return Map.of(
        "mode",
        "PERMISSIVE",
        "columnNameOfCorruptRecord",
        corruptField,
        "encoding",
        encoding.name(),
        "lineSep",
        "\n");
  }

  private Dataset<Row> nothing() {
    List<String> names = new ArrayList<>(input.used().stream().map(Column::name).toList());
    names.add(CompiledPipeline.Input.BAD_ROW);
    return context.session().createDataFrame(List.<Row>of(), SparkTypes.text(names));
  }
}
