package io.joborchestrator.engine.spark;

import io.joborchestrator.engine.output.OutputPublisher;
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
  private final SparkRunContext context;
  private final CompiledPipeline pipeline;
  private final OutputSpec spec;
  private List<List<@Nullable String>> firstRows = List.of();

  SparkOutput(SparkRunContext context, CompiledPipeline pipeline, OutputSpec spec) {
    this.context = context;
    this.pipeline = pipeline;
    this.spec = spec;
  }

  /** The first rows of what was written, as text. */
  List<List<@Nullable String>> firstRows() {
    return firstRows;
  }

  /** Blocks until everything is written. */
  void write(Dataset<Row> rows, OutputPublisher publisher) throws IOException {
    if (publisher.isFolder()) {
      writeFolder(rows, publisher);
    } else {
      writeFile(rows, publisher.staging(), true);
    }
  }

  /** A folder of part files that never meets the names of another attempt's parts. */
  private void writeFolder(Dataset<Row> rows, OutputPublisher publisher) throws IOException {
    Path folder = publisher.staging();
    new SparkWriter(spec, pipeline.columns()).write(rows, folder, true);
    List<Path> parts = PartFiles.in(folder);
    firstRows = firstRows(parts, true);
    for (int i = 0; i < parts.size(); i++) {
      Files.move(parts.get(i), folder.resolve(publisher.partName(i)));
    }
  }

  /**
   * One file whose rows are in the order of the query. All tasks write at once, elsewhere.
   *
   * @param header csv: whether the file begins with the names
   */
  void writeFile(Dataset<Row> rows, Path file, boolean header) throws IOException {
    Path folder = context.run().workDir().resolve("parts");
    new SparkWriter(spec, pipeline.columns()).write(rows, folder, false);
    context.checkCancelled();
    List<Path> parts = PartFiles.in(folder);
    firstRows = firstRows(parts, false);
    context.progress().phase("putting the parts together");
    switch (spec.format()) {
      case "csv" -> PartFiles.concatenate(header ? header() : new byte[0], parts, file);
      case "json" -> PartFiles.concatenate(new byte[0], parts, file);
      default ->
          PartFiles.appendParquet(
              parts, file, context.session().sparkContext().hadoopConfiguration());
    }
    Files.deleteIfExists(folder);
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
