package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.engine.chunk.ChunkEngine;
import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The stages of a run in chunks, in one session. Inputs that are whole in each chunk are read once
 * and kept in the session. One per run.
 */
final class DuckDbChunks implements ChunkEngine {
  private final DuckDbSession session;
  private final DuckDbSettings settings;
  private final ChunkedPipeline pipeline;
  private final KeptInputs kept;

  DuckDbChunks(
      DuckDbSession session, DuckDbSettings settings, ChunkedPipeline pipeline, Path workDir) {
    this.session = session;
    this.settings = settings;
    this.pipeline = pipeline;
    this.kept = new KeptInputs(session, workDir);
  }

  @Override
  public void checkCancelled() {
    if (session.isInterrupted()) {
      throw new CancellationException("The run was cancelled");
    }
  }

  @Override
  public Rows run(Task task) throws IOException {
    try {
      boolean inOrder = pipeline.addsDoubles() && task.pipeline() == pipeline.chunk();
      // The last digits of a sum of doubles depend on which thread takes which rows.
      session.execute("SET threads = " + (inOrder ? 1 : settings.threads()));
      return runNow(task);
    } catch (SQLException e) {
      checkCancelled();
      throw DuckDbErrors.of(e);
    }
  }

  /** What the engine stumbles over in a file that is not plain may still be right: look closer. */
  private Rows runNow(Task task) throws SQLException, IOException {
    long ownBefore = kept.ownNanos();
    long keptRows = keepWhole(task);
    long own = kept.ownNanos() - ownBefore;
    try {
      return run(task, new DuckDbInputs(session, task.scratch()), keptRows, own);
    } catch (OddFileException odd) {
      task.listener().log("info", odd.getMessage() + "; the chunk is read again record by record");
      Files.deleteIfExists(task.target());
      try {
        return run(task, new DuckDbInputs(session, task.scratch(), true), keptRows, own);
      } catch (SQLException e) {
        throw odd.orRather(e);
      } catch (OddFileException again) {
        throw new IllegalStateException("All files were looked through", again);
      }
    }
  }

  /** Rows of the inputs that are whole in each chunk, if they are counted this time. */
  private long keepWhole(Task task) throws SQLException, IOException {
    long rows = 0;
    for (CompiledPipeline.Input input : task.pipeline().inputs()) {
      if (!task.files().containsKey(input.name()) && !kept.has(input)) {
        Long read = kept.keep(input, task.listener());
        rows += task.counted().contains(input) && read != null ? read : 0;
      }
    }
    return rows;
  }

  private Rows run(Task task, DuckDbInputs parts, long keptRows, long keptNanos)
      throws SQLException, IOException, OddFileException {
    for (CompiledPipeline.Input input : task.pipeline().inputs()) {
      List<Path> files = task.files().get(input.name());
      if (files != null) {
        parts.use(input.name(), files);
        parts.register(input, -1);
      }
    }
    long written = write(task, parts);
    Long scanned = session.rowsScanned();
    boolean staged = task.files().containsKey(ChunkedPipeline.STAGED);
    Long read = staged ? Long.valueOf(0) : scanned;
    return new Rows(
        read == null ? null : read + keptRows,
        written,
        badRows(task, parts),
        keptNanos + parts.ownNanos());
  }

  private long write(Task task, DuckDbInputs parts)
      throws SQLException, IOException, OddFileException {
    OutputSpec output = Objects.requireNonNull(task.pipeline().output());
    DuckDbOutput writer = new DuckDbOutput(session, task.pipeline(), output);
    long bytes = InputFiles.bytes(task.files().values().stream().flatMap(List::stream).toList());
    try (ProgressWatch watch = new ProgressWatch(session, task.listener(), bytes);
        TextWatch texts = new TextWatch(parts.unseenTexts())) {
      long written = writer.write(task.target(), task.header());
      if (!texts.isText()) {
        throw new OddFileException("There are bytes that are no UTF-8", null);
      }
      return written;
    } catch (SQLException e) {
      if (parts.hasUnseen() && DuckDbErrors.isOfCsv(e)) {
        throw new OddFileException("The columnar engine cannot read a file as it is", e);
      }
      throw e;
    }
  }

  private long badRows(Task task, DuckDbInputs parts) throws SQLException, IOException {
    BadRowFiles files = new BadRowFiles(session, task.quarantines(), task.quarantineHeader());
    long bad = 0;
    for (CompiledPipeline.Input input : task.counted()) {
      DuckDbInputs whole = kept.of(input);
      bad += files.collect(input, whole == null ? parts : whole);
    }
    return bad;
  }

  @Override
  public List<List<@Nullable String>> firstRows(
      CompiledPipeline shown, Path file, boolean header, int rows) throws SQLException {
    OutputSpec output = Objects.requireNonNull(shown.output());
    return new DuckDbOutput(session, shown, output).firstRows(file, header, rows);
  }
}
