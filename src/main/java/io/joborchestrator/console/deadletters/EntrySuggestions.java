package io.joborchestrator.console.deadletters;

import io.joborchestrator.console.filter.FilterSuggestion;
import io.joborchestrator.console.view.Texts;
import io.joborchestrator.domain.deadletter.DeadLetterFilterParser;
import io.joborchestrator.domain.deadletter.DeadLetterGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds completions for a term of the filter, from the groups that are shown. Thread-safe. */
final class EntrySuggestions {
  private static final int MOST = 8;
  private static final List<String> AGES = List.of("1h", "24h", "7d", "14d", "30d", "today");

  private final Supplier<List<DeadLetterGroup>> groups;
  private final Texts texts;

  /**
   * @param groups what is known now; called on any thread
   */
  EntrySuggestions(Supplier<List<DeadLetterGroup>> groups, Texts texts) {
    this.groups = groups;
    this.texts = texts;
  }

  List<FilterSuggestion> of(String term) {
    int colon = term.indexOf(':');
    return colon < 0 ? fields(term) : values(term.substring(0, colon), term.substring(colon + 1));
  }

  private List<FilterSuggestion> fields(String term) {
    String word = term.toLowerCase(Locale.ROOT);
    List<FilterSuggestion> found = new ArrayList<>();
    DeadLetterFilterParser.FIELDS.stream()
        .filter(field -> field.startsWith(word))
        .forEach(field -> found.add(new FilterSuggestion(field + ":", "…", field + ":", false)));
    if (!word.isEmpty()) {
      found.add(new FilterSuggestion(texts.get("dead.filter.words"), term, term, true));
    }
    return found;
  }

  private List<FilterSuggestion> values(String field, String typed) {
    int comma = typed.lastIndexOf(',');
    String kept = typed.substring(0, comma + 1);
    String prefix = typed.substring(comma + 1).replace("\"", "").toLowerCase(Locale.ROOT);
    return known(field)
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(prefix))
        .filter(value -> !Arrays.asList(kept.split(",", -1)).contains(value))
        .distinct()
        .limit(MOST)
        .map(
            value ->
                new FilterSuggestion(
                    field + ":", kept + value, field + ":" + kept + quoted(value), true))
        .toList();
  }

  private Stream<String> known(String field) {
    return switch (field) {
      case "state" -> DeadLetterFilterParser.stateWords().stream();
      case "reason" -> DeadLetterFilterParser.reasonWords().stream();
      case "since" -> AGES.stream();
      case "owner", "assignee" -> Stream.of("me");
      case "group" -> of(group -> Integer.toString(group.groupNo()));
      case "type" -> of(DeadLetterGroup::jobType);
      case "engine" -> of(group -> Objects.requireNonNullElse(group.engine(), ""));
      case "code" -> of(DeadLetterGroup::errorCode);
      default -> Stream.empty();
    };
  }

  private Stream<String> of(Function<DeadLetterGroup, String> value) {
    return groups.get().stream().map(value).filter(word -> !word.isEmpty());
  }

  private static String quoted(String value) {
    return value.contains(" ") ? '"' + value + '"' : value;
  }
}
