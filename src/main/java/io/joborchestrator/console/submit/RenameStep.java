package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.stream.Collectors;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/** Gives columns other names. */
final class RenameStep extends StepViewModel {
  private final ObservableList<Row> rows = editedRows();

  RenameStep(StepScope scope) {
    super(StepKind.RENAME, scope);
    rows.add(new Row("", ""));
    describe();
  }

  ObservableList<Row> rows() {
    return rows;
  }

  void add() {
    rows.add(new Row("", ""));
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Rename(rows.stream().map(Row::spec).toList());
  }

  @Override
  void load(StepSpec spec) {
    rows.setAll(
        ((StepSpec.Rename) spec)
            .columns().stream().map(each -> new Row(each.from(), each.to())).toList());
  }

  @Override
  String describeSettings() {
    return rows.stream()
        .map(row -> row.from.get() + " to " + row.to.get())
        .collect(Collectors.joining(", "));
  }

  /** One renamed column. */
  static final class Row extends FormPart {
    private final StringProperty from;
    private final StringProperty to;

    Row(String from, String to) {
      this.from = new SimpleStringProperty(from);
      this.to = new SimpleStringProperty(to);
      watch(this.from, this.to);
    }

    StringProperty from() {
      return from;
    }

    StringProperty to() {
      return to;
    }

    StepSpec.Renamed spec() {
      return new StepSpec.Renamed(from.get().strip(), to.get().strip());
    }
  }
}
