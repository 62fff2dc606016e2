package io.joborchestrator.domain.error;

/**
 * Stable codes of everything that can go wrong. Retries and breakers read {@link #type()}, people
 * search for the name; messages may change, codes may not.
 */
public enum ErrorCode {
  INVALID_SPECIFICATION(ErrorType.USER),
  INVALID_EXPRESSION(ErrorType.USER),
  INVALID_SQL(ErrorType.USER),
  SQL_NOT_ALLOWED(ErrorType.USER),
  UNKNOWN_COLUMN(ErrorType.USER),
  TYPE_MISMATCH(ErrorType.USER),
  INPUT_NOT_FOUND(ErrorType.USER),
  INPUT_NOT_READABLE(ErrorType.USER),
  INPUT_FORMAT(ErrorType.USER),
  OUTPUT_EXISTS(ErrorType.USER),
  OUTPUT_NOT_WRITABLE(ErrorType.USER),
  OUTPUT_EQUALS_INPUT(ErrorType.USER),
  PATH_NOT_ALLOWED(ErrorType.USER),
  UNKNOWN_ENGINE(ErrorType.USER),
  UNKNOWN_JOB_TYPE(ErrorType.USER),
  ENGINE_NOT_CAPABLE(ErrorType.USER),
  INVALID_SCHEDULE(ErrorType.USER),
  INVALID_CONFIGURATION(ErrorType.USER),
  UNKNOWN_CONNECTION(ErrorType.USER),
  JOB_NOT_FOUND(ErrorType.USER),
  NOT_POSSIBLE_NOW(ErrorType.USER),
  NOT_ALLOWED(ErrorType.USER),
  PROGRAM_NOT_FOUND(ErrorType.USER),
  PROGRAM_FAILED(ErrorType.USER),
  HANDLER_NOT_FOUND(ErrorType.USER),
  HANDLER_VERSION(ErrorType.USER),
  BAD_ROWS(ErrorType.DATA),
  VALUE_ERROR(ErrorType.DATA),
  DIVISION_BY_ZERO(ErrorType.DATA),
  NUMERIC_OVERFLOW(ErrorType.DATA),
  CONSTRAINT_VIOLATION(ErrorType.DATA),
  ENGINE_UNAVAILABLE(ErrorType.ENGINE),
  /** What an engine works with elsewhere, such as a cluster, has a version it cannot work with. */
  ENGINE_VERSION(ErrorType.ENGINE),
  ENGINE_FAILED(ErrorType.ENGINE),
  ENGINE_TIMEOUT(ErrorType.ENGINE),
  /** A database that a job names does not answer; the engine is not to blame. */
  CONNECTION_FAILED(ErrorType.ENGINE),
  TIME_LIMIT(ErrorType.ENGINE),
  OUT_OF_MEMORY(ErrorType.RESOURCE),
  DISK_FULL(ErrorType.RESOURCE),
  OUTPUT_LIMIT(ErrorType.RESOURCE),
  RESOURCE_LIMIT(ErrorType.RESOURCE),
  WORKER_LOST(ErrorType.SYSTEM),
  FENCED(ErrorType.SYSTEM),
  DATABASE_UNAVAILABLE(ErrorType.SYSTEM),
  SCHEMA_VERSION(ErrorType.SYSTEM),
  INTERNAL(ErrorType.SYSTEM),
  CANCELLED(ErrorType.CANCELLED);

  private final ErrorType type;

  ErrorCode(ErrorType type) {
    this.type = type;
  }

  public ErrorType type() {
    return type;
  }

  /** The word stored in the database. */
  public String wire() {
    return name();
  }
}
