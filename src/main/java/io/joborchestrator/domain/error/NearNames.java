package io.joborchestrator.domain.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a word that is not known. */
public final class NearNames {
  private NearNames() {}

  /** The known name nearest to the word, or empty if none is near (a third of its letters). */
  public static Optional<String> nearest(String word, Collection<String> known) {
    int limit = Math.max(1, Math.min(4, word.length() / 3 + 1));
    return known.stream()
        .filter(name -> distance(fold(word), fold(name)) <= limit)
        .min(Comparator.comparingInt(name -> distance(fold(word), fold(name))));
  }

  /** " Did you mean 'x'?" with its leading blank, or the empty text. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(name -> " Did you mean '" + name + "'?").orElse("");
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Edit distance in which two swapped neighbours count as one edit. */
  private static int distance(String left, String right) {
    int[][] cost = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        cost[i][j] = step(cost, left, right, i, j);
      }
    }
    return cost[left.length()][right.length()];
  }

  private static int step(int[][] cost, String left, String right, int i, int j) {
    if (i == 0 || j == 0) {
      return i + j;
    }
    int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
    int best = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
