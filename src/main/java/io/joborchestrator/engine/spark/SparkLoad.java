package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.load.StageAccess;
import io.joborchestrator.connection.load.TableLoad;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.TableRun;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.pipeline.CanonicalText;
import io.joborchestrator.pipeline.StagedPipeline;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The result of a pipeline into a table: each task streams its rows into the staging table, and the
 * rows of those tasks that count are loaded at once. One per run.
 */
final class SparkLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_ROWS = 100;

  private final SparkRunContext context;
  private final StagedPipeline pipeline;
  private final TableRun tables;
  private final TableLoad load;
  private final OutputGroup beside;

  SparkLoad(
      SparkRunContext context,
      StagedPipeline pipeline,
      TableRun tables,
      TableLoad load,
      OutputGroup beside) {
    this.context = context;
    this.pipeline = pipeline;
    this.tables = tables;
    this.load = load;
    this.beside = beside;
  }

  /** Runs to the end; blocks. */
  ObjectNode execute(SparkInputs inputs, SparkBadRows badRows) throws Exception {
    if (load.loadedBefore().isPresent()) {
      long rows = load.loadedBefore().getAsLong();
      context.progress().say("info", TableRun.loadedBefore(load, rows));
      return JSON.valueToTree(TableRun.result(load, rows));
    }
    long begin = System.nanoTime();
    new SparkStages(context, inputs).prepare(pipeline);
    context.progress().phase("staging rows");
    List<long[]> parts =
        context
            .session()
            .sql(pipeline.finish().query())
            .toJavaRDD()
            .mapPartitions(new StagePartition(load.access()))
            .collect();
    context.checkCancelled();
    long rows = parts.stream().mapToLong(part -> part[1]).sum();
    load.keepOnly(parts.stream().map(part -> part[0]).toList(), rows);
    long bad = badRows.collect(pipeline.inputs());
    context.checkCancelled();
    // Whoever empties the table must not wait for our own look at it.
    tables.endReading();
    long millis = (System.nanoTime() - begin) / 1_000_000;
    ObjectNode result =
        JSON.valueToTree(
            new RunResult(
                TableRun.outputs(load, rows, badRows.files()),
                inputs.rows(),
                rows,
                bad,
                pipeline.finish().columns(),
                load.firstRows(FIRST_ROWS),
                millis,
                null));
    context.progress().phase("loading");
    context.progress().say("info", tables.publish(load, rows, result, beside));
    return result;
  }

  /** One task: which one it was, and how many rows it wrote. */
  static final class StagePartition implements FlatMapFunction<Iterator<Row>, long[]> {
    private static final long serialVersionUID = 1L;

    private final StageAccess stage;

    StagePartition(StageAccess stage) {
      this.stage = stage;
    }

    @Override
    public Iterator<long[]> call(Iterator<Row> rows) {
      long task = TaskContext.get().taskAttemptId();
      if (!rows.hasNext()) {
        return List.of(new long[] {task, 0}).iterator();
      }
      try (StageAccess.Writer writer = stage.open(task)) {
        while (rows.hasNext()) {
          writer.write(texts(rows.next()));
        }
        return List.of(new long[] {task, writer.finish()}).iterator();
      }
    }

    private static List<@Nullable String> texts(Row row) {
      List<@Nullable String> texts = new ArrayList<>(row.size());
      for (int i = 0; i < row.size(); i++) {
        texts.add(CanonicalText.of(row.get(i)));
      }
      return texts;
    }
  }
}
