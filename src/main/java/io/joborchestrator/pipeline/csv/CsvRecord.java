package io.joborchestrator.pipeline.csv;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of a file.
 *
 * @param line number of its first line, from 1
 * @param raw as it stands in the file, without its line end
 * @param fields null for NULL; empty if the record has a problem
 * @param problem why it cannot be read, as a plain sentence, or null
 */
public record CsvRecord(
    long line, String raw, List<@Nullable String> fields, @Nullable String problem) {}
