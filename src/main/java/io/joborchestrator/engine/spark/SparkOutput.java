package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Writes the result of a pipeline to where nobody looks yet: one file, or a folder of part files.
 * One per run.
 */
final class SparkOutput {
  /** What was written: the first rows, as text. */
  record Written(List<List<@Nullable String>> firstRows) {}

  private final SparkRunContext context;
  private final CompiledPipeline pipeline;
  private final OutputSpec spec;

  SparkOutput(SparkRunContext context, CompiledPipeline pipeline, OutputSpec spec) {
    this.context = context;
    this.pipeline = pipeline;
    this.spec = spec;
  }

  /** Part files straight into {@code folder}. */
  Written writeFolder(Dataset<Row> rows, Path folder) throws IOException {
    new SparkWriter(spec, pipeline.columns()).write(rows, folder, true);
    List<Path> parts = PartFiles.in(folder);
    return new Written(firstRows(parts, true));
  }

  /**
   * One file whose rows are in the order of the query. All tasks write at once, beside it.
   *
   * @param parts a folder that does not exist, on the same disk
   */
  Written writeFile(Dataset<Row> rows, Path file, Path parts) throws IOException {
    new SparkWriter(spec, pipeline.columns()).write(rows, parts, false);
    context.checkCancelled();
    List<Path> written = PartFiles.in(parts);
    List<List<@Nullable String>> firstRows = firstRows(written, false);
    context.progress().phase("putting the parts together");
    switch (spec.format()) {
      case "csv" -> PartFiles.concatenate(header(), written, file);
      case "json" -> PartFiles.concatenate(new byte[0], written, file);
      default ->
          PartFiles.appendParquet(
              written, file, context.session().sparkContext().hadoopConfiguration());
    }
    Files.deleteIfExists(parts);
    return new Written(firstRows);
  }

  private List<List<@Nullable String>> firstRows(List<Path> parts, boolean header) {
    return SparkFirstRows.of(context.session(), parts, spec.format(), header, pipeline.columns());
  }

  private byte[] header() throws IOException {
    String names =
        pipeline.columns().stream()
            .map(column -> quoted(column.name()))
            .collect(Collectors.joining(",", "", "\n"));
    byte[] text = names.getBytes(StandardCharsets.UTF_8);
    if (!"gzip".equals(spec.compression())) {
      return text;
    }
    var bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text);
    }
    return bytes.toByteArray();
  }

  private static String quoted(String name) {
    boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
