package io.joborchestrator.console.jobs.compare;

import java.util.List;
import java.util.Objects;

/** What a comparison shows, for tests of the page. */
public final class ComparedText {
  private ComparedText() {}

  /** {@code Label: left → right (verdict)} of one line. */
  public static String line(CompareViewModel compare, String label) {
    return ComparisonText.plain("", compare.parts())
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith(label + ":"))
        .findFirst()
        .orElseThrow();
  }

  public static List<String> labels(CompareViewModel compare) {
    return compare.parts().stream()
        .flatMap(part -> part.lines().stream())
        .map(ComparedLine::label)
        .toList();
  }

  public static List<String> ids(CompareViewModel compare) {
    CompareViewModel.Pair pair = Objects.requireNonNull(compare.pairProperty().get());
    return List.of(pair.left().row().jobId(), pair.right().row().jobId());
  }

  public static void showEverything(CompareViewModel compare) {
    compare.everythingProperty().set(true);
  }

  public static void copy(CompareViewModel compare) {
    compare.copyText();
  }

  public static void copyCsv(CompareViewModel compare) {
    compare.copyCsv();
  }
}
