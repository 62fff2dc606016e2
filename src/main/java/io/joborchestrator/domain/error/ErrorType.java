package io.joborchestrator.domain.error;

import java.util.Locale;

/** What an error means for the job it ended. Decides retries, breakers and exit codes. */
public enum ErrorType {
  /** The request itself is wrong (bad specification, missing column or file). Never retried. */
  USER(2),
  /** Rows of the input are bad. Retried only where a policy says so. */
  DATA(3),
  /** An engine failed (cluster lost, engine timeout). Retried, counts for its breaker. */
  ENGINE(4),
  /** Memory, disk or slots ran out. Retried later. */
  RESOURCE(5),
  /** A worker was lost or the orchestrator itself failed. Retried. */
  SYSTEM(6),
  /** Somebody asked for it to end. */
  CANCELLED(7);

  private final int exitCode;

  ErrorType(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Exit code of the command line for an error of this type. */
  public int exitCode() {
    return exitCode;
  }

  /** The word stored in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ErrorType parse(String wire) {
    return valueOf(wire.toUpperCase(Locale.ROOT));
  }
}
