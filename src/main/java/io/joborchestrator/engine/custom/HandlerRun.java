package io.joborchestrator.engine.custom;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.custom.HandlerFailure;
import io.joborchestrator.custom.RunCancelled;
import io.joborchestrator.custom.RunContext;
import io.joborchestrator.custom.SavedState;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.Checkpoint;
import io.joborchestrator.engine.Checkpoints;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.engine.local.LocalRunner.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt as its handler sees it, on top of what the core gives an engine. */
final class HandlerRun implements RunContext {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_LONG_FOR_INTS);
  private static final int LONGEST_STATE = 1_000_000;

  private final JobRun run;
  private final RunListener listener;
  private final Cancellation cancellation;
  private final Path checkpoints;
  private final String handler;
  private final ObjectNode config;
  private final HandlerOutputs outputs;
  private double percent = -1;
  private long records;
  private int saved;

  HandlerRun(
      JobRun run, RunListener listener, Cancellation cancellation, Path checkpoints, String handler)
      throws IOException {
    this.run = run;
    this.listener = listener;
    this.cancellation = cancellation;
    this.checkpoints = checkpoints;
    this.handler = handler;
    this.config =
        run.config().path("config") instanceof ObjectNode own ? own : JSON.createObjectNode();
    this.outputs = new HandlerOutputs(run);
    Files.createDirectories(run.workDir());
  }

  @Override
  public String jobId() {
    return run.jobId();
  }

  @Override
  public String jobName() {
    return run.name();
  }

  @Override
  public int epoch() {
    return run.epoch();
  }

  @Override
  public Map<String, Object> config() {
    return Collections.unmodifiableMap(
        JSON.convertValue(config, new TypeReference<Map<String, Object>>() {}));
  }

  @Override
  public String configJson() {
    return config.toString();
  }

  @Override
  public Path workFolder() {
    return run.workDir();
  }

  @Override
  public void log(String line) {
    listener.log("info", String.valueOf(line));
  }

  @Override
  public void warn(String line) {
    listener.log("warn", String.valueOf(line));
  }

  @Override
  public void progress(double reached, long done, @Nullable String message) {
    RunProgress progress;
    synchronized (this) {
      records = Math.max(records, done);
      // A hundred is said when the output is visible.
      percent = Math.max(percent, Math.min(reached, 99.9));
      progress = new RunProgress(percent < 0 ? null : percent, records, 0, 0, message);
    }
    listener.progress(progress);
  }

  @Override
  public boolean isCancelled() {
    return cancellation.isRequested();
  }

  @Override
  public void checkCancelled() {
    if (cancellation.isRequested()) {
      throw new RunCancelled(cancellation.reason());
    }
  }

  @Override
  public void onCancel(Runnable hook) {
    cancellation.onRequest(hook);
  }

  @Override
  public Path output(Path target) throws HandlerFailure {
    try {
      return outputs.open(target);
    } catch (OrchestratorException e) {
      throw new HandlerFailure(
          HandlerFailure.Type.REQUEST, e.code().wire(), String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public Optional<SavedState> checkpoint() {
    if (!run.checkpoints().areKept()) {
      return Optional.empty();
    }
    List<Checkpoint> parts = run.checkpoints().load();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint last = parts.get(parts.size() - 1);
    if (!last.fingerprint().equals(handler)) {
      return Optional.empty();
    }
    saved = last.chunk() + 1;
    if (last.epoch() < run.epoch()) {
      String reason = "Goes on behind part " + saved;
      listener.log("info", reason);
      resume(reason);
    }
    return Optional.of(new SavedState(saved, last.output().path("state").asText()));
  }

  /** An event for people; what was saved stays. */
  private void resume(String reason) {
    if (run.checkpoints().resume(saved, reason) == Checkpoints.Answer.FENCED) {
      throw fenced();
    }
  }

  @Override
  public boolean saveCheckpoint(int done, int of, String state) {
    if (done <= saved) {
      throw new IllegalArgumentException(
          "done must grow from checkpoint to checkpoint: " + done + " after " + saved);
    }
    if (of != 0 && of < done) {
      throw new IllegalArgumentException("of all " + of + " parts " + done + " cannot be done");
    }
    if (state.length() > LONGEST_STATE) {
      throw new IllegalArgumentException("a state has at most " + LONGEST_STATE + " characters");
    }
    if (!run.checkpoints().areKept()) {
      return false;
    }
    ObjectNode output = JSON.createObjectNode().put("state", state);
    Checkpoints.Answer answer =
        run.checkpoints()
            .save(
                new Checkpoint(
                    done - 1,
                    of == 0 ? done + 1 : of,
                    run.epoch(),
                    handler,
                    folder().toString(),
                    output,
                    0,
                    0,
                    0));
    if (answer == Checkpoints.Answer.FENCED) {
      throw fenced();
    }
    if (answer == Checkpoints.Answer.STORED) {
      saved = done;
      return true;
    }
    return false;
  }

  private static RunCancelled fenced() {
    return new RunCancelled("Another attempt of this job is the current one.");
  }

  @Override
  public Path checkpointFolder() throws IOException {
    return Files.createDirectories(folder());
  }

  private Path folder() {
    String id = run.jobId().replaceAll("[^A-Za-z0-9_-]", "_");
    return checkpoints
        .toAbsolutePath()
        .resolve(id.substring(0, Math.min(60, id.length())) + "-" + run.no());
  }

  /** Makes the outputs visible and the result whole. */
  RunOutcome complete(@Nullable Map<String, Object> given) throws IOException {
    ObjectNode result = JSON.createObjectNode();
    if (given != null) {
      result.setAll((ObjectNode) JSON.valueToTree(given));
    }
    result.put("handler", handler);
    outputs.publish(result);
    if (saved > 0) {
      run.checkpoints().end();
    }
    long counted = Math.max(records, result.path("rowsRead").asLong(0));
    listener.progress(new RunProgress(100.0, counted, 0, 0, null));
    return new RunOutcome.Completed(result, counted);
  }

  /** Removes what was written and not published. */
  void discard() throws IOException {
    outputs.discard();
  }
}
