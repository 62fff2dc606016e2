package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Writes the result to a temporary folder of the attempt and makes it visible. One per run. */
final class SparkOutput {
  private final SparkRunContext context;
  private final CompiledPipeline pipeline;
  private final OutputSpec spec;
  private final Path target;
  private final Path staging;

  SparkOutput(SparkRunContext context, CompiledPipeline pipeline) {
    this.context = context;
    this.pipeline = pipeline;
    OutputSpec output = pipeline.output();
    if (output == null) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION, "The pipeline has no output: say where it goes.");
    }
    spec = output;
    target = Path.of(spec.path()).toAbsolutePath();
    staging = target.resolveSibling("." + target.getFileName() + "." + context.run().tag());
  }

  void stage(Dataset<Row> rows) throws IOException {
    Files.createDirectories(staging);
    Path parts = staging.resolve("parts");
    var writer = rows.write().mode("errorifexists");
    switch (spec.format()) {
      case "csv" ->
          writer
              .option("header", "false")
              .option("escape", "\"")
              .option("ignoreLeadingWhiteSpace", "false")
              .option("ignoreTrailingWhiteSpace", "false")
              .csv(parts.toString());
      case "json" -> writer.json(parts.toString());
      default -> writer.option("compression", "zstd").parquet(parts.toString());
    }
    context.checkCancelled();
    merge(PartFiles.in(parts), staging.resolve("file"));
  }

  private void merge(List<Path> parts, Path file) throws IOException {
    switch (spec.format()) {
      case "csv" -> PartFiles.concatenate(header(), parts, file);
      case "json" -> PartFiles.concatenate(new byte[0], parts, file);
      default ->
          PartFiles.appendParquet(
              parts, file, context.session().sparkContext().hadoopConfiguration());
    }
  }

  private byte[] header() {
    String line = pipeline.columns().stream().map(Column::name).collect(Collectors.joining(","));
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  RunResult publish(long begin) throws IOException {
    long millis = (System.nanoTime() - begin) / 1_000_000;
    var manifest = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    manifest.put("from", staging.resolve("file").toString()).put("to", target.toString());
    if (!context.run().gate().tryEnter(manifest)) {
      throw new OrchestratorException(
          ErrorCode.FENCED,
          "Another attempt of this job is the current one; nothing was published.");
    }
    Files.move(staging.resolve("file"), target, StandardCopyOption.ATOMIC_MOVE);
    var file = new RunResult.OutputFile(target.toString(), spec.format(), Files.size(target), null);
    return new RunResult(
        List.of(file), null, null, null, pipeline.columns(), List.of(), millis, null);
  }

  /** Removes what was not published. */
  void discard() throws IOException {
    if (!Files.exists(staging)) {
      return;
    }
    try (Stream<Path> files = Files.walk(staging)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
