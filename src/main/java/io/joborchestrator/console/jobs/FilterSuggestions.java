package io.joborchestrator.console.jobs;

import io.joborchestrator.console.filter.FilterSuggestion;
import io.joborchestrator.domain.job.JobFilterParser;
import io.joborchestrator.domain.job.JobStatus;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds completions for a term of the filter. Blocks; thread-safe. */
final class FilterSuggestions {
  private static final int MOST = 8;
  private static final List<String> AGES = List.of("15m", "1h", "6h", "24h", "7d", "today");

  private final EnhancedJobManager jobs;

  FilterSuggestions(EnhancedJobManager jobs) {
    this.jobs = jobs;
  }

  List<FilterSuggestion> of(String term) {
    int colon = term.indexOf(':');
    return colon < 0 ? fields(term) : values(term, colon);
  }

  private static List<FilterSuggestion> fields(String term) {
    String minus = term.startsWith("-") ? "-" : "";
    String word = term.substring(minus.length()).toLowerCase(Locale.ROOT);
    List<FilterSuggestion> found = new ArrayList<>();
    JobFilterParser.FIELDS.stream()
        .filter(field -> field.startsWith(word) && (minus.isEmpty() || field.equals("name")))
        .forEach(
            field ->
                found.add(
                    new FilterSuggestion(minus + field + ":", "…", field(minus, field), false)));
    if (!word.isEmpty()) {
      String label = minus.isEmpty() ? "name or id contains" : "name does not contain";
      found.add(new FilterSuggestion(label, word, minus.isEmpty() ? term : "-name:" + word, true));
    }
    return found;
  }

  private static String field(String minus, String field) {
    return minus + field + ":";
  }

  private List<FilterSuggestion> values(String term, int colon) {
    String field = term.substring(0, colon);
    String typed = term.substring(colon + 1);
    int comma = typed.lastIndexOf(',');
    String kept = typed.substring(0, comma + 1);
    String prefix = typed.substring(comma + 1).replace("\"", "");
    return known(field, prefix)
        .filter(value -> !Arrays.asList(kept.split(",", -1)).contains(value))
        .limit(MOST)
        .map(
            value ->
                new FilterSuggestion(
                    field + ":", kept + value, field + ":" + kept + quoted(value), true))
        .toList();
  }

  private Stream<String> known(String field, String prefix) {
    String start = prefix.toLowerCase(Locale.ROOT);
    return switch (field) {
      case "status" ->
          Arrays.stream(JobStatus.values()).map(JobStatus::wire).filter(w -> w.startsWith(start));
      case "since", "ended" -> AGES.stream().filter(age -> age.startsWith(start));
      case "owner" -> owners(prefix);
      case "type", "engine", "queue", "tag", "name" ->
          jobs.knownValues(field, prefix, MOST).stream();
      default -> Stream.empty();
    };
  }

  private Stream<String> owners(String prefix) {
    Set<String> owners = new LinkedHashSet<>();
    if ("me".startsWith(prefix)) {
      owners.add("me");
    }
    owners.addAll(jobs.knownValues("owner", prefix, MOST));
    return owners.stream();
  }

  private static String quoted(String value) {
    return value.contains(" ") ? '"' + value + '"' : value;
  }
}
