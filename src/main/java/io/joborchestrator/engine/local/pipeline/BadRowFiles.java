package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.csv.CsvCleaner;
import io.joborchestrator.pipeline.expression.SqlText;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Counts the rows that were left out of inputs and writes them, once the query has run.
 *
 * @param files where those of an input go, by its name; those of others are only counted
 * @param header whether the files begin with the names
 */
record BadRowFiles(DuckDbSession session, Map<String, Path> files, boolean header) {
  private static final SqlText SQL = DuckDbSession.SQL;

  /** Bad rows of one input, those that could not be cut into fields among them. */
  long collect(CompiledPipeline.Input input, DuckDbInputs inputs) throws SQLException {
    String query = input.badRowsQuery();
    Path file = files.get(input.name());
    long bad = query == null ? 0 : session.count("SELECT count(*) FROM (" + query + ")");
    if (file != null) {
      write(input, inputs, file);
    }
    return bad + inputs.structurallyBadRows(input.name());
  }

  private void write(CompiledPipeline.Input input, DuckDbInputs inputs, Path file)
      throws SQLException {
    List<String> names = new ArrayList<>();
    input.used().forEach(column -> names.add(SQL.name(column.name())));
    String columns = String.join(", ", names);
    List<String> selects = new ArrayList<>();
    if (input.badRowsQuery() != null) {
      selects.add(input.badRowsQuery());
    }
    String nulls = String.join(", ", names.stream().map(name -> "NULL AS " + name).toList());
    for (String query : inputs.badRecords(input.name())) {
      selects.add(
          "SELECT "
              + nulls
              + ", 'The row cannot be cut into its columns: ' || "
              + CsvCleaner.BAD_RECORD
              + " AS reason FROM ("
              + query
              + ")");
    }
    if (selects.isEmpty()) {
      selects.add("SELECT " + columns + ", '' AS reason FROM " + input.relation() + " WHERE FALSE");
    }
    session.update(
        "COPY ("
            + String.join(" UNION ALL ", selects)
            + ") TO "
            + SQL.text(file.toString())
            + " (FORMAT csv, HEADER "
            + header
            + ")");
  }
}
