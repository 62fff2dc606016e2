package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.engine.RunListener;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.schema.InputFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inputs that are read once and kept in the session for all chunks of a run. One per run. */
final class KeptInputs {
  private final DuckDbSession session;
  private final Path workDir;
  private final Map<String, DuckDbInputs> kept = new HashMap<>();
  private long ownNanos;

  KeptInputs(DuckDbSession session, Path workDir) {
    this.session = session;
    this.workDir = workDir;
  }

  boolean has(CompiledPipeline.Input input) {
    return kept.containsKey(input.name());
  }

  /** What an input was read by, or null if it is not kept. */
  @Nullable DuckDbInputs of(CompiledPipeline.Input input) {
    return kept.get(input.name());
  }

  /** What our own passes over the files took so far, which is not the engine's time. */
  long ownNanos() {
    return ownNanos;
  }

  /**
   * Reads an input. What the engine stumbles over in a file that is not plain may still be right:
   * then it is looked at more closely.
   *
   * @return its rows, or null if that is not known
   */
  @Nullable Long keep(CompiledPipeline.Input input, RunListener listener)
      throws SQLException, IOException {
    List<Path> files = InputFiles.of(input.spec());
    try {
      return read(input, files, false);
    } catch (OddFileException odd) {
      listener.log("info", odd.getMessage() + "; the input is read again record by record");
      try {
        return read(input, files, true);
      } catch (SQLException e) {
        throw odd.orRather(e);
      } catch (OddFileException again) {
        throw new IllegalStateException("All files were looked through", again);
      }
    }
  }

  private @Nullable Long read(CompiledPipeline.Input input, List<Path> files, boolean careful)
      throws SQLException, IOException, OddFileException {
    DuckDbInputs inputs = new DuckDbInputs(session, workDir, careful);
    inputs.use(input.name(), files);
    // Only now it is known which of the files nobody has looked through.
    inputs.register(input, -1);
    // How far this is says nothing of the chunk, but the watch sees to it that a cancel arrives.
    ProgressWatch watch = new ProgressWatch(session, RunListener.NONE, InputFiles.bytes(files));
    inputs.checked(watch, () -> inputs.load(input));
    Long rows = session.rowsScanned();
    inputs.showLoaded(input);
    ownNanos += inputs.ownNanos();
    kept.put(input.name(), inputs);
    return rows;
  }
}
