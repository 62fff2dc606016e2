package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.engine.spark.SparkErrors.Verdict;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What messages of Spark mean that have no condition of their own: a cluster or executors that are
 * gone. Only their text tells them apart.
 */
final class ClusterErrors {
  private static final Pattern LOST =
      Pattern.compile("ExecutorLostFailure \\(executor (\\S+) exited [^)]*\\) Reason: ([^\\n]*)");

  /** Exit codes of an executor without memory: its own, and that of a kill from outside. */
  private static final Pattern NO_MEMORY = Pattern.compile("code (52|137)\\b|OutOfMemoryError");

  /** A class of Spark or of Scala that is another one on the other side. */
  private static final Pattern OTHER_VERSION =
      Pattern.compile(
          "java\\.io\\.InvalidClassException: (org\\.apache\\.spark|scala)\\.[^;]+; local class incompatible");

  private ClusterErrors() {}

  static Optional<Verdict> verdict(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("SparkContext was shut down")
        || message.contains("Cannot call methods on a stopped SparkContext")
        || message.contains("All masters are unresponsive")
        || message.contains("Master removed our application")) {
      return verdict(
          ErrorCode.ENGINE_UNAVAILABLE, "Spark was stopped, or its cluster was lost, meanwhile.");
    }
    if (message.contains("spark.driver.maxResultSize")) {
      return verdict(
          ErrorCode.OUT_OF_MEMORY,
          "A result is too large for the driver: write it to files, or raise"
              + " spark.driver.maxResultSize in engines.spark.settings.");
    }
    if (OTHER_VERSION.matcher(message).find()) {
      return verdict(
          ErrorCode.ENGINE_VERSION,
          "The executors have another version of Spark than this program. "
              + MasterRefusal.remedy());
    }
    Matcher lost = LOST.matcher(message);
    if (lost.find()) {
      return lostExecutor(lost.group(1), lost.group(2));
    }
    if (message.contains("java.lang.OutOfMemoryError")) {
      return verdict(
          ErrorCode.OUT_OF_MEMORY,
          "An executor ran out of memory. Give executors more (engines.spark.memory), or cut the"
              + " work into more parts (spark.sql.shuffle.partitions).");
    }
    return Optional.empty();
  }

  private static Optional<Verdict> lostExecutor(String executor, String reason) {
    String why = reason.strip().replaceFirst("\\.$", "");
    String lost =
        "Executors were lost again and again under the same task, at last executor "
            + executor
            + ": "
            + why
            + ".";
    return NO_MEMORY.matcher(why).find()
        ? verdict(
            ErrorCode.OUT_OF_MEMORY,
            lost + " Probably memory ran out: give executors more (engines.spark.memory).")
        : verdict(ErrorCode.ENGINE_FAILED, lost);
  }

  private static Optional<Verdict> verdict(ErrorCode code, String sentence) {
    return Optional.of(new Verdict(code, sentence));
  }
}
