package io.joborchestrator.analytics;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import java.util.List;

/** Checks statements with the parser and the types of the engine they are written for. */
public interface StatementAnalyzer {
  /**
   * Checks what may be said, what is named, and all types. Reads no file and starts no session;
   * blocks for up to a second at first use. Thread-safe.
   *
   * @param spec whose document has no problems, with the columns of all inputs
   */
  Analysis analyze(AnalyticsSpec spec);

  /**
   * What was found.
   *
   * @param problems in written order, at most one of each statement
   * @param columns of the rows of each statement, up to the first that has a problem
   */
  record Analysis(List<Problem> problems, List<List<Column>> columns) {
    public Analysis {
      problems = List.copyOf(problems);
      columns = List.copyOf(columns);
    }
  }
}
