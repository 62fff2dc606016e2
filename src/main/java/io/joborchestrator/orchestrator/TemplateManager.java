package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submissions kept under names in the shared database. Blocks; thread-safe. */
public interface TemplateManager {
  /** Those of the caller first, then those that others share; by name. */
  List<JobTemplate> templates();

  /** One of the caller's, else one that somebody shares. */
  Optional<JobTemplate> find(String name);

  /**
   * Keeps a template of the caller; see {@link JobTemplate#contentOf} for what of a submission.
   *
   * @param version the one a change was made from, or null for a new template
   * @return its version now
   * @throws io.joborchestrator.domain.error.OrchestratorException NOT_POSSIBLE_NOW if the name is
   *     taken, or it was changed since {@code version}
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
