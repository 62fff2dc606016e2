package io.joborchestrator.engine.spark.learning;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.util.concurrent.Callable;
import org.apache.spark.ml.optim.SingularMatrixException;

/** What data and settings do not allow is the user's to mend and no failure of the engine. */
final class LearningErrors {
  private LearningErrors() {}

  /** That a setting does not go with the data. */
  static OrchestratorException invalid(String pointer, String sentence) {
    return new OrchestratorException(
        ErrorCode.INVALID_SPECIFICATION, sentence + " (at " + pointer + ")");
  }

  /** That values of the data cannot be used. */
  static OrchestratorException value(String pointer, String sentence) {
    return new OrchestratorException(ErrorCode.VALUE_ERROR, sentence + " (at " + pointer + ")");
  }

  /** What an algorithm refuses, in words. */
  static <T> T refusals(String pointer, Callable<T> fit) throws Exception {
    try {
      return fit.call();
    } catch (SingularMatrixException dependent) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          "Some features follow from others, so there is no single answer: leave one out, or set"
              + " a regularisation (at "
              + pointer
              + ")",
          dependent);
    } catch (IllegalArgumentException refused) {
      String words = String.valueOf(refused.getMessage()).replace("requirement failed: ", "");
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          "The algorithm refuses this: " + words + " (at " + pointer + ")",
          refused);
    }
  }
}
