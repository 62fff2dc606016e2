package io.joborchestrator.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well clusters tell who is who, in pairs of records: of all pairs in one cluster, those of one
 * person are the precision; of all pairs of one person, those in one cluster are the recall.
 */
public record MatchQuality(double precision, double recall) {
  /**
   * @param rows cluster and person of each record
   */
  public static MatchQuality of(List<List<String>> rows) {
    Map<String, Long> clusters = new HashMap<>();
    Map<String, Long> persons = new HashMap<>();
    Map<List<String>, Long> both = new HashMap<>();
    for (List<String> row : rows) {
      clusters.merge(row.get(0), 1L, Long::sum);
      persons.merge(row.get(1), 1L, Long::sum);
      both.merge(row, 1L, Long::sum);
    }
    double right = pairs(both);
    return new MatchQuality(right / pairs(clusters), right / pairs(persons));
  }

  private static double pairs(Map<?, Long> groups) {
    return groups.values().stream().mapToLong(n -> n * (n - 1) / 2).sum();
  }
}
