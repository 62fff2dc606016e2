package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.PipelineWorkbench.FileInspection;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.PartitionSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
  static final int MOST_PARTITIONS = 64;
  private static final Duration DELAY = Duration.ofMillis(300);

  /** Where the rows are. */
  enum Source {
    FILE,
    TABLE
  }

  /** How far the look into the file or table has come. */
  enum State {
    EMPTY,
    LOOKING,
    KNOWN,
    FAILED
  }

  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private final ReadOnlyStringWrapper name = new ReadOnlyStringWrapper("input");
  private final ObjectProperty<Source> source = new SimpleObjectProperty<>(Source.FILE);
  private final TableViewModel table;
  private final StringProperty partitionColumn = new SimpleStringProperty("");
  private final StringProperty partitions = new SimpleStringProperty("");
  private final StringProperty path = new SimpleStringProperty("");
  private final StringProperty format = new SimpleStringProperty("csv");
  private final CsvOptions csv = new CsvOptions();
  private final StringProperty badRows = new SimpleStringProperty("fail");
  private final StringProperty quarantinePath = new SimpleStringProperty("");
  private final ObservableList<ColumnRow> columns = editedRows();
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.EMPTY);
  private final ReadOnlyObjectWrapper<@Nullable FileInspection> inspection =
      new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper warnings = new ReadOnlyStringWrapper("");
  private final BooleanProperty side = new SimpleBooleanProperty();
  private UiTasks.Handle waiting = () -> {};
  private UiTasks.Handle looking = () -> {};
  private @Nullable List<String> pathColumns;
  private boolean chosenByHand;
  private long turn;

  InputViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    this.tasks = tasks;
    this.workbench = workbench;
    table = new TableViewModel(tasks, workbench);
    path.addListener((observed, before, after) -> onPlace());
    source.addListener((observed, before, after) -> onPlace());
    table.onEdit(this::onPlace);
    table.onEdit(this::edited);
    csv.onEdit(this::onOption);
    format.addListener((observed, before, after) -> onOption());
    watch(source, path, format, badRows, quarantinePath, partitionColumn, partitions);
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

  /** Column of whole numbers by which a table is cut into parts, or empty: by itself. */
  StringProperty partitionColumn() {
    return partitionColumn;
  }

  /** How many parts, 1 to 64. */
  StringProperty partitions() {
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

  ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<@Nullable FileInspection> inspection() {
    return inspection.getReadOnlyProperty();
  }

  /** Why the file could not be looked into, else empty. */
  ReadOnlyStringProperty failure() {
    return failure.getReadOnlyProperty();
  }

  /** What is odd about the file although it can be read; one a line, else empty. */
  ReadOnlyStringProperty warnings() {
    return warnings.getReadOnlyProperty();
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
    String by = partitionColumn.get().strip();
    InputSpec named =
        InputSpec.table(table.connection().get().strip(), table.table().get().strip());
    return new InputSpec(
        named.format(),
        "",
        columns.isEmpty() ? null : knownColumns(),
        badRowsOrNull(),
        quarantineOrNull(),
        null,
        null,
        null,
        null,
        null,
        named.connection(),
        named.table(),
        by.isEmpty() ? null : new PartitionSpec(by, partitionCount().orElse(0)),
        null);
  }

  private Optional<Integer> partitionCount() {
    String text = partitions.get().strip();
    boolean fine = text.matches("[0-9]{1,2}") && Integer.parseInt(text) >= 1;
    return fine && Integer.parseInt(text) <= MOST_PARTITIONS
        ? Optional.of(Integer.parseInt(text))
        : Optional.empty();
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
    PartitionSpec parts = spec.partitionBy();
    partitionColumn.set(parts == null ? "" : parts.column());
    partitions.set(parts == null ? "" : Integer.toString(parts.number()));
  }

  /** Stops a look that takes too long; what is written stays. */
  void stopLooking() {
    if (state.get() == State.LOOKING) {
      waiting.cancel();
      looking.cancel();
      fail(turn, new CancellationException("Stopped before the database had answered"));
      turn++;
    }
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
    } else if (state.get() == State.FAILED) {
      found.add(wrong("/path", failure.get()));
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
    if (found.isEmpty() && state.get() == State.FAILED) {
      found.add(wrong("/table", failure.get()));
    }
    boolean cut = !partitionColumn.get().isBlank();
    if (cut && partitionCount().isEmpty()) {
      found.add(wrong("/partitionBy/number", "Write a number of parts from 1 to 64"));
    } else if (!cut && !partitions.get().isBlank()) {
      found.add(wrong("/partitionBy/column", "Choose a column of whole numbers"));
    }
    return found;
  }

  private void onPlace() {
    if (isMuted()) {
      return;
    }
    pathColumns = null;
    chosenByHand = false;
    quietly(columns::clear);
    inspection.set(null);
    failure.set("");
    warnings.set("");
    state.set(isNamed() ? State.LOOKING : State.EMPTY);
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
    waiting.cancel();
    looking.cancel();
    turn++;
    if (isNamed()) {
      waiting = tasks.after(delay, this::look);
    }
  }

  private void look() {
    InputSpec spec = spec();
    boolean byHand = chosenByHand || isTable();
    long mine = ++turn;
    state.set(State.LOOKING);
    looking =
        tasks.run(
            "look into " + spec.describe(),
            () ->
                byHand
                    ? workbench.inspect(spec, FIRST_ROWS)
                    : workbench.inspect(spec.path(), FIRST_ROWS),
            found -> show(mine, found),
            problem -> fail(mine, problem));
  }

  private void show(long mine, FileInspection found) {
    if (mine != turn) {
      return;
    }
    quietly(
        () -> {
          take(found.input());
          if (!columns.stream().map(ColumnRow::spec).toList().equals(found.columns())) {
            columns.setAll(found.columns().stream().map(this::row).toList());
          }
        });
    failure.set("");
    warnings.set(String.join("\n", found.warnings()));
    inspection.set(found);
    state.set(State.KNOWN);
    edited();
  }

  private void fail(long mine, Exception problem) {
    if (mine == turn) {
      inspection.set(null);
      failure.set(Objects.requireNonNullElse(problem.getMessage(), problem.toString()));
      warnings.set("");
      state.set(State.FAILED);
      // A file was named: that it cannot be read is no longer only missing.
      touch();
      edited();
    }
  }

  private void take(InputSpec spec) {
    if (!spec.readsTable()) {
      pathColumns = spec.pathColumns();
      format.set(spec.format());
      csv.load(spec);
    }
  }
}
