package io.joborchestrator.connection.read;

import io.joborchestrator.connection.NamedConnection;
import io.joborchestrator.connection.TableFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that is about to be read.
 *
 * @param snapshot name of the moment all parts see, or null if the database exports none; then
 *     there is one part
 * @param queries one SELECT per part, each column as text, together all rows once
 * @param label of all sessions of the run
 */
public record TableSource(
    NamedConnection database,
    TableFacts table,
    @Nullable String snapshot,
    List<String> queries,
    String label) {
  public TableSource {
    queries = List.copyOf(queries);
  }
}
