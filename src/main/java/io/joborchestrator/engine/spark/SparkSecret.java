package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the processes of a cluster know each other by ({@code spark.authenticate}). Comes from a
 * file or a variable of the environment, never from a job, and never shows itself in a text.
 */
public final class SparkSecret {
  private final String value;

  private SparkSecret(String value) {
    this.value = value;
  }

  /**
   * @throws OrchestratorException INVALID_CONFIGURATION if it is empty
   */
  public static SparkSecret of(String value) {
    if (value.isBlank()) {
      throw new OrchestratorException(
          ErrorCode.INVALID_CONFIGURATION, "The secret of the Spark cluster is empty.");
    }
    return new SparkSecret(value.strip());
  }

  /**
   * @throws OrchestratorException INVALID_CONFIGURATION if the file cannot be read
   */
  public static SparkSecret in(Path file) {
    try {
      return of(Files.readString(file));
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_CONFIGURATION,
          "The secret of the Spark cluster (engines.spark.secret-file) cannot be read: " + e,
          e);
    }
  }

  String value() {
    return value;
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
