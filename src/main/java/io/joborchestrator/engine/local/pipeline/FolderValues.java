package io.joborchestrator.engine.local.pipeline;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.expression.SqlText;
import io.joborchestrator.pipeline.schema.PathColumns;
import io.joborchestrator.pipeline.spec.Column;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the names of folders say of a file, as values of a SELECT. Stateless. */
final class FolderValues {
  private static final SqlText SQL = DuckDbSession.SQL;

  private FolderValues() {}

  /** A text for each used column of the file's folders; the list is the caller's. */
  static List<String> of(Path file, CompiledPipeline.Input input) {
    List<String> values = new ArrayList<>();
    List<String> names = input.spec().folderColumns();
    List<@Nullable String> texts = PathColumns.values(file, input.spec());
    for (Column column : input.usedOfFolders()) {
      String text = texts.get(names.indexOf(column.name()));
      String value = text == null ? "CAST(NULL AS VARCHAR)" : SQL.text(text);
      values.add(value + " AS " + SQL.name(column.name()));
    }
    return values;
  }
}
