package io.joborchestrator.console.submit;

import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** Finds the records of one thing. */
final class MatchStep extends StepViewModel {
  private final StringProperty key = new SimpleStringProperty("");
  private final ObservableList<Block> blocks = editedRows();
  private final ObservableList<Comparison> compare = editedRows();
  private final StringProperty threshold = new SimpleStringProperty("0.85");
  private final StringProperty largestBlock = new SimpleStringProperty("");
  private final StringProperty as = new SimpleStringProperty("");
  private final StringProperty size = new SimpleStringProperty("");

  MatchStep(StepScope scope) {
    super(StepKind.MATCH, scope);
    blocks.add(new Block());
    compare.add(new Comparison(scope));
    watch(key, threshold, largestBlock, as, size);
    describe();
  }

  StringProperty key() {
    return key;
  }

  ObservableList<Block> blocks() {
    return blocks;
  }

  ObservableList<Comparison> compare() {
    return compare;
  }

  /** A number above 0, 1 at most. */
  StringProperty threshold() {
    return threshold;
  }

  /** A whole number, or empty for the default. */
  StringProperty largestBlock() {
    return largestBlock;
  }

  /** Name of the new column, or empty for the default. */
  StringProperty as() {
    return as;
  }

  /** Name of a column for the number of records, or empty for none. */
  StringProperty size() {
    return size;
  }

  void addBlock() {
    blocks.add(new Block());
  }

  void addComparison() {
    compare.add(new Comparison(scope()));
  }

  @Override
  StepSpec spec() {
    Double least = NumberText.of(threshold);
    Double largest = NumberText.of(largestBlock);
    return new StepSpec.Match(
        key.get().strip(),
        blocks.stream().map(block -> List.copyOf(block.expressions)).toList(),
        compare.stream().map(Comparison::spec).toList(),
        least == null ? 0 : least,
        largest == null ? null : Long.valueOf(Math.round(largest)),
        as.get().isBlank() ? null : as.get().strip(),
        size.get().isBlank() ? null : size.get().strip());
  }

  @Override
  void load(StepSpec spec) {
    StepSpec.Match match = (StepSpec.Match) spec;
    key.set(match.key() == null ? "" : match.key());
    blocks.setAll(
        match.blocks() == null ? List.of() : match.blocks().stream().map(Block::of).toList());
    compare.setAll(
        match.compare() == null
            ? List.of()
            : match.compare().stream().map(each -> Comparison.of(scope(), each)).toList());
    threshold.set(NumberText.of(match.threshold()));
    largestBlock.set(match.largestBlock() == null ? "" : match.largestBlock().toString());
    as.set(match.as() == null ? "" : match.as());
    size.set(match.size() == null ? "" : match.size());
  }

  @Override
  List<Problem> ownProblems() {
    List<Problem> problems = new ArrayList<>();
    notANumber(problems, "/threshold", threshold);
    notANumber(problems, "/largestBlock", largestBlock);
    Double largest = NumberText.of(largestBlock);
    if (largest != null && largest != Math.rint(largest)) {
      problems.add(wrong("/largestBlock", "A whole number is needed"));
    }
    for (int i = 0; i < compare.size(); i++) {
      Comparison one = compare.get(i);
      notANumber(problems, "/compare/" + i + "/weight", one.weight);
      notANumber(problems, "/compare/" + i + "/missing", one.missing);
      notANumber(problems, "/compare/" + i + "/atLeast", one.atLeast);
    }
    return problems;
  }

  private static void notANumber(List<Problem> problems, String pointer, StringProperty text) {
    if (NumberText.isWrong(text)) {
      problems.add(wrong(pointer, "'" + text.get().strip() + "' is no number"));
    }
  }

  @Override
  String describeSettings() {
    List<String> values =
        compare.stream()
            .map(one -> one.value.text().get().strip())
            .filter(t -> !t.isEmpty())
            .toList();
    return "by " + list(values, "nothing yet");
  }

  /** Expressions in which two records must agree to be compared. FX thread only. */
  static final class Block extends FormPart {
    private final ObservableList<String> expressions = watched(FXCollections.observableArrayList());

    static Block of(List<String> expressions) {
      Block block = new Block();
      block.expressions.setAll(expressions);
      return block;
    }

    ObservableList<String> expressions() {
      return expressions;
    }
  }

  /** One thing the records are compared by. FX thread only. */
  static final class Comparison extends FormPart {
    static final List<String> MEASURES = List.of("edit", "date", "exact");

    private final ExpressionViewModel value;
    private final StringProperty by = new SimpleStringProperty("edit");
    private final StringProperty weight = new SimpleStringProperty("");
    private final StringProperty missing = new SimpleStringProperty("");
    private final StringProperty atLeast = new SimpleStringProperty("");

    Comparison(StepScope scope) {
      value = scope.expression(null);
      value.onEdit(this::edited);
      watch(by, weight, missing, atLeast);
    }

    static Comparison of(StepScope scope, StepSpec.Comparison spec) {
      Comparison one = new Comparison(scope);
      one.value.text().set(spec.value() == null ? "" : spec.value());
      one.by.set(spec.by());
      one.weight.set(NumberText.of(spec.weight()));
      one.missing.set(NumberText.of(spec.missing()));
      one.atLeast.set(NumberText.of(spec.atLeast()));
      return one;
    }

    ExpressionViewModel value() {
      return value;
    }

    StringProperty by() {
      return by;
    }

    /** Empty: 1. */
    StringProperty weight() {
      return weight;
    }

    /** Empty: what is missing does not count. */
    StringProperty missing() {
      return missing;
    }

    /** Empty: no limit. */
    StringProperty atLeast() {
      return atLeast;
    }

    StepSpec.Comparison spec() {
      return new StepSpec.Comparison(
          value.text().get().strip(),
          by.get(),
          NumberText.of(weight),
          NumberText.of(missing),
          NumberText.of(atLeast));
    }
  }
}
