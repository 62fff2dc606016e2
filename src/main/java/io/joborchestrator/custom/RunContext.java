package io.joborchestrator.custom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt of a job, as its handler sees it. Thread-safe unless said otherwise. */
public interface RunContext {
  String jobId();

  String jobName();

  /** Grows with every attempt; two attempts of a job never have the same. */
  int epoch();

  /**
   * The job's configuration: texts, {@code Long}, {@code java.math.BigDecimal}, booleans, lists and
   * maps. Cannot be changed.
   */
  Map<String, Object> config();

  /** The same as JSON text. */
  String configJson();

  /** A folder of this attempt, there already, removed afterwards. */
  Path workFolder();

  /** A line of the job's log. */
  void log(String line);

  /** A line of the job's log that people should see. */
  void warn(String line);

  /**
   * Where the work stands. Cheap: call it as often as you like.
   *
   * @param percent 0 to 100, or negative while unknown; never shown to fall
   * @param records done so far
   * @param message what it does now, or null
   */
  void progress(double percent, long records, @Nullable String message);

  /** Somebody asked for the run to end, or its worker must stop. */
  boolean isCancelled();

  /**
   * Ends the run if it is asked to end.
   *
   * @throws RunCancelled let it pass: it is how the run ends
   */
  void checkCancelled();

  /** Calls this once when the run is asked to end, on another thread, at once if it already is. */
  void onCancel(Runnable hook);

  /**
   * Where to write what shall be visible as {@code target} once the run has completed: a hidden
   * place beside it. It appears in one step, only if this attempt is still the current one, and
   * never after a failure.
   *
   * @param target a full path; a name without ending such as {@code .csv} is a folder, which you
   *     make
   * @throws HandlerFailure if something is there already, or it cannot be written
   */
  Path output(Path target) throws HandlerFailure;

  /**
   * What was saved last, by this attempt or one before it; empty at the first attempt, and after
   * {@link #output} has become visible.
   */
  Optional<SavedState> checkpoint() throws IOException;

  /**
   * Saves how far the work has come, in the database: another attempt, on whatever worker, goes on
   * from there. One thread at a time; takes a round trip, so once in some seconds is enough.
   *
   * @param done parts done, more than at the last call
   * @param of parts in all, or 0 if nobody knows
   * @param state what the next attempt must know; at most a million characters
   * @return false if the database does not answer now: the run may go on and save later
   * @throws RunCancelled if another attempt is the current one
   */
  boolean saveCheckpoint(int done, int of, String state);

  /**
   * A folder for files that belong to checkpoints: it outlives the attempt, and goes with the job.
   */
  Path checkpointFolder() throws IOException;
}
