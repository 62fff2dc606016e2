package io.joborchestrator.engine;

import io.joborchestrator.connection.Connections;
import io.joborchestrator.connection.RunSessions;
import io.joborchestrator.connection.load.TableLoad;
import io.joborchestrator.connection.read.TableSources;
import io.joborchestrator.pipeline.CompiledPipeline;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What one run does in databases that its job names, whatever engine it runs on. One per run, used
 * by one thread; {@link #cancel} may be called by others.
 */
public final class TableRun implements AutoCloseable {
  private final Connections connections;
  private final RunSessions sessions;
  private final TableSources sources;

  public TableRun(Connections connections, JobRun run) {
    this.connections = connections;
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
  public TableLoad load(CompiledPipeline pipeline, JobRun run) {
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

  /** The result of a run that found its rows loaded. */
  public static RunResult result(String table, long rows) {
    return new RunResult(
        List.of(output(table, rows)), null, rows, null, List.of(), List.of(), null, null);
  }

  /** A table as an output of a run. */
  public static RunResult.OutputFile output(String table, long rows) {
    return new RunResult.OutputFile(table, "jdbc", 0, rows);
  }
}
