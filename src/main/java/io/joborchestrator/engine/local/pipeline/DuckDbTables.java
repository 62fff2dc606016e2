package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.connection.read.TableSource;
import io.joborchestrator.connection.read.TableSources;
import io.joborchestrator.connection.read.TableSpool;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunProgress;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.spec.Column;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tables of databases as SELECTs of texts: their rows are streamed into files of the run's folder
 * first, each table once. One per run.
 */
final class DuckDbTables {
  private static final SqlText SQL = DuckDbSession.SQL;

  /** The reader wants room for quotes that are doubled. */
  private static final long LONGEST_LINE = 2L * TableSpool.LONGEST_ROW;

  private final TableSources sources;
  private final Path workDir;
  private final RunListener listener;
  private final Map<String, TableSpool.Spooled> spooled = new HashMap<>();

  DuckDbTables(TableSources sources, Path workDir, RunListener listener) {
    this.sources = sources;
    this.workDir = workDir;
    this.listener = listener;
  }

  /**
   * @param sampleRows rows read at most, or -1 for all
   */
  String select(CompiledPipeline.Input input, long sampleRows) throws IOException {
    TableSpool.Spooled files = spooled.get(input.name());
    if (files == null) {
      files = spool(input, sampleRows);
      spooled.put(input.name(), files);
    }
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    for (int i = 0; i < input.used().size(); i++) {
      Column column = input.used().get(i);
      types.add("'f" + i + "': 'VARCHAR'");
      names.add("f" + i + " AS " + SQL.name(column.name()));
    }
    return "SELECT "
        + String.join(", ", names)
        + " FROM read_csv("
        + DuckDbInputs.list(files.files())
        + ", auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
        + " nullstr = '', allow_quoted_nulls = false, new_line = '\\n', strict_mode = true,"
        + " max_line_size = "
        + LONGEST_LINE
        + ", columns = {"
        + String.join(", ", types)
        + "})";
  }

  /** Rows that were read. */
  long rows(CompiledPipeline.Input input) {
    TableSpool.Spooled files = spooled.get(input.name());
    return files == null ? 0 : files.rows();
  }

  private TableSpool.Spooled spool(CompiledPipeline.Input input, long sampleRows)
      throws IOException {
    String what = input.spec().describe();
    TableSource source = sources.source(input, sampleRows < 0);
    long start = System.nanoTime();
    long estimate = Math.max(0, source.table().rows());
    TableSpool.Spooled files =
        TableSpool.write(
            sources,
            source,
            sampleRows,
            workDir,
            "table-" + input.relation(),
            rows -> listener.progress(progress(what, rows, estimate)));
    listener.log(
        "info",
        String.format(
            Locale.ENGLISH,
            "Read %s: %,d rows in %d %s, %,d ms",
            what,
            files.rows(),
            files.files().size(),
            files.files().size() == 1 ? "part" : "parts",
            (System.nanoTime() - start) / 1_000_000));
    return files;
  }

  private static RunProgress progress(String what, long rows, long estimate) {
    return new RunProgress(null, rows, Math.max(rows, estimate), 0, "Reading " + what);
  }
}
