package io.joborchestrator.console.submit;

import io.joborchestrator.domain.job.JobType;

/** The kinds of job the form can make. */
enum FormKind {
  DATA_PROCESSING(JobType.DATA_PROCESSING, "Data processing", "mdomz-transform"),
  ETL(JobType.ETL, "ETL pipeline", "mdoal-account_tree"),
  ANALYTICS(JobType.ANALYTICS, "SQL", "mdomz-table_chart"),
  SCRIPT(JobType.SCRIPT, "Script", "mdoal-code"),
  CUSTOM(JobType.CUSTOM, "Custom", "mdoal-extension"),
  ML_TRAINING(JobType.ML_TRAINING, "Train a model", "mdomz-school"),
  ML_SCORING(JobType.ML_SCORING, "Score with a model", "mdomz-score");

  private final String type;
  private final String title;
  private final String icon;

  FormKind(String type, String title, String icon) {
    this.type = type;
    this.title = title;
    this.icon = icon;
  }

  String type() {
    return type;
  }

  String title() {
    return title;
  }

  String icon() {
    return icon;
  }

  boolean isPipeline() {
    return JobType.PIPELINES.contains(type);
  }

  /** Whether its form is a list of parts, each with an editor. */
  boolean hasParts() {
    return isPipeline() || this == ANALYTICS;
  }

  boolean isLearning() {
    return this == ML_TRAINING || this == ML_SCORING;
  }

  /**
   * The kind for a word of a job file.
   *
   * @throws IllegalArgumentException if there is no form for it
   */
  static FormKind of(String type) {
    for (FormKind kind : values()) {
      if (kind.type.equals(type)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(
        "There is no form for jobs of kind '" + type + "'; submit it from the command line");
  }
}
