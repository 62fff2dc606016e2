package io.joborchestrator.domain.deadletter;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries a list shows or an operation takes. Empty sets and nulls do not restrict; all parts
 * must match.
 *
 * @param states never empty: {@link DeadLetterState#UNRESOLVED} unless somebody asks for others
 * @param groups numbers of groups
 * @param engines that ran the job at last
 * @param text part of the name, the id or the error, without regard to case
 * @param since failed at this time or later, by the database
 * @param until failed before this time
 */
public record DeadLetterFilter(
    Set<DeadLetterState> states,
    Set<Integer> groups,
    Set<DeadLetterReason> reasons,
    Set<String> types,
    Set<String> engines,
    Set<String> queues,
    Set<String> owners,
    Set<String> codes,
    Set<String> names,
    Set<String> assignees,
    @Nullable String text,
    @Nullable Instant since,
    @Nullable Instant until) {
  /** Everything that somebody still has to deal with. */
  public static final DeadLetterFilter UNRESOLVED =
      new DeadLetterFilter(
          DeadLetterState.UNRESOLVED,
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          Set.of(),
          null,
          null,
          null);

  public DeadLetterFilter {
    states = states.isEmpty() ? DeadLetterState.UNRESOLVED : Set.copyOf(states);
    groups = Set.copyOf(groups);
    reasons = Set.copyOf(reasons);
    types = Set.copyOf(types);
    engines = Set.copyOf(engines);
    queues = Set.copyOf(queues);
    owners = Set.copyOf(owners);
    codes = Set.copyOf(codes);
    names = Set.copyOf(names);
    assignees = Set.copyOf(assignees);
  }

  public DeadLetterFilter withStates(Set<DeadLetterState> value) {
    return new DeadLetterFilter(
        value, groups, reasons, types, engines, queues, owners, codes, names, assignees, text,
        since, until);
  }

  public DeadLetterFilter withGroups(Set<Integer> value) {
    return new DeadLetterFilter(
        states, value, reasons, types, engines, queues, owners, codes, names, assignees, text,
        since, until);
  }

  public DeadLetterFilter withText(@Nullable String value) {
    return new DeadLetterFilter(
        states, groups, reasons, types, engines, queues, owners, codes, names, assignees, value,
        since, until);
  }

  /** The unresolved entries of one group. */
  public static DeadLetterFilter ofGroup(int group) {
    return UNRESOLVED.withGroups(Set.of(group));
  }

  /** The first entries of a list are its newest failures. */
  public DeadLetterSelection.Matching all() {
    return new DeadLetterSelection.Matching(this);
  }

  /** For callers that choose by number. */
  public static DeadLetterSelection.Entries entries(List<Long> entries) {
    return new DeadLetterSelection.Entries(entries);
  }
}
