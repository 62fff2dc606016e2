package io.joborchestrator.analytics;

import io.joborchestrator.analytics.SqlToken.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the text of a statement into pieces, leaving out comments: enough to find parameters and the
 * ends of statements, not a parser. What it takes for a text or a comment in one dialect differs in
 * the other only where that is noted.
 */
final class SqlLexer {
  private final String sql;
  private final boolean backslash;
  private final List<SqlToken> tokens = new ArrayList<>();
  private int at;

  /** Parentheses that give a colon another meaning: slices of lists and fields of structs. */
  private int brackets;

  private SqlLexer(String sql, boolean backslash) {
    this.sql = sql;
    this.backslash = backslash;
  }

  /**
   * @param dialect in Spark's, a backslash in a text takes the meaning of the next sign away
   */
  static List<SqlToken> tokens(String sql, SqlDialect dialect) {
    var lexer = new SqlLexer(sql, dialect != SqlDialect.DUCKDB);
    while (lexer.at < sql.length()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private void next() {
    char sign = sql.charAt(at);
    if (Character.isWhitespace(sign)) {
      at++;
    } else if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end;
    } else if (sql.startsWith("/*", at)) {
      at = endOfComment();
    } else if (sign == '\'') {
      add(Kind.TEXT, endOfQuoted(sign));
    } else if (sign == '"') {
      add(Kind.DOUBLE_QUOTED, endOfQuoted(sign));
    } else if (sign == '`') {
      add(Kind.BACKTICKED, endOfQuoted(sign));
    } else if (isWordSign(sign)) {
      add(Kind.WORD, endOfWord(at));
    } else if (isParameter()) {
      add(Kind.PARAMETER, endOfWord(at + 1));
    } else {
      count(sign);
      add(Kind.SIGN, at + 1);
    }
  }

  private void add(Kind kind, int end) {
    tokens.add(new SqlToken(kind, sql.substring(at, end), at, end));
    at = end;
  }

  private void count(char sign) {
    if (sign == '[' || sign == '{') {
      brackets++;
    } else if (sign == ']' || sign == '}') {
      brackets--;
    }
  }

  private boolean isParameter() {
    return sql.charAt(at) == ':'
        && brackets == 0
        && (at == 0 || sql.charAt(at - 1) != ':')
        && at + 1 < sql.length()
        && (Character.isLetter(sql.charAt(at + 1)) || sql.charAt(at + 1) == '_');
  }

  private static boolean isWordSign(char sign) {
    return Character.isLetterOrDigit(sign) || sign == '_';
  }

  private int endOfWord(int start) {
    int end = start;
    while (end < sql.length() && isWordSign(sql.charAt(end))) {
      end++;
    }
    return end;
  }

  /** A doubled quote stands for itself; so an unclosed text ends with the statement. */
  private int endOfQuoted(char quote) {
    int end = at + 1;
    while (end < sql.length()) {
      char sign = sql.charAt(end);
      if (sign == '\\' && backslash && quote != '`') {
        end++;
      } else if (sign == quote) {
        return end + 1;
      }
      end++;
    }
    return sql.length();
  }

  /** Comments in comments, as both dialects have them. */
  private int endOfComment() {
    int depth = 0;
    int end = at;
    while (end < sql.length()) {
      if (sql.startsWith("/*", end)) {
        depth++;
        end += 2;
      } else if (sql.startsWith("*/", end)) {
        depth--;
        end += 2;
        if (depth == 0) {
          return end;
        }
      } else {
        end++;
      }
    }
    return sql.length();
  }
}
