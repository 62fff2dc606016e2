package io.joborchestrator.engine.chunk;

import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.CheckpointSpec;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.sql.PipelineCompiler;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run is cut into chunks.
 *
 * @param pipeline null: run it as a whole
 * @param reason a sentence for the log, or null if nobody would ask
 */
public record ChunkDecision(
    @Nullable ChunkedPipeline pipeline, long chunkBytes, @Nullable String reason) {
  /** Above this size of the largest input a run is cut into chunks by itself. */
  static final long LARGE = 256L << 20;

  private static final long USUAL_CHUNK = 128L << 20;
  private static final int MOST_CHUNKS = 1000;

  /**
   * @param kept whether finished chunks can be kept
   * @throws io.joborchestrator.domain.error.OrchestratorException if the pipeline is wrong, or an
   *     input is missing
   */
  public static ChunkDecision of(PipelineSpec spec, Dialect dialect, boolean kept) {
    CheckpointSpec wanted = spec.checkpoint() == null ? CheckpointSpec.AUTO : spec.checkpoint();
    String mode = wanted.enabled() == null ? "auto" : wanted.enabled();
    if (!kept || mode.equals("never")) {
      return new ChunkDecision(null, 0, null);
    }
    if (spec.inputs().values().stream().anyMatch(InputSpec::readsTable)) {
      return new ChunkDecision(
          null,
          0,
          "Not cut into chunks, so another attempt would start again: a table may hold other rows"
              + " when it is read again.");
    }
    if (spec.output() != null && spec.output().writesTable()) {
      return new ChunkDecision(
          null,
          0,
          "Not cut into chunks, so another attempt would start again: a table is loaded at once.");
    }
    if (spec.hasMatch()) {
      return new ChunkDecision(
          null,
          0,
          "Not cut into chunks, so another attempt would start again: a match compares rows of all"
              + " chunks.");
    }
    String largest = "";
    long bytes = -1;
    for (Map.Entry<String, InputSpec> input : spec.inputs().entrySet()) {
      long size = InputFiles.bytes(InputFiles.of(input.getValue()));
      if (size > bytes) {
        bytes = size;
        largest = input.getKey();
      }
    }
    if (mode.equals("auto") && bytes <= LARGE) {
      return new ChunkDecision(null, 0, null);
    }
    Optional<ChunkedPipeline> pipeline =
        new PipelineCompiler().compileChunked(spec, dialect, largest);
    if (pipeline.isEmpty()) {
      return new ChunkDecision(
          null,
          0,
          String.format(
              Locale.ENGLISH,
              "Not cut into chunks, so another attempt would start again: the steps need all rows"
                  + " of '%s' in more than one place, or only the first ones.",
              largest));
    }
    long size =
        wanted.chunkBytes() != null
            ? wanted.chunkBytes()
            : Math.max(USUAL_CHUNK, (bytes + MOST_CHUNKS - 1) / MOST_CHUNKS);
    return new ChunkDecision(pipeline.get(), size, null);
  }
}
