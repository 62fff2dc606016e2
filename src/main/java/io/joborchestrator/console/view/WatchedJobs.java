package io.joborchestrator.console.view;

import io.joborchestrator.domain.job.JobRow;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Jobs whose end a person wants to hear of, whoever submitted them: kept for each person and
 * environment until they have ended. FX thread only.
 */
public final class WatchedJobs {
  /** The oldest is forgotten beyond this. */
  static final int MOST = 100;

  private static final String KEY = "watched.jobs";

  private final UiState state;

  public WatchedJobs(UiState state) {
    this.state = state;
  }

  /** Oldest first. */
  public List<String> ids() {
    return state.get(KEY).stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .filter(id -> !id.isBlank())
        .toList();
  }

  /** Why these cannot be watched, in a sentence, or null. */
  public static @Nullable String whyNot(List<JobRow> jobs) {
    if (jobs.isEmpty()) {
      return "choose a job first";
    }
    return jobs.stream().allMatch(job -> job.status().isTerminal())
        ? jobs.size() == 1 ? "it has ended" : "they have ended"
        : null;
  }

  /** Whether each of them is watched; false for none. */
  public boolean containsAll(List<JobRow> jobs) {
    List<String> watched = ids();
    return !jobs.isEmpty() && jobs.stream().allMatch(job -> watched.contains(job.jobId()));
  }

  /** Those of them that have not ended yet. */
  public void add(List<JobRow> jobs) {
    Set<String> ids = new LinkedHashSet<>(ids());
    jobs.stream().filter(job -> !job.status().isTerminal()).forEach(job -> ids.add(job.jobId()));
    keep(ids.stream().skip(Math.max(0, ids.size() - MOST)).toList());
  }

  public void remove(Collection<String> jobIds) {
    if (!jobIds.isEmpty()) {
      keep(ids().stream().filter(id -> !jobIds.contains(id)).toList());
    }
  }

  private void keep(List<String> ids) {
    state.put(KEY, String.join(",", ids));
  }
}
