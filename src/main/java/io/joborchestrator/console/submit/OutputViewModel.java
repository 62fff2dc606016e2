package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringExpression;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Where the result goes. FX thread only. */
final class OutputViewModel extends PipelinePart {
  static final List<String> IF_EXISTS = List.of("refuse", "replace", "append");

  static final List<String> MODES = List.of("refuse", "append", "replace", "upsert");

  private final @Nullable TableViewModel table;
  private final BooleanProperty toTable = new SimpleBooleanProperty();
  private final StringProperty mode = new SimpleStringProperty("refuse");
  private final ObservableList<String> key = watched(FXCollections.observableArrayList());
  private final BooleanProperty create = new SimpleBooleanProperty();
  private final StringProperty format = new SimpleStringProperty("parquet");
  private final StringProperty path = new SimpleStringProperty("");
  private final StringProperty ifExists = new SimpleStringProperty("refuse");
  private final StringProperty compression = new SimpleStringProperty("zstd");

  /** An output of files only. */
  OutputViewModel() {
    this(null);
  }

  /**
   * @param table where rows go that are loaded into a database, or null if the kind of job cannot
   */
  OutputViewModel(@Nullable TableViewModel table) {
    this.table = table;
    format.addListener((observed, before, after) -> onFormat());
    path.addListener((observed, before, after) -> onPath());
    watch(format, path, ifExists, compression, toTable, mode, create);
    if (table != null) {
      table.onEdit(this::edited);
    }
    describe();
  }

  /** The table, or null if this can be files only. */
  @Nullable TableViewModel table() {
    return table;
  }

  /** Whether the rows are loaded into a table of a database. */
  BooleanProperty toTable() {
    return toTable;
  }

  boolean isTable() {
    return table != null && toTable.get();
  }

  /** {@code refuse}, {@code append}, {@code replace} or {@code upsert}. */
  StringProperty mode() {
    return mode;
  }

  /** Columns that tell rows of the table apart. */
  ObservableList<String> key() {
    return key;
  }

  /** Whether a missing table is made. */
  BooleanProperty create() {
    return create;
  }

  StringProperty format() {
    return format;
  }

  StringProperty path() {
    return path;
  }

  /** {@code refuse}, {@code replace} or {@code append}. */
  StringProperty ifExists() {
    return ifExists;
  }

  StringProperty compression() {
    return compression;
  }

  static List<String> compressions(String format) {
    return "parquet".equals(format) ? List.of("zstd", "snappy", "none") : List.of("none", "gzip");
  }

  /** What the path means: one file or a folder. */
  StringExpression shape() {
    return Bindings.createStringBinding(this::describeShape, path, format);
  }

  boolean isFolder() {
    return FormatName.ofPath(path.get()).isEmpty();
  }

  OutputSpec spec() {
    if (table != null && toTable.get()) {
      return new OutputSpec(
          InputSpec.JDBC,
          "",
          null,
          null,
          table.connection().get().strip(),
          table.table().get().strip(),
          "refuse".equals(mode.get()) ? null : mode.get(),
          key.isEmpty() ? null : List.copyOf(key),
          create.get() ? true : null);
    }
    String normal = compressions(format.get()).get(0);
    return new OutputSpec(
        format.get(),
        path.get().strip(),
        "refuse".equals(ifExists.get()) ? null : ifExists.get(),
        normal.equals(compression.get()) ? null : compression.get());
  }

  void load(OutputSpec spec) {
    quietly(
        () -> {
          loadTable(spec);
          path.set(spec.path());
          format.set(spec.writesTable() ? "parquet" : spec.format());
          ifExists.set(Objects.requireNonNullElse(spec.ifExists(), "refuse"));
          String normal = compressions(format.get()).get(0);
          compression.set(Objects.requireNonNullElse(spec.compression(), normal));
        });
    describe();
  }

  private void loadTable(OutputSpec spec) {
    toTable.set(spec.writesTable());
    if (table != null) {
      table.quietly(
          () ->
              table.load(
                  Objects.requireNonNullElse(spec.connection(), ""),
                  Objects.requireNonNullElse(spec.table(), "")));
    }
    mode.set(Objects.requireNonNullElse(spec.mode(), "refuse"));
    key.setAll(Objects.requireNonNullElse(spec.key(), List.of()));
    create.set(Boolean.TRUE.equals(spec.create()));
  }

  @Override
  String title() {
    return isTable() ? "Write table" : "Write " + FormatName.of(format.get());
  }

  @Override
  String icon() {
    return isTable() ? "mdomz-storage" : "mdomz-save";
  }

  @Override
  String describeSettings() {
    if (table != null && toTable.get()) {
      return table.isNamed() ? spec().describe() : "no table yet";
    }
    return path.get().isBlank() ? "no place yet" : path.get().strip();
  }

  @Override
  List<Problem> ownProblems() {
    if (table != null && toTable.get()) {
      List<Problem> missing = new ArrayList<>(table.ownProblems());
      if ("upsert".equals(mode.get()) && key.isEmpty()) {
        missing.add(wrong("/key", "Say which columns tell rows apart"));
      }
      return missing;
    }
    List<Problem> found = new ArrayList<>();
    if (path.get().isBlank()) {
      found.add(wrong("/path", "Say where the result goes"));
    } else if ("append".equals(ifExists.get()) && !isFolder()) {
      found.add(wrong("/ifExists", "Only a folder can be appended to"));
    }
    return found;
  }

  private void onFormat() {
    compression.set(compressions(format.get()).get(0));
    FormatName.ofPath(path.get())
        .filter(ending -> !ending.equals(format.get()) && !isMuted())
        .ifPresent(ending -> path.set(withoutEnding(ending) + "." + format.get()));
  }

  private void onPath() {
    if (!isMuted()) {
      FormatName.ofPath(path.get()).ifPresent(format::set);
    }
  }

  private String withoutEnding(String ending) {
    String text = path.get().strip();
    return text.substring(0, text.length() - ending.length() - 1);
  }

  private String describeShape() {
    if (path.get().isBlank()) {
      return "A path that ends in ." + format.get() + " is one file, any other a folder";
    }
    return isFolder() ? "A folder of part files" : "One file";
  }
}
