package io.joborchestrator.orchestrator;

import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import io.joborchestrator.store.TemplateStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Templates on the shared database. */
final class StoredTemplates implements TemplateManager {
  private final TemplateStore store;

  StoredTemplates(TemplateStore store) {
    this.store = store;
  }

  @Override
  public List<JobTemplate> templates() {
    return store.templates(null);
  }

  @Override
  public Optional<JobTemplate> find(String name) {
    return store.templates(name).stream().findFirst();
  }

  @Override
  public int save(
      String name,
      String description,
      JobSubmission submission,
      boolean shared,
      @Nullable Integer version) {
    return store.save(name, description, JobTemplate.contentOf(submission), shared, version);
  }

  @Override
  public boolean delete(String name) {
    return store.delete(name);
  }
}
