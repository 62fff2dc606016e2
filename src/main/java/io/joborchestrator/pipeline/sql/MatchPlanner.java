package io.joborchestrator.pipeline.sql;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.ColumnType.Kind;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plans steps that find records of one thing; notes what is wrong with them. */
final class MatchPlanner {
  private static final List<String> MEASURES = List.of("edit", "date", "exact");

  private final Problems problems;

  MatchPlanner(Problems problems) {
    this.problems = problems;
  }

  @Nullable Chain match(Chain chain, StepSpec.Match step, String at) {
    int before = problems.count();
    Column key = key(chain, step, at + "/key");
    List<List<Typed>> blocks = blocks(chain, step, at + "/blocks");
    List<Rel.Compared> compare = compare(chain, step, at + "/compare");
    if (!(step.threshold() > 0 && step.threshold() <= 1)) {
      problems.invalid(at + "/threshold", "The threshold is above 0, and 1 at most");
    }
    long largest = step.largestBlock() == null ? StepSpec.Match.LARGEST_BLOCK : step.largestBlock();
    if (largest < 2) {
      problems.invalid(at + "/largestBlock", "A block has at least 2 records");
    }
    String as = step.as() == null ? StepSpec.Match.CLUSTER : step.as();
    List<Column> columns = key == null ? chain.columns() : columns(chain, key, as, step.size());
    names(columns, step, at);
    if (key == null || problems.count() > before) {
      return null;
    }
    return Chain.of(
        new Rel.Match(
            StepPlanner.visible(chain),
            at,
            key,
            blocks,
            step.blocks(),
            compare,
            step.threshold(),
            largest,
            as,
            step.size(),
            columns));
  }

  private @Nullable Column key(Chain chain, StepSpec.Match step, String at) {
    Column key = problems.column(at, chain.columns(), step.key());
    if (key == null) {
      return null;
    }
    Kind kind = key.type().kind();
    if (kind == Kind.DOUBLE || kind == Kind.BOOLEAN) {
      problems.add(
          ErrorCode.TYPE_MISMATCH, at, "A " + key.type() + " cannot tell records apart: cast it");
      return null;
    }
    return new Column(key.name(), key.type());
  }

  private List<List<Typed>> blocks(Chain chain, StepSpec.Match step, String at) {
    List<List<Typed>> blocks = new ArrayList<>();
    if (step.blocks() == null || step.blocks().isEmpty()) {
      problems.invalid(at, "Say which records are to be compared: name at least one block");
      return blocks;
    }
    for (int i = 0; i < step.blocks().size(); i++) {
      List<Typed> values = new ArrayList<>();
      List<String> texts = step.blocks().get(i);
      if (texts.isEmpty()) {
        problems.invalid(Problems.pointer(at, i), "A block has at least one expression");
      }
      for (int j = 0; j < texts.size(); j++) {
        Typed value =
            problems.expression(Problems.pointer(at, i, j), texts.get(j), chain.columns(), null);
        if (value != null) {
          values.add(value);
        }
      }
      blocks.add(values);
    }
    return blocks;
  }

  private List<Rel.Compared> compare(Chain chain, StepSpec.Match step, String at) {
    List<Rel.Compared> compare = new ArrayList<>();
    if (step.compare() == null || step.compare().isEmpty()) {
      problems.invalid(at, "Say what the records are compared by");
      return compare;
    }
    for (int i = 0; i < step.compare().size(); i++) {
      StepSpec.Comparison one = step.compare().get(i);
      String pointer = Problems.pointer(at, i);
      double weight = one.weight() == null ? 1 : one.weight();
      if (!(weight > 0) || Double.isInfinite(weight)) {
        problems.invalid(pointer + "/weight", "A weight is above 0");
      }
      share(one.missing(), pointer + "/missing");
      share(one.atLeast(), pointer + "/atLeast");
      Typed value = value(chain, one, pointer);
      if (value != null) {
        compare.add(new Rel.Compared(value, one.by(), weight, one.missing(), one.atLeast()));
      }
    }
    return compare;
  }

  private @Nullable Typed value(Chain chain, StepSpec.Comparison one, String at) {
    if (!MEASURES.contains(one.by())) {
      problems.unknown(
          ErrorCode.INVALID_SPECIFICATION,
          at + "/by",
          "way to compare",
          String.valueOf(one.by()),
          MEASURES);
      return null;
    }
    Typed value = problems.expression(at + "/value", one.value(), chain.columns(), null);
    if (value == null) {
      return null;
    }
    Kind kind = value.certainType().kind();
    boolean fits =
        switch (one.by()) {
          case "edit" -> kind == Kind.STRING;
          case "date" -> kind == Kind.DATE;
          default -> true;
        };
    if (!fits) {
      ColumnType needed = one.by().equals("edit") ? ColumnType.STRING : ColumnType.DATE;
      problems.add(
          ErrorCode.TYPE_MISMATCH,
          at + "/value",
          "'" + one.by() + "' compares values of type " + needed + ", this is a " + value.type());
      return null;
    }
    return value;
  }

  private void share(@Nullable Double value, String at) {
    if (value != null && !(value >= 0 && value <= 1)) {
      problems.invalid(at, "A similarity is between 0 and 1");
    }
  }

  private static List<Column> columns(Chain chain, Column key, String as, @Nullable String size) {
    List<Column> columns = new ArrayList<>(chain.columns());
    columns.add(new Column(as, key.type()));
    if (size != null) {
      columns.add(new Column(size, ColumnType.BIGINT));
    }
    return columns;
  }

  private void names(List<Column> columns, StepSpec.Match step, String at) {
    List<String> all = columns.stream().map(Column::name).toList();
    String field = step.size() != null && all.indexOf(step.size()) < all.size() - 1 ? "size" : "as";
    problems.namesAreFine(at + "/" + field, all);
  }
}
