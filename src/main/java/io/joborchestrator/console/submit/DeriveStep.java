package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.stream.Collectors;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/** Computes columns. */
final class DeriveStep extends StepViewModel {
  private final ObservableList<Row> rows = editedRows();

  DeriveStep(StepScope scope) {
    super(StepKind.DERIVE, scope);
    rows.add(new Row(scope));
    describe();
  }

  ObservableList<Row> rows() {
    return rows;
  }

  void add() {
    rows.add(new Row(scope()));
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Derive(rows.stream().map(Row::spec).toList());
  }

  @Override
  void load(StepSpec spec) {
    rows.setAll(
        ((StepSpec.Derive) spec).columns().stream().map(each -> Row.of(scope(), each)).toList());
  }

  @Override
  String describeSettings() {
    return rows.stream()
        .map(row -> row.name.get() + " = " + row.expression.text().get().strip())
        .collect(Collectors.joining(", "));
  }

  /** One computed column. */
  static final class Row extends FormPart {
    private final StringProperty name = new SimpleStringProperty("");
    private final ExpressionViewModel expression;

    Row(StepScope scope) {
      expression = scope.expression(null);
      expression.onEdit(this::edited);
      watch(name);
    }

    static Row of(StepScope scope, StepSpec.Derived spec) {
      Row row = new Row(scope);
      row.name.set(spec.name());
      row.expression.text().set(spec.expression());
      return row;
    }

    StringProperty name() {
      return name;
    }

    ExpressionViewModel expression() {
      return expression;
    }

    StepSpec.Derived spec() {
      return new StepSpec.Derived(name.get().strip(), expression.text().get().strip());
    }
  }
}
