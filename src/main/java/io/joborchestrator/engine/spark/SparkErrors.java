package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import io.joborchestrator.pipeline.expression.RaisedError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.SparkThrowable;
import org.jspecify.annotations.Nullable;

/**
 * Turns what Spark throws into an error with a code, a plain sentence and Spark's own condition in
 * the detail. What the user did wrong must never look like a failure of the engine, nor the other
 * way round: codes decide about retries and breakers.
 */
final class SparkErrors {
  private static final int DETAIL_CHARS = 8_000;
  private static final int DETAIL_FRAMES = 25;
  private static final int SENTENCE_CHARS = 500;

  private SparkErrors() {}

  static JobError of(Throwable failure) {
    if (failure instanceof OrchestratorException ours) {
      return error(new Verdict(ours.code(), String.valueOf(ours.getMessage())), failure, failure);
    }
    List<Throwable> chain = chain(failure);
    Collections.reverse(chain);
    for (Throwable cause : chain) {
      Optional<RaisedError> raised = RaisedError.in(String.valueOf(cause.getMessage()));
      if (raised.isPresent()) {
        RaisedError error = raised.get();
        return error(new Verdict(error.code(), error.message()), failure, cause);
      }
    }
    for (Throwable cause : chain) {
      Optional<Verdict> verdict = SparkConditions.verdict(cause);
      if (verdict.isPresent()) {
        return error(verdict.get(), failure, cause);
      }
    }
    Throwable deepest = chain.get(0);
    return error(
        new Verdict(ErrorCode.ENGINE_FAILED, "Spark failed: " + brief(deepest)), failure, deepest);
  }

  /** One line of what a failure says. */
  static String brief(@Nullable Throwable failure) {
    if (failure == null) {
      return "unknown";
    }
    if (failure instanceof OrchestratorException known) {
      return String.valueOf(known.getMessage());
    }
    String message = failure.getMessage();
    String line = message == null ? "" : firstLine(message);
    return line.isBlank() ? failure.getClass().getSimpleName() : line;
  }

  /** What the innermost cause says, with its kind. */
  static String deepest(Throwable failure) {
    List<Throwable> chain = chain(failure);
    return firstLine(String.valueOf(chain.get(chain.size() - 1)));
  }

  private static String firstLine(String message) {
    String line = message.strip().lines().findFirst().orElse("");
    return line.length() > SENTENCE_CHARS ? line.substring(0, SENTENCE_CHARS) + " …" : line;
  }

  private static JobError error(Verdict verdict, Throwable failure, Throwable cause) {
    var text = new StringBuilder();
    if (cause instanceof SparkThrowable typed && typed.getCondition() != null) {
      text.append("Spark condition ").append(typed.getCondition());
      if (typed.getSqlState() != null) {
        text.append(", SQLSTATE ").append(typed.getSqlState());
      }
      text.append('\n');
    }
    chain(failure).forEach(link -> describe(link, text));
    String detail = text.toString();
    return new JobError(
        verdict.code().wire(),
        verdict.code().type(),
        verdict.sentence(),
        detail.length() > DETAIL_CHARS ? detail.substring(0, DETAIL_CHARS) + "\n…" : detail);
  }

  private static void describe(Throwable failure, StringBuilder text) {
    text.append(failure).append('\n');
    Arrays.stream(failure.getStackTrace())
        .limit(DETAIL_FRAMES)
        .forEach(frame -> text.append("    at ").append(frame).append('\n'));
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }

  /** A code and the sentence for people. */
  record Verdict(ErrorCode code, String sentence) {}
}
