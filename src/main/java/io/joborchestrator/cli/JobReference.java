package io.joborchestrator.cli;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobRow;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the job somebody means: by its whole id, or by four or more characters of it. */
final class JobReference {
  private static final int MIN_LENGTH = 4;
  private static final int SHOWN = 5;

  private final EnhancedJobManager jobs;

  JobReference(EnhancedJobManager jobs) {
    this.jobs = jobs;
  }

  List<String> ids(List<String> words) {
    Set<String> ids = new LinkedHashSet<>();
    words.forEach(word -> ids.add(id(word)));
    return List.copyOf(ids);
  }

  /**
   * @throws OrchestratorException JOB_NOT_FOUND if none or several match
   */
  String id(String word) {
    if (jobs.status(word).isPresent()) {
      return word;
    }
    List<JobRow> found = word.length() < MIN_LENGTH ? List.of() : jobs.search(word, SHOWN + 1);
    if (found.size() == 1) {
      return found.get(0).jobId();
    }
    if (found.isEmpty()) {
      throw new OrchestratorException(
          ErrorCode.JOB_NOT_FOUND,
          "There is no job '" + word + "'. 'orchestrator list' shows what there is.");
    }
    String some =
        found.stream()
            .limit(SHOWN)
            .map(row -> row.jobId() + " (" + Texts.clean(row.name()) + ")")
            .collect(Collectors.joining(", "));
    throw new OrchestratorException(
        ErrorCode.JOB_NOT_FOUND,
        "'" + word + "' fits several jobs: " + some + ". Write more of it.");
  }
}
