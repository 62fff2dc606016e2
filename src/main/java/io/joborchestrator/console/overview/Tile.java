package io.joborchestrator.console.overview;

import java.util.List;

/**
 * One figure with what it means and how it went.
 *
 * @param value as text
 * @param unit behind it, or empty
 * @param fact a second line in words
 * @param curve oldest first; empty: nothing was recorded
 */
record Tile(Kind kind, String value, String unit, String fact, Tone tone, List<Double> curve) {
  /** In the order of the page. */
  enum Kind {
    RUNNING,
    QUEUED,
    COMPLETED,
    FAILED,
    SUCCESS,
    RECORDS,
    DEAD_LETTERS
  }

  /** How the second line is to be taken. */
  enum Tone {
    PLAIN,
    BAD,
    DEAD
  }

  Tile {
    curve = List.copyOf(curve);
  }
}
