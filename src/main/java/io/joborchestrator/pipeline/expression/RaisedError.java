package io.joborchestrator.pipeline.expression;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error that compiled SQL raises on purpose. It travels through an engine as text, {@code
 * [[CODE: a plain sentence]]}, and is read back from whatever message the engine wraps around it.
 */
public record RaisedError(ErrorCode code, String message) {
  private static final Pattern FORM =
      Pattern.compile("\\[\\[([A-Z_]+): (.*?)\\]\\]", Pattern.DOTALL);

  /** SQL that raises the error when it is evaluated; {@code valueSql} is shown behind the text. */
  public static String sql(Dialect dialect, ErrorCode code, String message, String valueSql) {
    SqlText text = new SqlText(dialect);
    String function = dialect == Dialect.DUCKDB ? "error" : "raise_error";
    String start = text.text("[[" + code + ": " + message);
    String shown = valueSql.isEmpty() ? "" : " || left(" + valueSql + ", 100)";
    return function + "(" + start + shown + " || ']]')";
  }

  /** Finds a raised error in an engine's message. */
  public static Optional<RaisedError> in(String engineMessage) {
    Matcher matcher = FORM.matcher(engineMessage);
    if (!matcher.find()) {
      return Optional.empty();
    }
    for (ErrorCode code : ErrorCode.values()) {
      if (code.name().equals(matcher.group(1))) {
        return Optional.of(new RaisedError(code, matcher.group(2)));
      }
    }
    return Optional.empty();
  }
}
