package io.joborchestrator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.RunSessions;
import io.joborchestrator.connection.load.TableLoad;
import io.joborchestrator.connection.read.TableSources;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.pipeline.CompiledPipeline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What one run does in databases that its job names, whatever engine it runs on. One per run, used
 * by one thread; {@link #cancel} may be called by others.
 */
public final class TableRun implements AutoCloseable {
  private final Connections connections;
  private final JobRun run;
  private final RunSessions sessions;
  private final TableSources sources;

  public TableRun(Connections connections, JobRun run) {
    this.connections = connections;
    this.run = run;
    this.sessions = new RunSessions(run.sessionLabel());
    this.sources = new TableSources(connections, sessions);
  }

  /** The tables it reads. */
  public TableSources sources() {
    return sources;
  }

  /** Lets go of the moment that the tables were read at. */
  public void endReading() {
    sources.close();
  }

  /** Begins to load the result of a pipeline into its table; blocks. */
  public TableLoad load(CompiledPipeline pipeline) {
    // The number makes a job's own id unique where two installations load into one database.
    TableLoad.Attempt attempt = new TableLoad.Attempt(run.jobId() + "#" + run.no(), run.epoch());
    return TableLoad.open(
        connections,
        sessions,
        Objects.requireNonNull(pipeline.output()),
        pipeline.columns(),
        attempt);
  }

  /** Ends what the databases do for the run. Returns at once. */
  public void cancel() {
    sessions.cancel();
  }

  @Override
  public void close() {
    sources.close();
    sessions.close();
  }

  /** A line for the log. */
  public static String loadedBefore(TableLoad load, long rows) {
    return String.format(
        Locale.ENGLISH,
        "An earlier attempt of this job has loaded %,d rows into %s already; nothing is loaded"
            + " twice.",
        rows,
        load.describe());
  }

  /**
   * Loads what was staged, and makes the files beside it visible; blocks.
   *
   * @param rows that were staged
   * @param result of the job, kept with the manifest
   * @return a line for the log
   * @throws OrchestratorException FENCED and others; nothing was loaded then
   */
  public String publish(TableLoad load, long rows, JsonNode result, OutputGroup beside)
      throws IOException {
    long start = System.nanoTime();
    long changed = load.publish(rows, beside.details(result), run.gate()::tryEnter);
    beside.place();
    return String.format(
        Locale.ENGLISH,
        "Loaded %,d rows into %s, %,d inserted or changed, in %,d ms",
        rows,
        load.describe(),
        changed,
        (System.nanoTime() - start) / 1_000_000);
  }

  /** The result of a run that found its rows loaded. */
  public static RunResult result(TableLoad load, long rows) {
    List<RunResult.OutputFile> outputs = outputs(load, rows, List.of());
    return new RunResult(outputs, null, rows, null, List.of(), List.of(), null, null);
  }

  /** A table as an output of a run, and the files beside it. */
  public static List<RunResult.OutputFile> outputs(
      TableLoad load, long rows, List<RunResult.OutputFile> files) {
    List<RunResult.OutputFile> outputs = new ArrayList<>();
    outputs.add(new RunResult.OutputFile(load.describe(), "jdbc", null, rows));
    outputs.addAll(files);
    return outputs;
  }
}
