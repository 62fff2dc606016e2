package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.match.MatchRun;
import io.joborchestrator.engine.match.StageEngine;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run in its session. What the pipeline itself reads is registered once, whichever
 * stages read it. One per attempt at reading the inputs.
 */
final class DuckDbStages implements StageEngine {
  private static final String ALL_OPTIMIZERS = "SET disabled_optimizers = ''";

  private final DuckDbSession session;
  private final DuckDbInputs inputs;
  private final DuckDbInputs staged;
  private final long sampleRows;
  private final Set<String> registered = new HashSet<>();
  private long scanned;
  private boolean scannedIsKnown = true;

  DuckDbStages(DuckDbSession session, DuckDbInputs inputs, Path workDir) {
    this(session, inputs, workDir, -1);
  }

  /**
   * @param inputs of the pipeline, found
   * @param sampleRows rows taken from the start of each input, or -1 for all
   */
  DuckDbStages(DuckDbSession session, DuckDbInputs inputs, Path workDir, long sampleRows) {
    this.session = session;
    this.inputs = inputs;
    this.staged = new DuckDbInputs(session, workDir);
    this.sampleRows = sampleRows;
  }

  /**
   * Does everything that comes before the last stage, and makes that one ready; blocks.
   *
   * @return takes the progress of the last stage
   */
  RunListener prepare(StagedPipeline pipeline, RunListener listener) throws Exception {
    MatchRun matches = new MatchRun(pipeline, this, listener);
    matches.execute();
    register(pipeline.finish());
    return matches.rest();
  }

  /** Makes everything that a stage reads a view. */
  private void register(CompiledPipeline stage) throws SQLException, IOException {
    for (CompiledPipeline.Input input : stage.inputs()) {
      if (StagedPipeline.isStaged(input)) {
        staged.use(input.name(), List.of(Path.of(input.spec().path())));
        staged.register(input, -1);
      } else if (registered.add(input.name())) {
        inputs.register(input, sampleRows);
      }
    }
    boolean texts = stage.inputs().stream().anyMatch(CompiledPipeline.Input::isText);
    session.execute(texts ? DuckDbInputs.CHECKS_FIRST : ALL_OPTIMIZERS);
  }

  private static boolean readsInputs(CompiledPipeline stage) {
    return !stage.inputs().stream().allMatch(StagedPipeline::isStaged);
  }

  @Override
  public long write(CompiledPipeline stage, RunListener listener)
      throws SQLException, IOException, OddFileException {
    register(stage);
    OutputSpec output = Objects.requireNonNull(stage.output());
    Path file = Path.of(output.path());
    DuckDbOutput writer = new DuckDbOutput(session, stage, output);
    // A sample says nothing of the rest of a file.
    if (!readsInputs(stage) || sampleRows >= 0) {
      return inAnyOrder(
          () -> {
            try (ProgressWatch progress = new ProgressWatch(session, listener, 0)) {
              return writer.write(file, false);
            }
          });
    }
    return inAnyOrder(
        () -> {
          ProgressWatch progress = new ProgressWatch(session, listener, 0);
          long rows = inputs.checked(progress, () -> writer.write(file, false));
          countScanned(stage);
          return rows;
        });
  }

  @FunctionalInterface
  private interface Writing {
    long write() throws SQLException, IOException, OddFileException;
  }

  /** Keeping the order of rows would need memory for those that wait for their turn. */
  private long inAnyOrder(Writing writing) throws SQLException, IOException, OddFileException {
    session.execute("SET preserve_insertion_order = false");
    long rows = writing.write();
    session.execute("SET preserve_insertion_order = true");
    return rows;
  }

  private void countScanned(CompiledPipeline stage) throws SQLException {
    Long rows = session.rowsScanned();
    scannedIsKnown &= rows != null && stage.inputs().stream().noneMatch(StagedPipeline::isStaged);
    scanned += rows == null ? 0 : rows;
  }

  /**
   * Called at once behind the last stage; the inputs can be read for their bad rows then.
   *
   * @return rows that were read of the pipeline's inputs, or null if that is not known
   */
  @Nullable Long finish(StagedPipeline pipeline) throws SQLException {
    Long read = inputs.rows();
    if (read == null) {
      if (readsInputs(pipeline.finish())) {
        countScanned(pipeline.finish());
      }
      read = scannedIsKnown ? Long.valueOf(scanned) : null;
    }
    if (pipeline.inputs().stream().anyMatch(CompiledPipeline.Input::isText)) {
      session.execute(DuckDbInputs.CHECKS_FIRST);
    }
    return read;
  }

  @Override
  public List<List<@Nullable String>> rows(CompiledPipeline stage)
      throws SQLException, IOException {
    register(stage);
    return session.query(stage.query(), DuckDbOutput::texts);
  }

  @Override
  public void checkCancelled() {
    if (session.isInterrupted()) {
      throw new CancellationException("The run was cancelled");
    }
  }
}
