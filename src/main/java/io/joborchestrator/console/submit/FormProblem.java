package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of problems.
 *
 * @param place where it is, for people ("Write Parquet")
 * @param part the part of the pipeline it belongs to, or null
 * @param pointer place within the part, or within the submission if there is no part
 * @param marked false for what is only missing where the person has not been yet: nothing is wrong
 *     there so far
 */
record FormProblem(
    String place, @Nullable PipelinePart part, String pointer, Problem problem, boolean marked) {
  String sentence() {
    boolean saysItself =
        problem
            .message()
            .toLowerCase(Locale.ROOT)
            .startsWith("in " + place.toLowerCase(Locale.ROOT));
    return place.isEmpty() || saysItself ? problem.message() : place + ": " + problem.message();
  }
}
