package io.joborchestrator.pipeline;

import io.joborchestrator.domain.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a job's configuration, at its place.
 *
 * @param pointer JSON pointer (RFC 6901) of the field, for example {@code /steps/2/where}
 * @param start first character of the expression that is wrong, from 0, or -1 if the whole field is
 * @param end one behind the last such character, or -1
 * @param message a plain sentence
 * @param suggestion what was probably meant ("departure_delay"), ready to be put in place of the
 *     characters, or null
 */
public record Problem(
    ErrorCode code,
    String pointer,
    int start,
    int end,
    String message,
    @Nullable String suggestion) {
  public static Problem at(ErrorCode code, String pointer, String message) {
    return new Problem(code, pointer, -1, -1, message, null);
  }

  /** The same problem, its place seen from elsewhere. */
  public Problem withPointer(String pointer) {
    return new Problem(code, pointer, start, end, message, suggestion);
  }

  /** Whether the field is one, or lies in it. */
  public boolean isAtOrBelow(String field) {
    return pointer.equals(field) || pointer.startsWith(field + "/");
  }

  /** "Did you mean 'x'?", or the empty text if nothing is known or the message asks it itself. */
  public String question() {
    boolean asked = message.contains("did you mean");
    return suggestion == null || asked ? "" : "Did you mean '" + suggestion + "'?";
  }
}
