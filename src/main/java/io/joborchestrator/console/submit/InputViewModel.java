package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * One file, folder or glob, or a table of a database, that is read. When its place is given, format
 * and columns are found out; every option can then be set by hand. FX thread only.
 */
class InputViewModel extends PipelinePart {
  static final int FIRST_ROWS = 50;
  private static final Duration DELAY = Duration.ofMillis(300);

  /** Where the rows are. */
  enum Source {
    FILE,
    TABLE
  }

  private final PipelineWorkbench workbench;
  private final ReadOnlyStringWrapper name = new ReadOnlyStringWrapper("input");
  private final ObjectProperty<Source> source = new SimpleObjectProperty<>(Source.FILE);
  private final TableViewModel table;
  private final PartitionFields partitions = new PartitionFields();
  private final StringProperty path = new SimpleStringProperty("");
  private final StringProperty format = new SimpleStringProperty("csv");
  private final CsvOptions csv = new CsvOptions();
  private final StringProperty badRows = new SimpleStringProperty("fail");
  private final StringProperty quarantinePath = new SimpleStringProperty("");
  private final ObservableList<ColumnRow> columns = editedRows();
  private final InputLook look;
  private final BooleanProperty side = new SimpleBooleanProperty();
  private @Nullable List<String> pathColumns;
  private boolean chosenByHand;

  InputViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    this.workbench = workbench;
    table = new TableViewModel(tasks, workbench);
    look = new InputLook(tasks, this::onLooked);
    path.addListener((observed, before, after) -> onPlace());
    source.addListener((observed, before, after) -> onPlace());
    table.onEdit(this::onPlace);
    table.onEdit(this::edited);
    csv.onEdit(this::onOption);
    format.addListener((observed, before, after) -> onOption());
    watch(source, path, format, badRows, quarantinePath);
    watch(partitions.column(), partitions.number());
    csv.onEdit(this::edited);
    describe();
  }

  ReadOnlyStringProperty name() {
    return name.getReadOnlyProperty();
  }

  void rename(String value) {
    name.set(value);
  }

  ObjectProperty<Source> source() {
    return source;
  }

  boolean isTable() {
    return source.get() == Source.TABLE;
  }

  /** The table that is read if it is one. */
  TableViewModel table() {
    return table;
  }

  /** How a table is cut into parts. */
  PartitionFields partitions() {
    return partitions;
  }

  StringProperty path() {
    return path;
  }

  /** Whether it is said which file or table is read. */
  boolean isNamed() {
    return isTable() ? table.isNamed() : !path.get().isBlank();
  }

  /** The name of the file with its ending, or of the table without its schema. */
  String baseName() {
    String text = nameSource().strip();
    return text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
  }

  /** The path, or the table without its schema: what names are made from. */
  String nameSource() {
    return isTable() ? table.bareName() : path.get();
  }

  StringProperty format() {
    return format;
  }

  CsvOptions csv() {
    return csv;
  }

  StringProperty badRows() {
    return badRows;
  }

  StringProperty quarantinePath() {
    return quarantinePath;
  }

  ObservableList<ColumnRow> columns() {
    return columns;
  }

  /** What is known of the file or table. */
  InputLook look() {
    return look;
  }

  /** True for an input that joins and unions refer to, false for the one the chain starts with. */
  BooleanProperty side() {
    return side;
  }

  List<Column> knownColumns() {
    return columns.stream().map(ColumnRow::spec).toList();
  }

  InputSpec spec() {
    return isTable() ? tableSpec() : fileSpec();
  }

  private InputSpec tableSpec() {
    return InputSpec.table(
        table.connection().get().strip(),
        table.table().get().strip(),
        columns.isEmpty() ? null : knownColumns(),
        badRowsOrNull(),
        quarantineOrNull(),
        partitions.spec());
  }

  private @Nullable String badRowsOrNull() {
    return "fail".equals(badRows.get()) ? null : badRows.get();
  }

  private @Nullable String quarantineOrNull() {
    return "quarantine".equals(badRows.get()) ? quarantinePath.get().strip() : null;
  }

  private InputSpec fileSpec() {
    boolean isCsv = "csv".equals(format.get());
    boolean isText = !"parquet".equals(format.get());
    return new InputSpec(
            format.get(),
            path.get().strip(),
            columns.isEmpty() ? null : knownColumns(),
            badRowsOrNull(),
            quarantineOrNull(),
            isCsv ? csv.headerOrNull() : null,
            isCsv ? csv.delimiterOrNull() : null,
            isCsv ? csv.quoteOrNull() : null,
            isText ? csv.encodingOrNull() : null,
            isCsv ? csv.nullTextOrNull() : null)
        .withPathColumns(pathColumns);
  }

  void load(String key, InputSpec spec) {
    quietly(
        () -> {
          name.set(key);
          source.set(spec.readsTable() ? Source.TABLE : Source.FILE);
          path.set(spec.path());
          loadTable(spec);
          take(spec);
          badRows.set(Objects.requireNonNullElse(spec.badRows(), "fail"));
          quarantinePath.set(Objects.requireNonNullElse(spec.quarantinePath(), ""));
          columns.setAll(
              Objects.requireNonNullElse(spec.columns(), List.<Column>of()).stream()
                  .map(column -> row(column))
                  .toList());
        });
    chosenByHand = true;
    describe();
    lookSoon(Duration.ZERO);
  }

  private void loadTable(InputSpec spec) {
    table.quietly(
        () ->
            table.load(
                Objects.requireNonNullElse(spec.connection(), ""),
                Objects.requireNonNullElse(spec.table(), "")));
    partitions.load(spec.partitionBy());
  }

  /** Stops a look that takes too long; what is written stays. */
  void stopLooking() {
    look.stop();
  }

  /** Looks into the file again, with what was chosen by hand. */
  void refresh() {
    lookSoon(Duration.ZERO);
  }

  /** Forgets what was set by hand and finds everything out again. */
  void detectAgain() {
    chosenByHand = false;
    quietly(columns::clear);
    refresh();
  }

  @Override
  String title() {
    return isTable() ? "Read table" : "Read " + FormatName.of(format.get());
  }

  @Override
  String icon() {
    return isTable() ? "mdomz-storage" : "mdomz-table_chart";
  }

  @Override
  String describeSettings() {
    if (isTable()) {
      return table.isNamed() ? spec().describe() : "no table yet";
    }
    return path.get().isBlank() ? "no file yet" : baseName();
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    if (isTable()) {
      found.addAll(tableProblems());
    } else if (path.get().isBlank()) {
      found.add(wrong("/path", "Choose the file to read"));
    } else if (look.hasFailed()) {
      found.add(wrong("/path", look.failure().get()));
    }
    if ("quarantine".equals(badRows.get()) && quarantinePath.get().isBlank()) {
      found.add(wrong("/quarantinePath", "Say where bad rows go"));
    }
    for (int column = 0; column < columns.size(); column++) {
      if (TypeText.parse(columns.get(column).type().get()).isEmpty()) {
        found.add(wrong("/columns/" + column + "/type", TypeText.HINT));
      }
    }
    return found;
  }

  private List<Problem> tableProblems() {
    List<Problem> found = new ArrayList<>(table.ownProblems());
    if (found.isEmpty() && look.hasFailed()) {
      found.add(wrong("/table", look.failure().get()));
    }
    found.addAll(partitions.problems());
    return found;
  }

  private void onPlace() {
    if (isMuted()) {
      return;
    }
    pathColumns = null;
    chosenByHand = false;
    quietly(columns::clear);
    look.forget(isNamed());
    lookSoon(DELAY);
  }

  private void onOption() {
    if (!isMuted()) {
      chosenByHand = true;
      quietly(columns::clear);
      lookSoon(DELAY);
    }
  }

  private void onColumn() {
    if (!isMuted()) {
      chosenByHand = true;
      lookSoon(DELAY);
    }
  }

  private ColumnRow row(Column column) {
    ColumnRow row = new ColumnRow(column);
    row.onEdit(this::onColumn);
    return row;
  }

  private void lookSoon(Duration delay) {
    look.soon(delay, isNamed() ? this::lookNow : null);
  }

  private void lookNow() {
    InputSpec spec = spec();
    boolean byHand = chosenByHand || isTable();
    look.start(
        "look into " + spec.describe(),
        () ->
            byHand
                ? workbench.inspect(spec, FIRST_ROWS)
                : workbench.inspect(spec.path(), FIRST_ROWS),
        this::adopt);
  }

  private void adopt(FileInspection found) {
    quietly(
        () -> {
          take(found.input());
          if (!columns.stream().map(ColumnRow::spec).toList().equals(found.columns())) {
            columns.setAll(found.columns().stream().map(this::row).toList());
          }
        });
  }

  private void onLooked() {
    if (look.hasFailed()) {
      // A file was named: that it cannot be read is no longer only missing.
      touch();
    }
    edited();
  }

  private void take(InputSpec spec) {
    if (!spec.readsTable()) {
      pathColumns = spec.pathColumns();
      format.set(spec.format());
      csv.load(spec);
    }
  }
}
