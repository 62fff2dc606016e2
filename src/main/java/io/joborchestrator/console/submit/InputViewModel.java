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
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * One file, folder or glob that is read. When its path is given, format and columns are found out;
 * every option can then be set by hand. FX thread only.
 */
class InputViewModel extends PipelinePart {
  static final int FIRST_ROWS = 50;
  private static final Duration DELAY = Duration.ofMillis(300);

  /** How far the look into the file has come. */
  enum State {
    EMPTY,
    LOOKING,
    KNOWN,
    FAILED
  }

  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private final ReadOnlyStringWrapper name = new ReadOnlyStringWrapper("input");
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
  private boolean chosenByHand;
  private long turn;

  InputViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    this.tasks = tasks;
    this.workbench = workbench;
    path.addListener((observed, before, after) -> onPath());
    csv.onEdit(this::onOption);
    format.addListener((observed, before, after) -> onOption());
    watch(path, format, badRows, quarantinePath);
    csv.onEdit(this::edited);
    describe();
  }

  ReadOnlyStringProperty name() {
    return name.getReadOnlyProperty();
  }

  void rename(String value) {
    name.set(value);
  }

  StringProperty path() {
    return path;
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
    boolean isCsv = "csv".equals(format.get());
    boolean isText = !"parquet".equals(format.get());
    return new InputSpec(
        format.get(),
        path.get().strip(),
        columns.isEmpty() ? null : knownColumns(),
        "fail".equals(badRows.get()) ? null : badRows.get(),
        "quarantine".equals(badRows.get()) ? quarantinePath.get().strip() : null,
        isCsv ? csv.headerOrNull() : null,
        isCsv ? csv.delimiterOrNull() : null,
        isCsv ? csv.quoteOrNull() : null,
        isText ? csv.encodingOrNull() : null,
        isCsv ? csv.nullTextOrNull() : null);
  }

  void load(String key, InputSpec spec) {
    quietly(
        () -> {
          name.set(key);
          path.set(spec.path());
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
    return "Read " + FormatName.of(format.get());
  }

  @Override
  String icon() {
    return "mdomz-table_chart";
  }

  @Override
  String describeSettings() {
    String text = path.get().strip();
    if (text.isEmpty()) {
      return "no file yet";
    }
    return text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    if (path.get().isBlank()) {
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

  private void onPath() {
    if (isMuted()) {
      return;
    }
    chosenByHand = false;
    quietly(columns::clear);
    inspection.set(null);
    failure.set("");
    warnings.set("");
    state.set(path.get().isBlank() ? State.EMPTY : State.LOOKING);
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
    if (!path.get().isBlank()) {
      waiting = tasks.after(delay, this::look);
    }
  }

  private void look() {
    InputSpec spec = spec();
    boolean byHand = chosenByHand;
    long mine = ++turn;
    state.set(State.LOOKING);
    looking =
        tasks.run(
            "look into " + spec.path(),
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
    format.set(spec.format());
    csv.load(spec);
  }
}
