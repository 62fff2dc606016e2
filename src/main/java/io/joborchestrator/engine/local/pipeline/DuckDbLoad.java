package io.joborchestrator.engine.local.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.connection.load.TableLoad;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.TableRun;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/**
 * Runs a pipeline whose result goes into a table: the rows are written to a file of the run's
 * folder, streamed into the staging table, and loaded. One per run.
 */
final class DuckDbLoad {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_ROWS = 100;

  private final JobRun run;
  private final StagedPipeline pipeline;
  private final DuckDbSession session;
  private final RunListener listener;
  private final TableRun tables;

  DuckDbLoad(
      JobRun run,
      StagedPipeline pipeline,
      DuckDbSession session,
      RunListener listener,
      TableRun tables) {
    this.run = run;
    this.pipeline = pipeline;
    this.session = session;
    this.listener = listener;
    this.tables = tables;
  }

  RunOutcome execute(DuckDbInputs inputs) throws Exception {
    List<Path> files = inputs.find(pipeline.inputs());
    TableLoad load = tables.load(pipeline.finish());
    OutputGroup beside = new OutputGroup(run, files);
    BadRows badRows = new BadRows(session, inputs, beside);
    try {
      if (load.loadedBefore().isPresent()) {
        return loadedBefore(load, load.loadedBefore().getAsLong());
      }
      badRows.open(pipeline.inputs());
      long start = System.nanoTime();
      DuckDbStages stages = new DuckDbStages(session, inputs, run.workDir());
      RunListener rest = stages.prepare(pipeline, listener);
      Path file = run.workDir().resolve("load.csv");
      long rows = write(inputs, file, rest, InputFiles.bytes(files));
      Long read = stages.finish(pipeline);
      long bad = badRows.collect(pipeline.inputs());
      // Whoever empties the table must not wait for our own look at it.
      tables.endReading();
      stage(load, file, rows);
      long millis = (System.nanoTime() - start) / 1_000_000;
      ObjectNode result =
          JSON.valueToTree(
              new RunResult(
                  TableRun.outputs(load, rows, badRows.files()),
                  read,
                  rows,
                  bad,
                  pipeline.finish().columns(),
                  load.firstRows(FIRST_ROWS),
                  millis,
                  null));
      listener.log("info", tables.publish(load, rows, result, beside));
      long records = read == null ? rows : read;
      listener.progress(new RunProgress(100.0, records, records, 0, "Loaded"));
      return new RunOutcome.Completed(result, records);
    } finally {
      load.discard();
      beside.discard();
    }
  }

  private RunOutcome loadedBefore(TableLoad load, long rows) {
    listener.log("info", TableRun.loadedBefore(load, rows));
    RunResult result = TableRun.result(load, rows);
    return new RunOutcome.Completed(JSON.<ObjectNode>valueToTree(result), rows);
  }

  private long write(DuckDbInputs inputs, Path file, RunListener rest, long bytes)
      throws SQLException, IOException, OddFileException {
    Files.deleteIfExists(file);
    OutputSpec texts = OutputSpec.of("csv", file.toString());
    DuckDbOutput writer = new DuckDbOutput(session, pipeline.finish(), texts);
    ProgressWatch progress = new ProgressWatch(session, rest, bytes);
    return inputs.checked(progress, () -> writer.writeRows(file));
  }

  private void stage(TableLoad load, Path file, long rows) throws IOException {
    long bytes = Math.max(1, Files.size(file));
    try (InputStream in = new Told(Files.newInputStream(file), rows, bytes)) {
      long staged = load.stage(in);
      if (staged != rows) {
        throw new IllegalStateException(rows + " rows were written, but " + staged + " staged");
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Tells how much of the file was sent, now and then. */
  private final class Told extends FilterInputStream {
    private static final long EVERY = 8L << 20;

    private final long rows;
    private final long all;
    private long sent;
    private long told;

    Told(InputStream in, long rows, long all) {
      super(in);
      this.rows = rows;
      this.all = all;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      sent += Math.max(0, read);
      if (sent - told >= EVERY) {
        told = sent;
        long done = rows * sent / all;
        String what = String.format(Locale.ENGLISH, "Staging row %,d of %,d", done, rows);
        listener.progress(new RunProgress(null, done, rows, 0, what));
      }
      return read;
    }
  }
}
