package io.joborchestrator.testing;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import io.joborchestrator.orchestrator.TemplateManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Templates in memory, by the rules of the database. */
public final class FakeTemplates implements TemplateManager {
  private final List<JobTemplate> all = new ArrayList<>();
  private final String me;

  FakeTemplates(String me) {
    this.me = me;
  }

  /** One of somebody. */
  public synchronized void add(String name, JobSubmission job, boolean shared, String owner) {
    all.add(new JobTemplate(name, "", job, shared, owner, 1, JobRowBuilder.NOW));
  }

  @Override
  public synchronized List<JobTemplate> templates() {
    return all.stream().filter(each -> each.shared() || isOwn(each)).toList();
  }

  private boolean isOwn(JobTemplate template) {
    return template.owner().equals(me);
  }

  @Override
  public synchronized Optional<JobTemplate> find(String name) {
    return templates().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  @Override
  public synchronized int save(
      String name,
      String description,
      JobSubmission submission,
      boolean shared,
      @Nullable Integer version) {
    JobTemplate old =
        all.stream().filter(e -> isOwn(e) && e.name().equals(name)).findFirst().orElse(null);
    int before = old == null ? 0 : old.version();
    if (version == null ? old != null : before != version) {
      throw new OrchestratorException(ErrorCode.NOT_POSSIBLE_NOW, "It was changed meanwhile");
    }
    all.remove(old);
    JobSubmission content = JobTemplate.contentOf(submission);
    all.add(new JobTemplate(name, description, content, shared, me, before + 1, JobRowBuilder.NOW));
    return before + 1;
  }

  @Override
  public synchronized boolean delete(String name) {
    return all.removeIf(each -> isOwn(each) && each.name().equals(name));
  }
}
