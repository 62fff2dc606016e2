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
 * @param since submitted at this time or later
 * @param ended ended within this time; what has not ended is left out
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
    @Nullable Instant since,
    @Nullable TimeRange ended) {
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

  /** Whenever it ended. */
  public JobFilter(
      Set<JobStatus> statuses,
      Set<String> types,
      Set<String> engines,
      Set<String> queues,
      List<String> text,
      List<String> notText,
      Set<String> owners,
      Set<String> tags,
      @Nullable Instant since) {
    this(statuses, types, engines, queues, text, notText, owners, tags, since, null);
  }

  public JobFilter withStatuses(Set<JobStatus> value) {
    return new JobFilter(value, types, engines, queues, text, notText, owners, tags, since, ended);
  }

  public JobFilter withEngines(Set<String> value) {
    return new JobFilter(statuses, types, value, queues, text, notText, owners, tags, since, ended);
  }

  public JobFilter withTypes(Set<String> value) {
    return new JobFilter(
        statuses, value, engines, queues, text, notText, owners, tags, since, ended);
  }

  public JobFilter withText(List<String> value) {
    return new JobFilter(
        statuses, types, engines, queues, value, notText, owners, tags, since, ended);
  }

  public JobFilter withOwners(Set<String> value) {
    return new JobFilter(
        statuses, types, engines, queues, text, notText, value, tags, since, ended);
  }

  public JobFilter withSince(@Nullable Instant value) {
    return new JobFilter(
        statuses, types, engines, queues, text, notText, owners, tags, value, ended);
  }

  public JobFilter withEnded(@Nullable TimeRange value) {
    return new JobFilter(
        statuses, types, engines, queues, text, notText, owners, tags, since, value);
  }
}
