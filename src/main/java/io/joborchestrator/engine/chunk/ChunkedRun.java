package io.joborchestrator.engine.chunk;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.Checkpoints;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.PartProgress;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.output.FileTrees;
import io.joborchestrator.engine.output.OutputPublisher;
import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.chunk.Piece;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of a pipeline in chunks: goes on behind the last chunk that is stored, stores each
 * chunk it finishes, puts all of them together and publishes the result. The chunks are done one
 * after the other, so that a lost attempt loses one of them at most. One per run.
 */
public final class ChunkedRun {
  private static final Logger log = LoggerFactory.getLogger(ChunkedRun.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int FIRST_ROWS = 100;

  private final JobRun run;
  private final RunListener listener;
  private final ChunkedPipeline pipeline;
  private final ChunkEngine engine;
  private final OutputSpec output;
  private final ChunkPlan plan;
  private final long began = System.nanoTime();
  private long engineNanos;

  /**
   * @param decision with a pipeline
   */
  public ChunkedRun(JobRun run, RunListener listener, ChunkDecision decision, ChunkEngine engine) {
    this.run = run;
    this.listener = listener;
    this.pipeline = Objects.requireNonNull(decision.pipeline());
    this.engine = engine;
    this.plan = ChunkPlan.of(pipeline, decision.chunkBytes());
    this.output = Objects.requireNonNull(last().output());
  }

  private CompiledPipeline last() {
    CompiledPipeline finish = pipeline.finish();
    return finish == null ? pipeline.chunk() : finish;
  }

  /** Runs to the end; blocks. */
  public RunOutcome.Completed execute() throws Exception {
    OutputPublisher publisher = OutputPublisher.open(output, run, plan.allFiles());
    Quarantines quarantines = Quarantines.open(plan, run);
    ChunkFolder folder = new ChunkFolder(publisher.target(), run.no(), run.epoch());
    ChunkBook book = new ChunkBook(run, plan, folder, listener);
    try {
      folder.open();
      listener.log("info", plan());
      book.resume();
      try (ChunkFiles files = new ChunkFiles(pipeline, plan, engine, run.workDir())) {
        while (book.done() < plan.chunks().size()) {
          chunk(files, book, folder, quarantines);
        }
      }
      RunResult result = finish(book, publisher, quarantines, folder);
      end(folder);
      Long read = result.rowsRead();
      long records = read == null ? book.written() : read;
      listener.progress(new RunProgress(100.0, records, records, 0, "Published"));
      return new RunOutcome.Completed(JSON.<ObjectNode>valueToTree(result), records);
    } catch (Exception e) {
      if (book.done() == 0 || isFinal(e)) {
        folder.delete();
      }
      throw e;
    } finally {
      publisher.discard();
      quarantines.discard();
    }
  }

  /** Wrong data stays wrong: another attempt would fail at the same place. */
  private static boolean isFinal(Exception failure) {
    return failure instanceof OrchestratorException known
        && (known.type() == ErrorType.DATA || known.code() == ErrorCode.INPUT_FORMAT);
  }

  private String plan() {
    return String.format(
        Locale.ENGLISH,
        "Cut into %d chunks, %,d bytes in %d files; %s",
        plan.chunks().size(),
        InputFiles.bytes(plan.allFiles()),
        plan.allFiles().size(),
        pipeline.words());
  }

  private void chunk(ChunkFiles files, ChunkBook book, ChunkFolder folder, Quarantines quarantines)
      throws Exception {
    engine.checkCancelled();
    int no = book.done();
    long start = System.nanoTime();
    ChunkFiles.Chunk cut = files.take(no, book.end());
    String name = "chunk-%05d".formatted(no);
    List<CompiledPipeline.Input> counted =
        pipeline.chunk().inputs().stream()
            .filter(input -> no == 0 || pipeline.cut().contains(input.name()))
            .toList();
    Path target = folder.temporary(name, ending());
    Map<String, Path> bad = quarantineFiles(counted, folder, name, quarantines);
    boolean header = no == 0 || writesFolder();
    String words = "Chunk " + (no + 1) + " of " + plan.stages();
    PartProgress progress = new PartProgress(listener, no, plan.stages(), words, book.read());
    progress.begin();
    ChunkEngine.Rows rows =
        run(
            new ChunkEngine.Task(
                pipeline.chunk(),
                cut.files(),
                target,
                header,
                bad,
                no == 0,
                counted,
                cut.scratch(),
                progress),
            cut.pieces());
    Map<String, Path> finished = new LinkedHashMap<>();
    for (Map.Entry<String, Path> entry : bad.entrySet()) {
      finished.put(entry.getKey(), folder.finish(entry.getValue()));
    }
    book.add(new FinishedChunk(folder.finish(target), finished, cut.end()), rows);
    files.done(cut);
    listener.log("info", words(no, rows, start));
  }

  /** Errors name the file people know. */
  private ChunkEngine.Rows run(ChunkEngine.Task task, Map<Path, Piece> pieces) throws Exception {
    try {
      return timed(task);
    } catch (OrchestratorException e) {
      String message = String.valueOf(e.getMessage());
      for (Map.Entry<Path, Piece> slice : pieces.entrySet()) {
        Piece piece = slice.getValue();
        String known = piece.file() + (piece.from() > 0 ? ", from byte " + piece.from() : "");
        message = message.replace(slice.getKey().toString(), known);
      }
      throw new OrchestratorException(e.code(), message, e.getCause());
    }
  }

  private ChunkEngine.Rows timed(ChunkEngine.Task task) throws Exception {
    long start = System.nanoTime();
    ChunkEngine.Rows rows = engine.run(task);
    engineNanos += System.nanoTime() - start - rows.ownNanos();
    return rows;
  }

  private String ending() {
    OutputSpec written = Objects.requireNonNull(pipeline.chunk().output());
    boolean gzip = "gzip".equals(written.compression()) && !written.format().equals("parquet");
    return "." + written.format() + (gzip ? ".gz" : "");
  }

  private boolean writesFolder() {
    return pipeline.finish() == null
        && !output.path().toLowerCase(Locale.ROOT).matches(".*[.](csv|json|parquet)");
  }

  private static Map<String, Path> quarantineFiles(
      List<CompiledPipeline.Input> counted,
      ChunkFolder folder,
      String name,
      Quarantines quarantines)
      throws IOException {
    Map<String, Path> files = new LinkedHashMap<>();
    for (CompiledPipeline.Input input : counted) {
      if (quarantines.has(input.name())) {
        files.put(input.name(), folder.temporary(name + "-" + input.relation() + "-bad", ".csv"));
      }
    }
    return files;
  }

  private String words(int no, ChunkEngine.Rows rows, long start) {
    Long read = rows.read();
    return String.format(
        Locale.ENGLISH,
        "Chunk %d of %d done: %s%,d rows written in %,d ms",
        no + 1,
        plan.stages(),
        read == null ? "" : String.format(Locale.ENGLISH, "%,d rows read, ", read),
        rows.written(),
        (System.nanoTime() - start) / 1_000_000);
  }

  private RunResult finish(
      ChunkBook book, OutputPublisher publisher, Quarantines quarantines, ChunkFolder folder)
      throws Exception {
    engine.checkCancelled();
    int stage = plan.chunks().size();
    PartProgress progress =
        new PartProgress(
            listener, stage, plan.stages(), "Putting the chunks together", book.read());
    progress.begin();
    List<Path> files = book.finished().stream().map(FinishedChunk::file).toList();
    CompiledPipeline finish = pipeline.finish();
    Map<String, Path> bad = Map.of();
    long written = book.written();
    if (finish == null) {
      OutputJoiner.join(files, output.format(), publisher);
    } else {
      Path scratch = Files.createDirectories(run.workDir().resolve("finish"));
      List<CompiledPipeline.Input> counted = countedAtTheEnd(finish);
      bad = quarantineFiles(counted, folder, "finish", quarantines);
      ChunkEngine.Rows rows =
          timed(
              new ChunkEngine.Task(
                  finish,
                  Map.of(ChunkedPipeline.STAGED, files),
                  target(publisher),
                  true,
                  bad,
                  true,
                  counted,
                  scratch,
                  progress));
      Long read = rows.read();
      book.count(new ChunkEngine.Rows(read == null ? null : read, 0, rows.bad(), 0));
      written = rows.written();
      FileTrees.delete(scratch);
    }
    quarantines.join(book.finished(), bad);
    return publish(book, written, publisher, quarantines, folder);
  }

  /** Those that were whole in each chunk were counted with the first one. */
  private List<CompiledPipeline.Input> countedAtTheEnd(CompiledPipeline finish) {
    return finish.inputs().stream()
        .filter(input -> !input.name().equals(ChunkedPipeline.STAGED))
        .filter(
            input ->
                pipeline.chunk().inputs().stream()
                    .noneMatch(other -> other.name().equals(input.name())))
        .toList();
  }

  private static Path target(OutputPublisher publisher) throws IOException {
    if (!publisher.isFolder()) {
      return publisher.staging();
    }
    Files.createDirectory(publisher.staging());
    return publisher.staging().resolve(publisher.partName(0));
  }

  private RunResult publish(
      ChunkBook book,
      long written,
      OutputPublisher publisher,
      Quarantines quarantines,
      ChunkFolder folder)
      throws Exception {
    List<Path> staged = staged(publisher);
    List<RunResult.OutputFile> files = new ArrayList<>();
    for (Path file : staged) {
      Path target =
          publisher.isFolder()
              ? publisher.target().resolve(file.getFileName())
              : publisher.target();
      Long rows = staged.size() == 1 ? written : null;
      files.add(
          new RunResult.OutputFile(target.toString(), output.format(), Files.size(file), rows));
    }
    files.addAll(quarantines.files());
    long millis = (System.nanoTime() - began) / 1_000_000;
    RunResult result =
        new RunResult(
            files,
            book.readIsKnown() ? book.read() : null,
            written,
            book.bad(),
            last().columns(),
            firstRows(book, staged),
            engineNanos / 1_000_000,
            null);
    ObjectNode details = JSON.createObjectNode();
    details.set("result", JSON.valueToTree(result));
    details.set("also", quarantines.manifests());
    publisher.publish(details);
    quarantines.publish();
    listener.log(
        "info", String.format(Locale.ENGLISH, "Wrote %,d rows in %,d ms", written, millis));
    return result;
  }

  private List<List<@Nullable String>> firstRows(ChunkBook book, List<Path> staged)
      throws Exception {
    boolean concatenated = pipeline.finish() == null;
    List<Path> files =
        concatenated ? book.finished().stream().map(FinishedChunk::file).toList() : staged;
    List<List<@Nullable String>> rows = new ArrayList<>();
    for (int i = 0; i < files.size() && rows.size() < FIRST_ROWS; i++) {
      boolean header = !concatenated || i == 0 || writesFolder();
      rows.addAll(engine.firstRows(last(), files.get(i), header, FIRST_ROWS - rows.size()));
    }
    return rows;
  }

  private static List<Path> staged(OutputPublisher publisher) throws IOException {
    if (!publisher.isFolder()) {
      return List.of(publisher.staging());
    }
    try (Stream<Path> files = Files.list(publisher.staging())) {
      return files.sorted().toList();
    }
  }

  /** The result is published: what is left over now does no harm, and is found by the clean-up. */
  private void end(ChunkFolder folder) {
    try {
      folder.delete();
      if (run.checkpoints().end() != Checkpoints.Answer.STORED) {
        log.info("The chunks of {} are forgotten later", run.jobId());
      }
    } catch (IOException | RuntimeException e) {
      log.warn("The folder {} is removed later", folder.path(), e);
    }
  }
}
