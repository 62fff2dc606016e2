package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.json.JsonCleaner;
import io.joborchestrator.pipeline.json.JsonSurvey;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
    List<String> plain = new ArrayList<>();
    List<String> cleaned = new ArrayList<>();
    for (Path file : files) {
      context.checkCancelled();
      JsonSurvey survey = JsonSurvey.of(file, charset);
      if (survey.isPlain()) {
        records += survey.records();
        plain.add(SparkInputs.uri(file));
      } else {
        context.progress().say("info", file + ": " + survey.oddity() + "; read record by record");
        cleaned.add(SparkInputs.uri(clean(file, cleaned.size())));
      }
    }
    Dataset<Row> relation = read(cleaned, StandardCharsets.UTF_8, "__broken");
    return plain.isEmpty()
        ? relation
        : read(plain, charset, CompiledPipeline.Input.BAD_ROW).union(relation);
  }

  private Path clean(Path file, int number) throws IOException {
    Path folder = Files.createDirectories(context.run().workDir().resolve("clean"));
    Path target = folder.resolve(input.relation() + "-" + number + ".json");
    List<String> names = input.used().stream().map(Column::name).toList();
    var cleaner = new JsonCleaner(names, CompiledPipeline.Input.BAD_ROW);
    records += cleaner.clean(file, charset, target);
    return target;
  }

  /** In a cleaned file the field of bad rows is a field like any other. */
  private Dataset<Row> read(List<String> paths, Charset encoding, String corruptField) {
    List<String> names = new ArrayList<>(input.used().stream().map(Column::name).toList());
    names.add(CompiledPipeline.Input.BAD_ROW);
    if (paths.isEmpty()) {
      return context.session().createDataFrame(List.<Row>of(), SparkTypes.text(names));
    }
    return context
        .session()
        .read()
        .schema(SparkTypes.text(names))
        .option("mode", "PERMISSIVE")
        .option("columnNameOfCorruptRecord", corruptField)
        .option("encoding", encoding.name())
        .option("lineSep", "\n")
        .json(paths.toArray(String[]::new));
  }
}
