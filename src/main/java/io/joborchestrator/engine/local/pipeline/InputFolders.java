package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.schema.PathColumns;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the folders of an input stand for, added to what is known of its files. Stateless. */
final class InputFolders {
  private static final Logger log = LoggerFactory.getLogger(InputFolders.class);

  private InputFolders() {}

  /** An input whose columns are declared, with the names of those that are in its folders. */
  static InputSpec complete(InputSpec input) {
    if (input.readsTable() || input.pathColumns() != null) {
      return input;
    }
    try {
      List<String> names = InputFiles.find(input.path(), input.format()).columns();
      return names.isEmpty() ? input : input.withPathColumns(names);
    } catch (OrchestratorException e) {
      log.debug("Whoever reads the files of {} will say what is wrong", input.path(), e);
      return input;
    }
  }

  /**
   * What was found in files, and in the names of their folders behind it. A column that is in both
   * has the value of the folder.
   */
  static FileInspection added(FileInspection found, InputFiles.Found all, InputSpec wanted) {
    InputSpec input = found.input().withPathColumns(all.columns());
    List<String> warnings = new ArrayList<>(found.warnings());
    List<Integer> kept = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < found.columns().size(); i++) {
      Column column = found.columns().get(i);
      boolean twice = wanted.columns() == null && all.columns().contains(column.name());
      if (twice) {
        warnings.add(
            "The column '" + column.name() + "' is in the files too; that of the folders counts");
      } else {
        kept.add(i);
        columns.add(column);
      }
    }
    if (wanted.columns() == null) {
      columns.addAll(PathColumns.columns(all.files(), input));
    }
    List<@Nullable String> values = PathColumns.values(all.files().get(0), input);
    List<List<@Nullable String>> rows =
        found.firstRows().stream().map(row -> row(row, kept, wanted, values)).toList();
    return new FileInspection(
        input.withColumns(columns),
        columns,
        rows,
        found.bytes(),
        found.files(),
        found.rowsEstimate(),
        warnings);
  }

  private static List<@Nullable String> row(
      List<@Nullable String> found,
      List<Integer> kept,
      InputSpec wanted,
      List<@Nullable String> folder) {
    List<@Nullable String> row = new ArrayList<>();
    if (wanted.columns() != null) {
      row.addAll(found);
    } else {
      kept.stream()
          .filter(index -> index < found.size())
          .forEach(index -> row.add(found.get(index)));
    }
    row.addAll(folder);
    return row;
  }
}
