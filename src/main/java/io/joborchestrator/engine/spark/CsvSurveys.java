package io.joborchestrator.engine.spark;

import io.joborchestrator.pipeline.csv.CsvFormat;
import io.joborchestrator.pipeline.csv.CsvSurvey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Surveys of CSV files that were made ahead of their use. Thread-safe. */
final class CsvSurveys {
  private final Map<Path, CsvSurvey> made = new ConcurrentHashMap<>();

  void make(Path file, CsvFormat format, int columns) throws IOException {
    made.put(file, CsvSurvey.of(file, format, columns));
  }

  /** The survey of a file, which is forgotten then; made now if need be. */
  CsvSurvey take(Path file, CsvFormat format, int columns) throws IOException {
    CsvSurvey survey = made.remove(file);
    return survey == null ? CsvSurvey.of(file, format, columns) : survey;
  }
}
