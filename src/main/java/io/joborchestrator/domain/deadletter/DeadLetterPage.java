package io.joborchestrator.domain.deadletter;

import java.util.List;

/**
 * A window of a list of entries, newest failure first.
 *
 * @param total all that match
 */
public record DeadLetterPage(List<DeadLetterRow> rows, long offset, long total) {
  public DeadLetterPage {
    rows = List.copyOf(rows);
  }
}
