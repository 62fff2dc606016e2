package io.joborchestrator.domain.deadletter;

import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.domain.job.JobFilterParser;
import io.joborchestrator.domain.job.JobFilterSyntaxException;
import io.joborchestrator.domain.job.Term;
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
 * Reads filters of dead letters: {@code state:open reason:timeout type:etl engine:spark group:7
 * since:14d} and words of the error, the name or the id. Without {@code state:} the unresolved
 * entries are meant; {@code state:all} means every one. Thread-safe.
 */
public final class DeadLetterFilterParser {
  /** Fields of the language, in the order they are offered. */
  public static final List<String> FIELDS =
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
          "group",
          "since");

  /** The word of {@code state:} for all of them. */
  public static final String ALL = "all";

  private final JobFilterParser times;
  private final String me;

  /**
   * @param clock its time and zone read {@code since:}
   * @param me the user {@code owner:me} and {@code assignee:me} stand for
   */
  public DeadLetterFilterParser(Clock clock, String me) {
    this.times = new JobFilterParser(clock, me);
    this.me = me;
  }

  /**
   * The filter for a text; the empty text is {@link DeadLetterFilter#UNRESOLVED}.
   *
   * @throws JobFilterSyntaxException at the first term that is wrong
   */
  public DeadLetterFilter parse(String text) {
    Parts parts = new Parts();
    for (Term term : Term.split(text)) {
      apply(parts, term);
    }
    return parts.filter();
  }

  private void apply(Parts parts, Term term) {
    String field = term.field();
    if (term.negated()) {
      throw term.problem("Dead letters cannot be left out by a minus.", null);
    }
    if (field == null) {
      parts.words.add(term.value());
      return;
    }
    if (!FIELDS.contains(field)) {
      throw term.problem(
          "There is no field '" + field + "': use " + String.join(", ", FIELDS) + ".",
          NearNames.nearest(field, FIELDS).map(term::withField).orElse(null));
    }
    if (term.values().isEmpty()) {
      throw term.problem("'" + field + ":' needs a value.", null);
    }
    take(parts, field, term);
  }

  private void take(Parts parts, String field, Term term) {
    List<String> values = term.values();
    switch (field) {
      case "state" -> values.forEach(value -> parts.states.addAll(states(term, value)));
      case "reason" -> values.forEach(value -> parts.reasons.add(reason(term, value)));
      case "type" -> parts.types.addAll(values);
      case "engine" -> parts.engines.addAll(values);
      case "queue" -> parts.queues.addAll(values);
      case "owner" -> values.forEach(value -> parts.owners.add(person(value)));
      case "code" -> parts.codes.addAll(values);
      case "name" -> parts.names.addAll(values);
      case "assignee" -> values.forEach(value -> parts.assignees.add(person(value)));
      case "group" -> values.forEach(value -> parts.groups.add(group(term, value)));
      case "since" -> parts.since = times.since(term);
      default -> throw new IllegalStateException("Unhandled field " + field);
    }
  }

  private String person(String value) {
    return value.equals("me") ? me : value;
  }

  private static int group(Term term, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw term.problem("A group has a number, as in group:7.", null);
    }
  }

  private static Set<DeadLetterState> states(Term term, String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    if (wanted.equals(ALL)) {
      return Set.of(DeadLetterState.values());
    }
    List<String> words = stateWords();
    if (!words.contains(wanted)) {
      throw unknown(term, "state", word, words);
    }
    return Set.of(DeadLetterState.parse(wanted));
  }

  /** What {@code state:} understands. */
  public static List<String> stateWords() {
    List<String> words = new ArrayList<>();
    Arrays.stream(DeadLetterState.values()).map(DeadLetterState::wire).forEach(words::add);
    words.add(ALL);
    return words;
  }

  private static DeadLetterReason reason(Term term, String word) {
    String wanted = word.toLowerCase(Locale.ROOT);
    if (!reasonWords().contains(wanted)) {
      throw unknown(term, "reason", word, reasonWords());
    }
    return DeadLetterReason.valueOf(wanted.toUpperCase(Locale.ROOT));
  }

  /** What {@code reason:} understands. */
  public static List<String> reasonWords() {
    return Arrays.stream(DeadLetterReason.values())
        .map(reason -> reason.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static JobFilterSyntaxException unknown(
      Term term, String field, String word, List<String> words) {
    return term.problem(
        "There is no " + field + " '" + word + "': use " + String.join(", ", words) + ".",
        NearNames.nearest(word, words).map(near -> field + ":" + near).orElse(null));
  }

  /** What the terms add up to. */
  private static final class Parts {
    final Set<DeadLetterState> states = new LinkedHashSet<>();
    final Set<Integer> groups = new LinkedHashSet<>();
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
          states,
          groups,
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
