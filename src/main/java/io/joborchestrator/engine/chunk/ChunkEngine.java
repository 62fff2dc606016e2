package io.joborchestrator.engine.chunk;

import io.joborchestrator.engine.RunListener;
import io.joborchestrator.pipeline.CompiledPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does for a run in chunks. But for {@link #prepare} it is called by the run's own
 * thread, one call at a time.
 */
public interface ChunkEngine {
  /**
   * One query from its files to its file.
   *
   * @param pipeline what to run; its output says how to write
   * @param files of the inputs that are in parts, also of those that are empty this time; any other
   *     input is read as a whole
   * @param target a file that does not exist yet
   * @param header csv: whether the file begins with the names
   * @param quarantines where the bad rows of an input go: files that do not exist yet
   * @param quarantineHeader whether those begin with the names
   * @param counted inputs whose bad rows are counted this time
   * @param scratch a folder for files that are not needed afterwards
   * @param listener progress of this query, 0 to 100
   */
  record Task(
      CompiledPipeline pipeline,
      Map<String, List<Path>> files,
      Path target,
      boolean header,
      Map<String, Path> quarantines,
      boolean quarantineHeader,
      List<CompiledPipeline.Input> counted,
      Path scratch,
      RunListener listener) {}

  /**
   * Rows of one task.
   *
   * @param read rows taken out of files, or null if the engine does not know
   * @param ownNanos what passes of ours over the files took, which is not the engine's time
   */
  record Rows(@Nullable Long read, long written, long bad, long ownNanos) {}

  /**
   * Looks through the files of a chunk that comes later, on a thread of its own while {@link #run}
   * works on the one before.
   *
   * @param files of the inputs that are in parts
   */
  default void prepare(CompiledPipeline pipeline, Map<String, List<Path>> files)
      throws IOException {}

  /** Blocks until the files are written. */
  Rows run(Task task) throws Exception;

  /**
   * The first rows of a finished file, as canonical text.
   *
   * @param header csv: whether the file begins with the names
   */
  List<List<@Nullable String>> firstRows(
      CompiledPipeline pipeline, Path file, boolean header, int rows) throws Exception;

  /**
   * @throws java.util.concurrent.CancellationException if the run was asked to end
   */
  void checkCancelled();
}
