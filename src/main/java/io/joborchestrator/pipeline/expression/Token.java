package io.joborchestrator.pipeline.expression;

/**
 * A word of an expression.
 *
 * @param text decoded: quotes removed, keywords in lower case
 * @param start first character, from 0
 * @param end one behind the last character
 */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    /** A bare word that is no keyword. */
    NAME,
    /** A name in double quotes or backticks. */
    QUOTED_NAME,
    KEYWORD,
    TEXT,
    NUMBER,
    SYMBOL,
    END
  }

  boolean is(Kind wanted, String wantedText) {
    return kind == wanted && text.equals(wantedText);
  }

  boolean isSymbol(String symbol) {
    return is(Kind.SYMBOL, symbol);
  }

  boolean isKeyword(String keyword) {
    return is(Kind.KEYWORD, keyword);
  }
}
