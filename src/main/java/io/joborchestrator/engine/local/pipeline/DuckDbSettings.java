package io.joborchestrator.engine.local.pipeline;

/**
 * What one run of the columnar engine may use.
 *
 * @param threads at least 1
 * @param memoryMiB limit of its buffers; what does not fit goes to the run's folder
 */
public record DuckDbSettings(int threads, long memoryMiB) {
  private static final long LEAST_MEMORY = 256;

  public DuckDbSettings {
    if (threads < 1 || memoryMiB < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "At least one thread and " + LEAST_MEMORY + " MiB, not " + threads + ", " + memoryMiB);
    }
  }

  /** All cores and 2 GiB. */
  public static DuckDbSettings defaults() {
    return new DuckDbSettings(Math.max(1, Runtime.getRuntime().availableProcessors()), 2048);
  }
}
