package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.filter.FilterChip;
import io.joborchestrator.domain.deadletter.DeadLetterFilter;
import io.joborchestrator.domain.deadletter.DeadLetterReason;
import io.joborchestrator.domain.deadletter.DeadLetterState;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobFilterParser;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter of the page: {@code state:open reason:timeout type:etl engine:spark since:14d}
 * and words of the error, the name or the id. Without {@code state:} only unresolved entries are
 * meant. Thread-safe.
 */
final class EntryFilterParser {
  /** Fields of the language, in the order they are offered. */
  static final List<String> FIELDS =
      List.of(
          "state",
          "reason",
          "type",
          "engine",
          "queue",
          "owner",
          "code",
          "name",
          "assignee",
          "since");

  /** Words of {@code state:} beside the states themselves. */
  static final String ALL = "all";

  private final Clock clock;
  private final String me;

  EntryFilterParser(Clock clock, String me) {
    this.clock = clock;
    this.me = me;
  }

  /**
   * @throws OrchestratorException at the first term that is wrong
   */
  DeadLetterFilter parse(String text) {
    Parts parts = new Parts();
    for (FilterChip term : FilterChip.split(text)) {
      apply(parts, term);
    }
    return parts.filter();
  }

  private void apply(Parts parts, FilterChip term) {
    String field = term.field();
    if (term.negated()) {
      throw wrong("Dead letters cannot be left out by a term with a minus");
    }
    if (field == null) {
      parts.words.add(term.value());
      return;
    }
    String known = field.toLowerCase(Locale.ROOT);
    if (!FIELDS.contains(known)) {
      String near =
          NearNames.nearest(known, FIELDS).map(word -> " Do you mean " + word + "?").orElse("");
      throw wrong(
          "There is no field '" + field + "': use " + String.join(", ", FIELDS) + "." + near);
    }
    List<String> values =
        Arrays.stream(term.value().split(",", -1)).filter(value -> !value.isEmpty()).toList();
    if (values.isEmpty()) {
      throw wrong("'" + field + ":' needs a value");
    }
    take(parts, known, values);
  }

  private void take(Parts parts, String field, List<String> values) {
    switch (field) {
      case "state" -> values.forEach(value -> parts.states.addAll(states(value)));
      case "reason" -> values.forEach(value -> parts.reasons.add(reason(value)));
      case "type" -> parts.types.addAll(values);
      case "engine" -> parts.engines.addAll(values);
      case "queue" -> parts.queues.addAll(values);
      case "owner" -> values.forEach(value -> parts.owners.add(person(value)));
      case "code" -> parts.codes.addAll(values);
      case "name" -> parts.names.addAll(values);
      case "assignee" -> values.forEach(value -> parts.assignees.add(person(value)));
      // Ages, days and moments read as in the list of jobs.
      case "since" ->
          parts.since = new JobFilterParser(clock, me).parse("since:" + values.get(0)).since();
      default -> throw new IllegalStateException("Unhandled field " + field);
    }
  }

  private String person(String value) {
    return value.equals("me") ? me : value;
  }

  private static Set<DeadLetterState> states(String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    if (wanted.equals(ALL)) {
      return Set.of(DeadLetterState.values());
    }
    return Arrays.stream(DeadLetterState.values())
        .filter(state -> state.wire().equals(wanted))
        .findFirst()
        .map(Set::of)
        .orElseThrow(
            () ->
                wrong(
                    "There is no state '"
                        + word
                        + "': use "
                        + String.join(", ", stateWords())
                        + "."));
  }

  static List<String> stateWords() {
    List<String> words =
        new ArrayList<>(
            Arrays.stream(DeadLetterState.values()).map(DeadLetterState::wire).toList());
    words.add(ALL);
    return words;
  }

  private static DeadLetterReason reason(String word) {
    String wanted = word.toUpperCase(Locale.ROOT);
    return Arrays.stream(DeadLetterReason.values())
        .filter(reason -> reason.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "There is no reason '"
                        + word
                        + "': use "
                        + String.join(", ", reasonWords())
                        + "."));
  }

  static List<String> reasonWords() {
    return Arrays.stream(DeadLetterReason.values())
        .map(reason -> reason.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static OrchestratorException wrong(String sentence) {
    return new OrchestratorException(ErrorCode.INVALID_SPECIFICATION, sentence);
  }

  /** What the terms add up to. */
  private static final class Parts {
    final Set<DeadLetterState> states = new LinkedHashSet<>();
    final Set<DeadLetterReason> reasons = new LinkedHashSet<>();
    final Set<String> types = new LinkedHashSet<>();
    final Set<String> engines = new LinkedHashSet<>();
    final Set<String> queues = new LinkedHashSet<>();
    final Set<String> owners = new LinkedHashSet<>();
    final Set<String> codes = new LinkedHashSet<>();
    final Set<String> names = new LinkedHashSet<>();
    final Set<String> assignees = new LinkedHashSet<>();
    final List<String> words = new ArrayList<>();
    @Nullable Instant since;

    DeadLetterFilter filter() {
      return new DeadLetterFilter(
          states.isEmpty() ? DeadLetterState.UNRESOLVED : states,
          Set.of(),
          reasons,
          types,
          engines,
          queues,
          owners,
          codes,
          names,
          assignees,
          words.isEmpty() ? null : String.join(" ", words),
          since,
          null);
    }
  }
}
