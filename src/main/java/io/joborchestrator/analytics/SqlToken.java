package io.joborchestrator.analytics;

/**
 * A piece of a statement's text.
 *
 * @param start first character, from 0
 * @param end one behind the last
 */
record SqlToken(Kind kind, String text, int start, int end) {
  /** What a piece is, in both dialects. */
  enum Kind {
    /** A keyword, a bare name or a number. */
    WORD,
    /** {@code :name}. */
    PARAMETER,
    /** A text in single quotes. */
    TEXT,
    /** Something in double quotes: a text in Spark's dialect, a name in DuckDB's. */
    DOUBLE_QUOTED,
    /** A name in backticks. */
    BACKTICKED,
    /** Any other sign, one character each. */
    SIGN
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  boolean isSign(char sign) {
    return kind == Kind.SIGN && text.charAt(0) == sign;
  }
}
