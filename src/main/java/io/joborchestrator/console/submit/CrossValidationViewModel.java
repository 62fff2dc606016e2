package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.learning.Parameter;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;

/** The parameters of an algorithm that are tried with several values. FX thread only. */
final class CrossValidationViewModel extends FormPart {
  static final String USUAL = "usual";
  private static final String AT = "/crossValidation";
  private static final int FEWEST_FOLDS = 2;
  private static final int MOST_FOLDS = 20;

  private final Supplier<List<Parameter>> parameters;
  private final BooleanProperty wanted = new SimpleBooleanProperty();
  private final StringProperty folds = new SimpleStringProperty("3");
  private final StringProperty metric = new SimpleStringProperty(USUAL);
  private final ObservableList<Row> rows = editedRows();

  /** A parameter, by its key in documents, and the values that are tried, with commas. */
  static final class Row extends FormPart {
    private final StringProperty parameter = new SimpleStringProperty("");
    private final StringProperty values = new SimpleStringProperty("");

    Row(String parameter, String values) {
      this.parameter.set(parameter);
      this.values.set(values);
      watch(this.parameter, this.values);
    }

    StringProperty parameter() {
      return parameter;
    }

    StringProperty values() {
      return values;
    }

    private List<JsonNode> list() {
      return Arrays.stream(values.get().split(","))
          .filter(each -> !each.isBlank())
          .map(each -> FormInput.number(each.strip()))
          .toList();
    }
  }

  /**
   * @param parameters of the chosen algorithm, as it is now
   */
  CrossValidationViewModel(Supplier<List<Parameter>> parameters) {
    this.parameters = parameters;
    wanted.addListener(
        (observed, before, after) -> {
          if (after && rows.isEmpty()) {
            add();
          }
        });
    watch(wanted, folds, metric);
  }

  BooleanProperty wanted() {
    return wanted;
  }

  StringProperty folds() {
    return folds;
  }

  /** A measure, or {@link #USUAL}. */
  StringProperty metric() {
    return metric;
  }

  ObservableList<Row> rows() {
    return rows;
  }

  List<String> names() {
    return parameters.get().stream().map(Parameter::name).toList();
  }

  /** Adds a parameter that is not tried yet. */
  void add() {
    List<String> taken = rows.stream().map(row -> row.parameter.get()).toList();
    String free = names().stream().filter(name -> !taken.contains(name)).findFirst().orElse("");
    rows.add(new Row(free, ""));
  }

  /** Puts it into the document of a training, if it is wanted. */
  void writeTo(ObjectNode config) {
    if (wanted.get()) {
      ObjectNode written = config.putObject("crossValidation");
      written.set("folds", FormInput.number(folds.get()));
      ObjectNode grid = written.putObject("grid");
      for (Row row : rows) {
        ArrayNode values = grid.putArray(row.parameter.get());
        row.list().forEach(values::add);
      }
      if (!USUAL.equals(metric.get())) {
        written.put("metric", metric.get());
      }
    }
  }

  void load(JsonNode document) {
    List<Row> loaded = new ArrayList<>();
    for (var each : document.path("grid").properties()) {
      List<String> values = new ArrayList<>();
      each.getValue().forEach(value -> values.add(value.asText()));
      loaded.add(new Row(each.getKey(), String.join(", ", values)));
    }
    rows.setAll(loaded);
    folds.set(document.path("folds").asText("3"));
    metric.set(document.path("metric").asText(USUAL));
    wanted.set(document.isObject());
  }

  /** Place of a row in the document of a training. */
  static String pointerOf(Row row) {
    return AT + "/grid/" + row.parameter.get();
  }

  List<Problem> ownProblems() {
    List<Problem> found = new ArrayList<>();
    if (!wanted.get()) {
      return found;
    }
    String text = folds.get().strip();
    boolean whole = text.matches("[0-9]{1,2}");
    if (!whole || Integer.parseInt(text) < FEWEST_FOLDS || Integer.parseInt(text) > MOST_FOLDS) {
      found.add(PipelinePart.wrong(AT + "/folds", "Write a number from 2 to 20"));
    }
    if (rows.isEmpty()) {
      found.add(PipelinePart.wrong(AT + "/grid", "Say which parameter is tried"));
    }
    for (Row row : rows) {
      problemOf(row).ifPresent(each -> found.add(PipelinePart.wrong(pointerOf(row), each)));
    }
    return found;
  }

  private Optional<String> problemOf(Row row) {
    String name = row.parameter.get();
    if (rows.stream().filter(each -> each.parameter.get().equals(name)).count() > 1) {
      return Optional.of("This parameter is tried twice");
    }
    Optional<Parameter> known =
        parameters.get().stream().filter(each -> each.name().equals(name)).findFirst();
    if (known.isEmpty()) {
      return Optional.of("The algorithm has no such parameter");
    }
    if (row.list().isEmpty()) {
      return Optional.of("Write the values to try, with commas: 5, 10");
    }
    return row.list().stream()
        .flatMap(value -> Optional.ofNullable(known.get().problem(value)).stream())
        .findFirst();
  }
}
