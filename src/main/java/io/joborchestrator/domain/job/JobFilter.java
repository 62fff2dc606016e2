package io.joborchestrator.domain.job;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs a list shows. Empty sets and nulls do not restrict; all parts must match.
 *
 * @param text part of the name or id, without regard to case
 * @param notText names that contain one of these are left out
 */
public record JobFilter(
    Set<JobStatus> statuses,
    Set<String> types,
    Set<String> engines,
    Set<String> queues,
    List<String> text,
    List<String> notText,
    Set<String> owners,
    Set<String> tags,
    @Nullable Instant since) {
  public static final JobFilter ALL =
      new JobFilter(
          Set.of(), Set.of(), Set.of(), Set.of(), List.of(), List.of(), Set.of(), Set.of(), null);

  public JobFilter {
    statuses = Set.copyOf(statuses);
    types = Set.copyOf(types);
    engines = Set.copyOf(engines);
    queues = Set.copyOf(queues);
    text = List.copyOf(text);
    notText = List.copyOf(notText);
    owners = Set.copyOf(owners);
    tags = Set.copyOf(tags);
  }

  public JobFilter withStatuses(Set<JobStatus> value) {
    return new JobFilter(value, types, engines, queues, text, notText, owners, tags, since);
  }
}
