package io.joborchestrator.domain.error;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What the JSON parser says, for people: without the text it quotes and its own words for it. */
public final class BrokenJson {
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: .*?line: (\\d+), column: (\\d+)\\]", Pattern.DOTALL);
  private static final Pattern START = Pattern.compile(" \\(start marker at (line [^)]*)\\)");

  private BrokenJson() {}

  /** The fault alone, such as {@code Unexpected end-of-input: expected close marker for Object}. */
  public static String fault(JsonProcessingException broken) {
    String placed = SOURCE.matcher(broken.getOriginalMessage()).replaceAll("line $1, column $2");
    return START.matcher(placed).replaceAll(", opened in $1");
  }

  /** The fault with its place: {@code Line 3, column 7: …}. Columns count from 1. */
  public static String describe(JsonProcessingException broken) {
    JsonLocation at = broken.getLocation();
    return at == null
        ? fault(broken)
        : "Line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + fault(broken);
  }
}
