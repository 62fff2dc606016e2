package io.joborchestrator.store;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Templates of jobs. Every method is one transaction and blocks; thread-safe. */
public interface TemplateStore {
  /**
   * Those of the caller first, then those that others share; by name.
   *
   * @param name only of this name, or null for all
   */
  List<JobTemplate> templates(@Nullable String name);

  /**
   * Keeps a template of the caller.
   *
   * @param version the one a change was made from, or null for a new template
   * @return its version now
   * @throws io.joborchestrator.domain.error.OrchestratorException NOT_POSSIBLE_NOW if the name is
   *     taken, or somebody else changed it since {@code version}
   */
  int save(
      String name,
      String description,
      JobSubmission submission,
      boolean shared,
      @Nullable Integer version);

  /** Deletes one of the caller's. False: there is none. */
  boolean delete(String name);
}
