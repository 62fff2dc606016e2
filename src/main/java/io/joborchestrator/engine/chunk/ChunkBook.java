package io.joborchestrator.engine.chunk;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.Checkpoint;
import io.joborchestrator.engine.Checkpoints;
import io.joborchestrator.engine.Checkpoints.Answer;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The finished chunks of a run: those found at its start and those it adds. One per run. */
final class ChunkBook {
  private final JobRun run;
  private final Checkpoints checkpoints;
  private final ChunkPlan plan;
  private final ChunkFolder folder;
  private final RunListener listener;
  private final List<FinishedChunk> finished = new ArrayList<>();
  private final Deque<Checkpoint> unsaved = new ArrayDeque<>();
  private long read;
  private long written;
  private long bad;
  private boolean readIsKnown = true;

  ChunkBook(JobRun run, ChunkPlan plan, ChunkFolder folder, RunListener listener) {
    this.run = run;
    this.checkpoints = run.checkpoints();
    this.plan = plan;
    this.folder = folder;
    this.listener = listener;
  }

  /** Takes over what can be used of earlier attempts. */
  void resume() {
    List<Checkpoint> found = checkpoints.load();
    if (found.isEmpty()) {
      return;
    }
    for (Checkpoint checkpoint : found) {
      if (!isUsable(checkpoint)) {
        break;
      }
      finished.add(FinishedChunk.of(checkpoint.output(), folder.path()));
      count(
          new ChunkEngine.Rows(
              checkpoint.rowsRead(), checkpoint.rowsWritten(), checkpoint.badRows(), 0));
    }
    String words = words(found);
    listener.log("info", words);
    require(checkpoints.resume(finished.size(), words));
  }

  private boolean isUsable(Checkpoint checkpoint) {
    return checkpoint.chunk() == finished.size()
        && checkpoint.fingerprint().equals(plan.fingerprint())
        && checkpoint.folder().equals(folder.path().toString())
        && FinishedChunk.isThere(checkpoint.output(), folder.path());
  }

  private String words(List<Checkpoint> found) {
    int done = finished.size();
    if (done > 0) {
      return done < plan.chunks().size()
          ? "Resumed from checkpoint at chunk " + (done + 1) + " of " + plan.stages()
          : "Resumed from checkpoint: all " + done + " chunks were there";
    }
    Checkpoint first = found.get(0);
    if (!first.fingerprint().equals(plan.fingerprint())) {
      return "Started again: the inputs, the steps or the engine have changed since an earlier"
          + " attempt made "
          + found.size()
          + " of "
          + first.chunks()
          + " chunks";
    }
    return "Started again: the chunks of an earlier attempt in "
        + first.folder()
        + " cannot be seen from here, or are damaged";
  }

  int done() {
    return finished.size();
  }

  List<FinishedChunk> finished() {
    return finished;
  }

  /** Where the piece before the next one ended. */
  long end() {
    return finished.isEmpty() ? 0 : finished.get(finished.size() - 1).end();
  }

  /** Stores a chunk whose files are complete. */
  void add(FinishedChunk chunk, ChunkEngine.Rows rows) throws IOException {
    Long readRows = rows.read();
    unsaved.add(
        new Checkpoint(
            finished.size(),
            plan.stages(),
            run.epoch(),
            plan.fingerprint(),
            folder.path().toString(),
            chunk.toJson(),
            readRows == null ? 0 : readRows,
            rows.written(),
            rows.bad()));
    finished.add(chunk);
    count(rows);
    save();
  }

  /** What the database did not take now is tried again with the next one. */
  private void save() {
    while (!unsaved.isEmpty()) {
      Answer answer = require(checkpoints.save(unsaved.element()));
      if (answer == Answer.UNKNOWN) {
        listener.log(
            "warn", "The database did not answer: the chunk is stored together with the next one");
        return;
      }
      unsaved.remove();
    }
  }

  private static Answer require(Answer answer) {
    if (answer == Answer.FENCED) {
      throw new OrchestratorException(
          ErrorCode.FENCED,
          "Another attempt of this job is the current one; nothing was published.");
    }
    return answer;
  }

  void count(ChunkEngine.Rows rows) {
    Long readRows = rows.read();
    readIsKnown &= readRows != null;
    read += readRows == null ? 0 : readRows;
    written += rows.written();
    bad += rows.bad();
  }

  /** Rows read, or 0 if the engine does not tell. */
  long read() {
    return readIsKnown ? read : 0;
  }

  boolean readIsKnown() {
    return readIsKnown;
  }

  /** Rows the chunks wrote. */
  long written() {
    return written;
  }

  long bad() {
    return bad;
  }
}
