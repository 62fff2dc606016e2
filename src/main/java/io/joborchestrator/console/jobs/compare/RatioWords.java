package io.joborchestrator.console.jobs.compare;

import io.joborchestrator.console.view.Texts;
import java.util.Locale;

/** Says in words how far a number is above or below another. */
final class RatioWords {
  /** Closer than this is called about the same. */
  private static final double NEAR = 1.05;

  private final Texts texts;

  RatioWords(Texts texts) {
    this.texts = texts;
  }

  /**
   * What {@code right} is against {@code left}.
   *
   * @param kind says which words are used for more and less: {@code jobs.compare.more.KIND}, {@code
   *     jobs.compare.less.KIND}
   * @return empty if one of them is zero or less, which has no ratio
   */
  String of(double left, double right, String kind) {
    if (left <= 0 || right <= 0) {
      return "";
    }
    boolean more = right >= left;
    double ratio = more ? right / left : left / right;
    if (ratio < NEAR) {
      return texts.get("jobs.compare.near");
    }
    String number =
        String.format(
            Locale.ENGLISH, ratio >= 9.95 ? "%,.0f" : ratio < 1.2 ? "%.2f" : "%.1f", ratio);
    return texts.get("jobs.compare." + (more ? "more." : "less.") + kind, number);
  }
}
