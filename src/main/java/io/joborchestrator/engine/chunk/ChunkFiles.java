package io.joborchestrator.engine.chunk;

import io.joborchestrator.engine.output.FileTrees;
import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.chunk.Piece;
import io.joborchestrator.pipeline.chunk.Slices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts the files of the chunks out of the inputs: those of the next chunk while the engine works on
 * this one. For one run; used by its thread alone.
 */
final class ChunkFiles implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChunkFiles.class);

  private final ChunkedPipeline pipeline;
  private final ChunkPlan plan;
  private final ChunkEngine engine;
  private final Path workDir;
  private @Nullable FutureTask<Chunk> next;
  private @Nullable Path used;

  ChunkFiles(ChunkedPipeline pipeline, ChunkPlan plan, ChunkEngine engine, Path workDir) {
    this.pipeline = pipeline;
    this.plan = plan;
    this.engine = engine;
    this.workDir = workDir;
  }

  /**
   * The files of one chunk.
   *
   * @param scratch a folder of its own, in which they are
   * @param files by input
   * @param pieces what each file was cut out of
   * @param end where the last piece ended
   */
  record Chunk(
      int no, Path scratch, Map<String, List<Path>> files, Map<Path, Piece> pieces, long end) {}

  /**
   * @param begin where the chunk before this one ended
   */
  Chunk take(int no, long begin) throws Exception {
    FutureTask<Chunk> task = next;
    next = null;
    Chunk chunk = task == null ? cut(no, begin) : result(task);
    if (chunk.no() != no) {
      throw new IllegalStateException("Chunk " + no + " was asked for behind " + chunk.no());
    }
    if (no + 1 < plan.chunks().size()) {
      next = ahead(no + 1, chunk.end());
    }
    return chunk;
  }

  /** Its files are not needed any more; they go while the engine works on the next chunk. */
  void done(Chunk chunk) {
    used = chunk.scratch();
  }

  private FutureTask<Chunk> ahead(int no, long begin) {
    Path unneeded = used;
    used = null;
    FutureTask<Chunk> task =
        new FutureTask<>(
            () -> {
              if (unneeded != null) {
                FileTrees.delete(unneeded);
              }
              return cut(no, begin);
            });
    Thread thread = new Thread(task, Thread.currentThread().getName() + "-ahead");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static Chunk result(FutureTask<Chunk> task) throws Exception {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private Chunk cut(int no, long begin) throws IOException {
    Path scratch = Files.createDirectories(workDir.resolve("chunk-" + no));
    Map<String, List<Path>> files = new HashMap<>();
    pipeline.cut().forEach(input -> files.put(input, new ArrayList<>()));
    Map<Path, Piece> pieces = new HashMap<>();
    long end = 0;
    for (Piece piece : plan.chunks().get(no)) {
      var spec = Objects.requireNonNull(plan.inputs().get(piece.input()));
      Slices.Slice slice = Slices.of(piece, spec, piece.from() == 0 ? 0 : begin, scratch);
      files.computeIfAbsent(piece.input(), key -> new ArrayList<>()).add(slice.file());
      pieces.put(slice.file(), piece);
      end = slice.end();
    }
    engine.prepare(pipeline.chunk(), files);
    return new Chunk(no, scratch, files, pieces, end);
  }

  /** Nothing is written to the run's folder any more. */
  @Override
  public void close() throws InterruptedException, IOException {
    FutureTask<Chunk> task = next;
    if (task != null) {
      try {
        task.get();
      } catch (ExecutionException e) {
        log.debug("The chunk that was cut ahead is not needed", e);
      }
    }
    if (used != null) {
      FileTrees.delete(used);
    }
  }
}
