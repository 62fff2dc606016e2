package io.joborchestrator.domain.job;

import java.util.List;

/**
 * Kinds of job this program can run itself. The database accepts any word: a job of another kind
 * waits for a worker that declares it.
 */
public final class JobType {
  public static final String DATA_PROCESSING = "data_processing";
  public static final String ETL = "etl";
  public static final String SCRIPT = "script";
  public static final String ANALYTICS = "analytics";
  public static final String ML_TRAINING = "ml_training";
  public static final String ML_SCORING = "ml_scoring";
  public static final String CUSTOM = "custom";

  /** Kinds whose configuration is a declarative pipeline. */
  public static final List<String> PIPELINES = List.of(DATA_PROCESSING, ETL);

  private JobType() {}
}
