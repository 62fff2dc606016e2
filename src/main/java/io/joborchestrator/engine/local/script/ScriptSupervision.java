package io.joborchestrator.engine.local.script;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.RunResult;
import io.joborchestrator.engine.local.LocalRunner.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watches one started program to its end. One per run; {@link #untilTheEnd} is called once. */
final class ScriptSupervision {
  private static final Logger log = LoggerFactory.getLogger(ScriptSupervision.class);
  private static final Duration DRAIN = Duration.ofSeconds(2);
  private static final int SIGNAL_BASE = 128;

  private final Process process;
  private final ProcessTree tree;
  private final OutputLog output;
  private final RunListener listener;
  private final Cancellation cancellation;
  private final Duration grace;
  private final LimitWatch watch;
  private final ProducedFiles files;
  private final CountDownLatch streams = new CountDownLatch(2);
  private @Nullable JobError breach;

  ScriptSupervision(
      Process process,
      ProcessTree tree,
      OutputLog output,
      RunListener listener,
      Cancellation cancellation,
      Duration grace,
      LimitWatch watch,
      ProducedFiles files) {
    this.process = process;
    this.tree = tree;
    this.output = output;
    this.listener = listener;
    this.cancellation = cancellation;
    this.grace = grace;
    this.watch = watch;
    this.files = files;
  }

  RunOutcome untilTheEnd(ObjectMapper json) throws IOException {
    long started = System.nanoTime();
    follow("stdout", process.getInputStream());
    follow("stderr", process.getErrorStream());
    cancellation.onRequest(tree::terminate);
    cancellation.onForce(tree::kill);
    waitForProgram();
    long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();
    List<ProcessHandle> left = endLeftovers();
    drain();
    output.finish();
    if (cancellation.isRequested()) {
      return cancelled(left);
    }
    if (breach == null && process.exitValue() == 0) {
      return completed(json, millis);
    }
    files
        .keepForInspection()
        .ifPresent(folder -> listener.log("info", "Its files are kept in " + folder));
    return breach != null ? new RunOutcome.Failed(breach) : failed(process.exitValue());
  }

  private void follow(String level, InputStream stream) {
    Thread thread = new Thread(() -> copy(level, stream), "ejo-run-" + level + "-" + process.pid());
    thread.setDaemon(true);
    thread.start();
  }

  private void copy(String level, InputStream stream) {
    try {
      new LineReader((text, size) -> output.line(level, text, size)).readAll(stream);
    } catch (IOException e) {
      // The stream is closed under the reader when a leftover process keeps it open.
      log.debug("{} of process {} ended: {}", level, process.pid(), e.toString());
    } finally {
      streams.countDown();
    }
  }

  private void waitForProgram() {
    boolean interrupted = false;
    while (process.isAlive()) {
      try {
        if (!watch.isWatching() || breach != null) {
          process.waitFor();
        } else if (!process.waitFor(LimitWatch.INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
          watch.breach().ifPresent(this::end);
        }
      } catch (InterruptedException e) {
        interrupted = true;
        tree.kill();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever is beyond a limit is not asked first. */
  private void end(JobError beyond) {
    breach = beyond;
    listener.log("error", beyond.message());
    tree.kill();
  }

  private List<ProcessHandle> endLeftovers() {
    List<ProcessHandle> left = tree.alive();
    if (left.isEmpty()) {
      return left;
    }
    if (cancellation.isForced() || breach != null) {
      return Leftovers.kill(tree::alive);
    }
    if (!cancellation.isRequested()) {
      listener.log(
          "warn",
          "The program ended but left processes running, which are ended now: "
              + ProcessTree.describe(left));
    }
    return Leftovers.end(tree::alive, grace);
  }

  private void drain() {
    try {
      if (!streams.await(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        listener.log("warn", "A process that could not be ended still holds the output open.");
        process.getInputStream().close();
        process.getErrorStream().close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.debug("Closing the output of process {}: {}", process.pid(), e.toString());
    }
  }

  private RunOutcome cancelled(List<ProcessHandle> left) {
    if (left.isEmpty()) {
      return new RunOutcome.Cancelled(true, cancellation.reason());
    }
    return new RunOutcome.Cancelled(
        false,
        cancellation.reason()
            + " These processes could not be ended: "
            + ProcessTree.describe(left));
  }

  private RunOutcome completed(ObjectMapper json, long millis) throws IOException {
    RunResult result = new RunResult(List.of(), null, null, null, List.of(), List.of(), millis, 0);
    ObjectNode node = json.valueToTree(result);
    files.complete(node);
    return new RunOutcome.Completed(node, 0);
  }

  private RunOutcome failed(int exitCode) {
    List<String> errors = output.lastErrors();
    Optional<JobError> limit = watch.behind(exitCode, errors);
    if (limit.isPresent()) {
      return new RunOutcome.Failed(limit.get());
    }
    String how =
        exitCode > SIGNAL_BASE
            ? "The program was ended by signal " + (exitCode - SIGNAL_BASE)
            : "The program ended with exit code " + exitCode;
    String last =
        errors.stream()
            .filter(line -> !line.isBlank())
            .reduce((first, second) -> second)
            .orElse("");
    String message = last.isEmpty() ? how + "." : how + ": " + last;
    String detail = errors.isEmpty() ? null : String.join("\n", errors);
    ErrorCode code =
        neverStarted(exitCode, last) ? ErrorCode.PROGRAM_NOT_FOUND : ErrorCode.PROGRAM_FAILED;
    return new RunOutcome.Failed(new JobError(code.wire(), code.type(), message, detail));
  }

  /** The exec behind them failed, for example because the interpreter does not exist. */
  private static boolean neverStarted(int exitCode, String lastError) {
    return (exitCode == 126 || exitCode == 127)
        && (lastError.startsWith("setsid: ") || lastError.startsWith("prlimit: "));
  }
}
