package io.joborchestrator.console.jobs.action;

import io.joborchestrator.store.JobStore.CommandResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What came of a command on several jobs, in one sentence. */
final class BulkSummary {
  private BulkSummary() {}

  /**
   * @param done the past tense of the command ("Cancelled", "Paused")
   */
  static String of(String done, List<CommandResult> results) {
    long worked = results.stream().filter(CommandResult::done).count();
    String head = done + " " + jobs(worked);
    if (worked == results.size()) {
      return head;
    }
    return head
        + ", "
        + number(results.size() - worked)
        + " left as they were: "
        + reasons(results);
  }

  private static String reasons(List<CommandResult> results) {
    Map<String, Long> counts = new LinkedHashMap<>();
    results.stream()
        .filter(result -> !result.done())
        .forEach(result -> counts.merge(result.message(), 1L, Long::sum));
    String text =
        counts.entrySet().stream()
            .limit(3)
            .map(
                reason ->
                    counts.size() == 1
                        ? reason.getKey()
                        : number(reason.getValue()) + " × " + reason.getKey())
            .collect(Collectors.joining("; "));
    return counts.size() > 3 ? text + "; and others" : text;
  }

  static String jobs(long count) {
    return count == 1 ? "1 job" : number(count) + " jobs";
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
