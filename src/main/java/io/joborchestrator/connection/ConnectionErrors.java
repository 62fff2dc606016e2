package io.joborchestrator.connection;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the errors of a database that a job names mean: who is to blame, and what to do. */
public final class ConnectionErrors {
  /** Longer chains of causes are circles. */
  private static final int DEEPEST = 50;

  /** Starting up, no slot free, in conflict with others, ended by an administrator. */
  private static final Set<String> PASSING =
      Set.of("57P01", "57P02", "57P03", "53300", "40001", "40P01", "55P03", "57014");

  private ConnectionErrors() {}

  /** The error of a run, from what was thrown while a database was used. */
  public static OrchestratorException of(NamedConnection database, SQLException error) {
    return explain("The database '" + database.name() + "'", error);
  }

  /** As {@link #of(NamedConnection, SQLException)}, if it is an error of a database at all. */
  public static Optional<OrchestratorException> of(Throwable cause) {
    return cause instanceof PSQLException sql
        ? Optional.of(explain("The database", sql))
        : Optional.empty();
  }

  private static OrchestratorException explain(String who, SQLException error) {
    String state = error.getSQLState() == null ? "" : error.getSQLState();
    String text = message(error);
    if (state.startsWith("08") || PASSING.contains(state)) {
      return isUntrusted(error)
          ? error(
              ErrorCode.INVALID_CONFIGURATION, who + " is not trusted (TLS): " + text + ".", error)
          : error(ErrorCode.CONNECTION_FAILED, who + " does not answer: " + text + ".", error);
    }
    return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
      case "23" -> error(ErrorCode.CONSTRAINT_VIOLATION, constraint(error), error);
      case "22" -> value(who, state, text, error);
      case "21" -> error(ErrorCode.CONSTRAINT_VIOLATION, who + " says: " + text + ".", error);
      case "28", "3D" ->
          error(ErrorCode.INVALID_CONFIGURATION, who + " refuses us: " + text + ".", error);
      case "53" -> error(ErrorCode.DISK_FULL, who + " has no room left: " + text + ".", error);
      case "25" -> error(ErrorCode.OUTPUT_NOT_WRITABLE, who + " says: " + text + ".", error);
      case "42" -> error(request(state), who + " says: " + text + ".", error);
      // A trigger or a function of the database says no.
      case "P0", "44", "09" -> error(ErrorCode.VALUE_ERROR, who + " refuses: " + text + ".", error);
      default -> error(ErrorCode.CONNECTION_FAILED, who + " failed: " + text + ".", error);
    };
  }

  private static ErrorCode request(String state) {
    return switch (state) {
      case "42501" -> ErrorCode.NOT_ALLOWED;
      case "42P01" -> ErrorCode.INPUT_NOT_FOUND;
      case "42703" -> ErrorCode.UNKNOWN_COLUMN;
      default -> ErrorCode.INVALID_SPECIFICATION;
    };
  }

  private static boolean isUntrusted(Throwable error) {
    Throwable cause = error;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      if (cause instanceof SSLException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Names the constraint and the first row that breaks it. */
  private static String constraint(SQLException error) {
    ServerErrorMessage server = server(error);
    String detail = server == null ? null : server.getDetail();
    String name = server == null ? null : server.getConstraint();
    return message(error)
        + (name == null || message(error).contains(name) ? "" : " (constraint " + name + ")")
        + "."
        + (detail == null ? "" : " " + detail);
  }

  private static OrchestratorException value(
      String who, String state, String text, SQLException error) {
    ServerErrorMessage server = server(error);
    String where = server == null ? null : server.getWhere();
    ErrorCode code = state.equals("22003") ? ErrorCode.NUMERIC_OVERFLOW : ErrorCode.VALUE_ERROR;
    String place = where == null ? "" : " (" + where.lines().findFirst().orElse("") + ")";
    return error(code, who + " cannot take a value: " + text + place + ".", error);
  }

  private static @Nullable ServerErrorMessage server(SQLException error) {
    return error instanceof PSQLException known ? known.getServerErrorMessage() : null;
  }

  private static String message(SQLException error) {
    ServerErrorMessage server = server(error);
    String text = server == null ? null : server.getMessage();
    if (text == null) {
      text = error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    }
    return text.strip().replaceAll("[.]$", "");
  }

  private static OrchestratorException error(ErrorCode code, String message, SQLException cause) {
    return new OrchestratorException(code, message, cause);
  }

  /**
   * What is thrown on after an error: a cancel makes errors of its own.
   *
   * @param link the session that was used, or null if there was none yet
   */
  public static RuntimeException thrown(
      NamedConnection database, @Nullable DatabaseLink link, SQLException error) {
    if (link != null && link.isCancelled()) {
      CancellationException cancelled = new CancellationException("The run was cancelled");
      cancelled.initCause(error);
      return cancelled;
    }
    return of(database, error);
  }
}
