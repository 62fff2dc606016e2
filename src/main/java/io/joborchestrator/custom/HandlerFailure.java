package io.joborchestrator.custom;

import org.jspecify.annotations.Nullable;

/** An error that a handler understands, for people and for the retry policy. */
public final class HandlerFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final Type type;
  private final String code;

  /** Who is to blame, which decides what follows. */
  public enum Type {
    /** The job asks for something that can never work. Not tried again. */
    REQUEST,
    /** The data is bad. Tried again only where the policy says so. */
    DATA,
    /** Something the work stands on failed: a service, a network. Tried again. */
    ENGINE,
    /** Memory, disk or another resource ran out. Tried again later. */
    RESOURCE
  }

  /**
   * @param code a stable word in capitals, such as {@code RATE_LIMIT}
   * @param message a plain sentence
   */
  public HandlerFailure(Type type, String code, String message) {
    this(type, code, message, null);
  }

  public HandlerFailure(Type type, String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    if (!code.matches("[A-Z][A-Z0-9_]{0,49}")) {
      throw new IllegalArgumentException("a code is a word in capitals, not '" + code + "'");
    }
    this.type = type;
    this.code = code;
  }

  public Type type() {
    return type;
  }

  public String code() {
    return code;
  }
}
