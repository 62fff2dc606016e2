package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts the rows that were left out and puts them into quarantine files. One per run. */
final class SparkBadRows {
  private final SparkRunContext context;
  private final Map<CompiledPipeline.Input, OutputPublisher> quarantines = new LinkedHashMap<>();

  SparkBadRows(SparkRunContext context) {
    this.context = context;
  }

  /** Checks the places of quarantine files before the work starts. */
  void open(CompiledPipeline pipeline, List<Path> files) {
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      String path = input.spec().quarantinePath();
      if (path != null) {
        var spec = new OutputSpec("csv", path, "replace", null);
        quarantines.put(input, OutputPublisher.open(spec, context.run(), files));
      }
    }
  }

  /** Writes the quarantine files; a pass over the input of its own, so that counts are exact. */
  long collect(CompiledPipeline pipeline) throws IOException {
    long bad = 0;
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      String query = input.badRowsQuery();
      if (query == null) {
        continue;
      }
      context.progress().phase("collecting bad rows");
      Dataset<Row> rows = context.session().sql(query);
      bad += rows.count();
      OutputPublisher quarantine = quarantines.get(input);
      if (quarantine != null) {
        write(pipeline, input, rows, quarantine);
      }
    }
    return bad;
  }

  private void write(
      CompiledPipeline pipeline,
      CompiledPipeline.Input input,
      Dataset<Row> rows,
      OutputPublisher quarantine)
      throws IOException {
    List<Column> columns = new ArrayList<>();
    input.used().forEach(column -> columns.add(new Column(column.name(), ColumnType.STRING)));
    columns.add(new Column("reason", ColumnType.STRING));
    var spec = new OutputSpec("csv", quarantine.target().toString(), null, null);
    var texts =
        new CompiledPipeline(
            pipeline.dialect(),
            List.of(input),
            String.valueOf(input.badRowsQuery()),
            columns,
            false,
            spec);
    new SparkOutput(context, texts, spec).write(rows, quarantine);
  }

  /** Asks no gate of its own: called when the result has passed it. */
  List<Path> publish() throws IOException {
    List<Path> placed = new ArrayList<>();
    for (OutputPublisher quarantine : quarantines.values()) {
      if (!OutputPublisher.recover(quarantine.manifest())) {
        throw new OrchestratorException(
            ErrorCode.INTERNAL, "The bad rows for " + quarantine.target() + " were not written.");
      }
      placed.add(quarantine.target());
    }
    return placed;
  }

  void discard() throws IOException {
    for (OutputPublisher quarantine : quarantines.values()) {
      quarantine.discard();
    }
  }
}
