package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.domain.job.JobStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether several engines gave the same answer to the same pipeline, judged by the number of rows
 * and the first rows that results carry.
 *
 * @param pipelines that ran on more than one engine
 * @param equal of them with the same answer
 */
record EngineComparison(int pipelines, int equal) {
  static EngineComparison of(Map<JobRow, JsonNode> results) {
    Map<String, JsonNode> first = new LinkedHashMap<>();
    int pipelines = 0;
    int equal = 0;
    for (Map.Entry<JobRow, JsonNode> entry : results.entrySet()) {
      JsonNode result = entry.getValue();
      boolean completed = entry.getKey().status() == JobStatus.COMPLETED;
      if (!completed || result.path("firstRows").isEmpty()) {
        continue;
      }
      String pipeline = entry.getKey().name().replaceFirst(" \\([a-z]+\\)$", "");
      JsonNode other = first.putIfAbsent(pipeline, result);
      if (other != null) {
        pipelines++;
        equal += same(other, result) ? 1 : 0;
      }
    }
    return new EngineComparison(pipelines, equal);
  }

  private static boolean same(JsonNode left, JsonNode right) {
    return left.path("rowsWritten").asLong(-1) == right.path("rowsWritten").asLong(-1)
        && left.path("firstRows").equals(right.path("firstRows"));
  }

  boolean agree() {
    return equal == pipelines;
  }

  String sentence() {
    if (pipelines == 0) {
      return "No pipeline ran on more than one engine, so there is nothing to compare.";
    }
    return agree()
        ? "Both engines gave the same rows for each of the " + pipelines + " pipelines."
        : "The engines differ on " + (pipelines - equal) + " of " + pipelines + " pipelines.";
  }
}
