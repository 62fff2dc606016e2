package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/** Changes types of columns. */
final class CastStep extends StepViewModel {
  private final ObservableList<Row> rows = editedRows();

  CastStep(StepScope scope) {
    super(StepKind.CAST, scope);
    rows.add(new Row());
    describe();
  }

  ObservableList<Row> rows() {
    return rows;
  }

  void add() {
    rows.add(new Row());
  }

  @Override
  StepSpec spec() {
    return new StepSpec.Cast(rows.stream().map(Row::spec).toList());
  }

  @Override
  void load(StepSpec spec) {
    rows.setAll(((StepSpec.Cast) spec).columns().stream().map(Row::of).toList());
  }

  @Override
  List<Problem> ownProblems() {
    return IntStream.range(0, rows.size())
        .filter(row -> TypeText.parse(rows.get(row).type.get()).isEmpty())
        .mapToObj(row -> wrong("/columns/" + row + "/type", TypeText.HINT))
        .toList();
  }

  @Override
  String describeSettings() {
    return rows.stream()
        .map(row -> row.name.get() + " to " + row.type.get())
        .collect(Collectors.joining(", "));
  }

  /** One column with its new type. */
  static final class Row extends FormPart {
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty type = new SimpleStringProperty("string");
    private final BooleanProperty nullOnError = new SimpleBooleanProperty();
    private final StringProperty format = new SimpleStringProperty("");

    Row() {
      watch(name, type, nullOnError, format);
    }

    static Row of(StepSpec.Casted spec) {
      Row row = new Row();
      row.name.set(spec.name());
      row.type.set(spec.type().toString());
      row.nullOnError.set("null".equals(spec.onError()));
      row.format.set(spec.format() == null ? "" : spec.format());
      return row;
    }

    StringProperty name() {
      return name;
    }

    StringProperty type() {
      return type;
    }

    /** A value that cannot be converted becomes NULL; otherwise the job fails. */
    BooleanProperty nullOnError() {
      return nullOnError;
    }

    StringProperty format() {
      return format;
    }

    StepSpec.Casted spec() {
      return new StepSpec.Casted(
          name.get().strip(),
          TypeText.parse(type.get()).orElse(ColumnType.STRING),
          nullOnError.get() ? "null" : null,
          format.get().isBlank() ? null : format.get().strip());
    }
  }
}
