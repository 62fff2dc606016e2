package io.joborchestrator.console.jobs.compare;

/**
 * One thing said of both runs.
 *
 * @param label what it is
 * @param left of the earlier run
 * @param right of the later run
 * @param verdict what the later run is against the earlier one ("2.1 × slower"), or empty
 * @param differs whether the two are not the same
 */
record ComparedLine(String label, String left, String right, String verdict, boolean differs) {
  static ComparedLine of(String label, String left, String right) {
    return new ComparedLine(label, left, right, "", !left.equals(right));
  }
}
