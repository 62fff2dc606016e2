package io.joborchestrator.engine.spark.learning;

/** How a training or scoring tells where it is and hears of a cancel. */
public interface LearningSteps {
  /**
   * A step begins.
   *
   * @param percent how far the run is as a whole
   */
  void reached(double percent, String step);

  /** A line for the log. */
  void say(String line);

  /**
   * Called between passes over the data.
   *
   * @throws java.util.concurrent.CancellationException if the run is cancelled
   */
  void checkCancelled();
}
