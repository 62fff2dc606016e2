package io.joborchestrator.analytics;

import io.joborchestrator.analytics.SqlToken.Kind;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The query of a statement, with what is around it taken off: {@code CREATE TEMPORARY VIEW name AS}
 * in front and a semicolon behind. Immutable.
 */
public final class StatementText {
  private final String sql;
  private final int start;
  private final int end;
  private final @Nullable String view;
  private final List<SqlToken> tokens;

  private StatementText(
      String sql, int start, int end, @Nullable String view, List<SqlToken> tokens) {
    this.sql = sql;
    this.start = start;
    this.end = end;
    this.view = view;
    this.tokens = tokens;
  }

  /** Looks at the text of a statement; never fails. */
  public static StatementText of(String sql, SqlDialect dialect) {
    List<SqlToken> tokens = SqlLexer.tokens(sql, dialect);
    int last = tokens.size();
    while (last > 0 && tokens.get(last - 1).isSign(';')) {
      last--;
    }
    tokens = tokens.subList(0, last);
    int end = last == 0 ? 0 : tokens.get(last - 1).end();
    int prefix = viewPrefix(tokens);
    if (prefix == 0) {
      return new StatementText(sql, 0, end, null, tokens);
    }
    String view = tokens.get(prefix - 2).text();
    return new StatementText(
        sql, tokens.get(prefix - 1).end(), end, view, tokens.subList(prefix, last));
  }

  /** Number of pieces of {@code CREATE [OR REPLACE] TEMPORARY VIEW name AS}, or 0. */
  private static int viewPrefix(List<SqlToken> tokens) {
    int at = 0;
    if (!isWord(tokens, at++, "create")) {
      return 0;
    }
    if (isWord(tokens, at, "or") && isWord(tokens, at + 1, "replace")) {
      at += 2;
    }
    if (!isWord(tokens, at, "temp") && !isWord(tokens, at, "temporary")) {
      return 0;
    }
    at++;
    boolean named = at + 1 < tokens.size() && tokens.get(at + 1).kind() == Kind.WORD;
    return isWord(tokens, at, "view") && named && isWord(tokens, at + 2, "as") ? at + 3 : 0;
  }

  private static boolean isWord(List<SqlToken> tokens, int index, String word) {
    return index < tokens.size() && tokens.get(index).isWord(word);
  }

  /** The query, alone. */
  public String query() {
    return sql.substring(start, end);
  }

  /** Where the query begins in the statement. */
  public int offset() {
    return start;
  }

  /** Name of the view it creates, or null. */
  public @Nullable String view() {
    return view;
  }

  /** The first word, in upper case, or the empty text. */
  public String verb() {
    return tokens.isEmpty() ? "" : tokens.get(0).text().toUpperCase(java.util.Locale.ROOT);
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  List<SqlToken> tokens() {
    return tokens;
  }

  /** Where another statement begins, or -1. */
  int secondStatement() {
    for (int i = 0; i + 1 < tokens.size(); i++) {
      if (tokens.get(i).isSign(';')) {
        return tokens.get(i + 1).start();
      }
    }
    return -1;
  }

  /** The parameters it refers to, without their colons, one for each place. */
  public List<String> parameters() {
    return tokens.stream()
        .filter(token -> token.kind() == Kind.PARAMETER)
        .map(token -> token.text().substring(1))
        .toList();
  }

  /** The query with other text in the place of each parameter. */
  public String queryWith(UnaryOperator<String> replacement) {
    var text = new StringBuilder();
    int from = start;
    for (SqlToken token : tokens) {
      if (token.kind() == Kind.PARAMETER) {
        text.append(sql, from, token.start());
        text.append(replacement.apply(token.text().substring(1)));
        from = token.end();
      }
    }
    return text.append(sql, from, end).toString();
  }

  /** The character of the statement that stands at a character of {@link #queryWith}. */
  public int originalOf(int replaced, UnaryOperator<String> replacement) {
    int shift = start;
    for (SqlToken token : tokens) {
      if (token.kind() == Kind.PARAMETER && token.start() - shift < replaced) {
        int longer =
            replacement.apply(token.text().substring(1)).length() - (token.end() - token.start());
        if (token.end() - shift + longer > replaced) {
          return token.start();
        }
        shift -= longer;
      }
    }
    return Math.min(end, replaced + shift);
  }

  /** "line 2, column 7" of a character of the statement. */
  public String place(int character) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < Math.min(character, sql.length()); i++) {
      if (sql.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return "line " + line + ", column " + (Math.min(character, sql.length()) - begin + 1);
  }

  /** The character of the statement at a line (from 1) and column (from 0) of its query. */
  public int character(int line, int column) {
    int at = start;
    for (int i = 1; i < line && at < end; i++) {
      int next = sql.indexOf('\n', at);
      at = next < 0 ? end : next + 1;
    }
    return Math.min(end, at + column);
  }

  /** One behind the last character of the word or sign at a character. */
  public int endOfPiece(int character) {
    return tokens.stream()
        .filter(token -> token.start() <= character && character < token.end())
        .map(SqlToken::end)
        .findFirst()
        .orElse(Math.min(sql.length(), character + 1));
  }
}
