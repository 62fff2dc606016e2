package io.joborchestrator.store.postgres;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Which SQL errors are worth a second try, and what the others mean in words. */
final class SqlErrors {
  /**
   * Starting up or out of disk, no slot free, serialization failure, deadlock, lock not got in
   * time, ended by an administrator.
   */
  private static final Set<String> TRANSIENT =
      Set.of("57P03", "53300", "40001", "40P01", "55P03", "57P01", "57P02");

  private static final Set<String> ROLLED_BACK = Set.of("40001", "40P01", "55P03");
  private static final String CONNECTION_CLASS = "08";
  private static final String BAD_DATA_CLASS = "22";
  private static final String READ_ONLY = "25006";

  /** Out of disk or memory, a statement or session ended from outside, a file not written. */
  private static final Set<String> SERVER_TROUBLE = Set.of("53", "57", "58");

  /** SQL states that our own functions raise. */
  private static final Map<String, ErrorCode> OURS =
      Map.of(
          "EJ400", ErrorCode.INVALID_SPECIFICATION,
          "EJ403", ErrorCode.NOT_ALLOWED,
          "EJ404", ErrorCode.JOB_NOT_FOUND,
          "EJ409", ErrorCode.NOT_POSSIBLE_NOW);

  private SqlErrors() {}

  static boolean isTransient(@Nullable Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql && isTransientState(sql.getSQLState())) {
        return true;
      }
    }
    return error instanceof SQLTransientConnectionException;
  }

  private static boolean isTransientState(@Nullable String state) {
    return state != null && (TRANSIENT.contains(state) || state.startsWith(CONNECTION_CLASS));
  }

  /** True if the statement certainly changed nothing: a deadlock, a conflict, a lock not got. */
  static boolean isRolledBack(@Nullable Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql
          && ROLLED_BACK.contains(String.valueOf(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** True if the session or the server takes no writes. */
  static boolean isReadOnly(@Nullable SQLException error) {
    return error != null && READ_ONLY.equals(error.getSQLState());
  }

  static OrchestratorException explain(
      ConnectionConfig config, String doing, @Nullable SQLException error, Exception cause) {
    String state = error == null ? null : error.getSQLState();
    ErrorCode ours = state == null ? null : OURS.get(state);
    if (error != null && ours != null) {
      return new OrchestratorException(ours, message(error), cause);
    }
    if (isTransient(cause)) {
      return new OrchestratorException(
          ErrorCode.DATABASE_UNAVAILABLE,
          "Could not "
              + doing
              + ": the database "
              + config.describe()
              + " does not answer ("
              + message(cause)
              + ")",
          cause);
    }
    if (error != null && state != null) {
      return new OrchestratorException(
          code(state), "Could not " + doing + ": " + message(error), cause);
    }
    return new OrchestratorException(
        ErrorCode.DATABASE_UNAVAILABLE, "Could not " + doing + ": " + message(cause), cause);
  }

  private static ErrorCode code(String state) {
    if (state.startsWith(BAD_DATA_CLASS) || state.startsWith("23")) {
      return ErrorCode.INVALID_SPECIFICATION;
    }
    if (SERVER_TROUBLE.contains(state.substring(0, 2))) {
      return ErrorCode.DATABASE_UNAVAILABLE;
    }
    return switch (state) {
      case "42501" -> ErrorCode.NOT_ALLOWED;
      case "42883", "42P01", "42703", "3F000" -> ErrorCode.SCHEMA_VERSION;
      case READ_ONLY, "28P01", "28000", "3D000" -> ErrorCode.DATABASE_UNAVAILABLE;
      default -> ErrorCode.INTERNAL;
    };
  }

  private static String message(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof PSQLException sql) {
      ServerErrorMessage server = sql.getServerErrorMessage();
      if (server != null && server.getMessage() != null) {
        return server.getMessage();
      }
    }
    String text = root.getMessage();
    return text == null ? root.getClass().getSimpleName() : text;
  }
}
