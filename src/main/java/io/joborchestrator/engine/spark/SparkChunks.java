package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.chunk.ChunkEngine;
import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run in chunks, in the run's session. Pieces of files are files of their own in
 * the run's folder, so executors on other machines must see that folder. One per run.
 */
final class SparkChunks implements ChunkEngine, AutoCloseable {
  private static final SqlText SQL = new SqlText(Dialect.SPARK);

  private final SparkRunContext context;
  private final CsvSurveys surveys = new CsvSurveys();
  private final Set<String> kept = new HashSet<>();
  private final List<Dataset<Row>> whole = new ArrayList<>();
  private List<List<@Nullable String>> writtenLast = List.of();

  SparkChunks(SparkRunContext context) {
    this.context = context;
  }

  @Override
  public void checkCancelled() {
    context.checkCancelled();
  }

  @Override
  public void prepare(CompiledPipeline pipeline, Map<String, List<Path>> files) throws IOException {
    for (CompiledPipeline.Input input : pipeline.inputs()) {
      if (input.spec().format().equals("csv")) {
        CsvFormat format = CsvFormat.of(input.spec());
        for (Path file : files.getOrDefault(input.name(), List.of())) {
          surveys.make(file, format, input.columnsOfFiles().size());
        }
      }
    }
  }

  @Override
  public Rows run(Task task) throws Exception {
    try {
      return runNow(task);
    } catch (OrchestratorException | CancellationException e) {
      throw e;
    } catch (Exception e) {
      JobError error = SparkErrors.of(e);
      if (error.type() == ErrorType.DATA) {
        throw new OrchestratorException(ErrorCode.valueOf(error.code()), error.message(), e);
      }
      throw e;
    }
  }

  private Rows runNow(Task task) throws IOException {
    var inputs = new SparkInputs(context, surveys);
    long read = 0;
    for (CompiledPipeline.Input input : task.pipeline().inputs()) {
      List<Path> files = task.files().get(input.name());
      long before = inputs.rows();
      if (files != null) {
        inputs.register(input, files);
      } else if (kept.add(input.name())) {
        inputs.register(input);
        keep(input);
      }
      boolean counts =
          files == null
              ? task.counted().contains(input)
              : !input.name().equals(ChunkedPipeline.STAGED);
      read += counts ? inputs.rows() - before : 0;
      context.checkCancelled();
    }
    OutputSpec spec = Objects.requireNonNull(task.pipeline().output());
    var output = new SparkOutput(context, task.pipeline(), spec);
    context.drainEvents();
    long before = context.progress().rowsWritten();
    Dataset<Row> rows = context.session().sql(task.pipeline().query());
    output.writeFile(
        spec.format().equals("parquet") ? nullable(rows) : rows, task.target(), task.header());
    writtenLast = output.firstRows();
    context.drainEvents();
    long written = context.progress().rowsWritten() - before;
    long bad = 0;
    for (CompiledPipeline.Input input : task.counted()) {
      bad += badRows(task, input);
      context.checkCancelled();
    }
    return new Rows(read, written, bad, inputs.ownNanos());
  }

  /** A whole text is taken apart once, not once for each chunk; what does not fit goes to disk. */
  private void keep(CompiledPipeline.Input input) {
    if (input.isText()) {
      Dataset<Row> relation = context.session().table(input.relation());
      whole.add(relation.persist(StorageLevel.MEMORY_AND_DISK()));
    }
  }

  /** Gives back what was kept of whole inputs. */
  @Override
  public void close() {
    whole.forEach(Dataset::unpersist);
  }

  /**
   * Files can be joined only if their columns are declared alike, and whether Spark takes a column
   * for one without NULL depends on which inputs have rows.
   */
  private static Dataset<Row> nullable(Dataset<Row> rows) {
    String[] columns =
        Arrays.stream(rows.columns())
            .map(SQL::name)
            .map(name -> "if(spark_partition_id() >= 0, " + name + ", NULL) AS " + name)
            .toArray(String[]::new);
    return rows.selectExpr(columns);
  }

  private long badRows(Task task, CompiledPipeline.Input input) throws IOException {
    String query = input.badRowsQuery();
    Path file = task.quarantines().get(input.name());
    if (query == null && file == null) {
      return 0;
    }
    Dataset<Row> rows = context.session().sql(query == null ? nothing(input) : query);
    long bad = query == null ? 0 : rows.count();
    if (file != null) {
      List<Column> columns = new ArrayList<>();
      input.used().forEach(column -> columns.add(new Column(column.name(), ColumnType.STRING)));
      columns.add(new Column("reason", ColumnType.STRING));
      OutputSpec spec = new OutputSpec("csv", file.toString(), null, null);
      var texts =
          new CompiledPipeline(
              task.pipeline().dialect(), List.of(input), nothing(input), columns, false, spec);
      new SparkOutput(context, texts, spec).writeFile(rows, file, task.quarantineHeader());
    }
    return bad;
  }

  private static String nothing(CompiledPipeline.Input input) {
    StringBuilder query = new StringBuilder("SELECT ");
    for (Column column : input.used()) {
      query.append("CAST(NULL AS STRING) AS ").append(SQL.name(column.name())).append(", ");
    }
    return query + "'' AS reason WHERE FALSE";
  }

  /** Spark overlooks files with hidden names: of those it is what was written last. */
  @Override
  public List<List<@Nullable String>> firstRows(
      CompiledPipeline pipeline, Path file, boolean header, int rows) {
    String format = Objects.requireNonNull(pipeline.output()).format();
    List<List<@Nullable String>> first =
        file.getFileName().toString().startsWith(".")
            ? writtenLast
            : SparkFirstRows.of(
                context.session(), List.of(file), format, header, pipeline.columns());
    return first.subList(0, Math.min(rows, first.size()));
  }
}
