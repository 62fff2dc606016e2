package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PipelineViewModelTest {
  private final SubmitRig rig = new SubmitRig();
  private final PipelineViewModel pipeline = rig.form.pipeline();

  @Test
  void findsOutFormatAndColumnsOfAFile() {
    pipeline.useFile(SubmitRig.ORDERS);
    rig.settle();

    InputViewModel input = pipeline.mainInput();
    assertThat(input.look().state().get()).isEqualTo(InputLook.State.KNOWN);
    assertThat(input.name().get()).isEqualTo("orders");
    assertThat(input.knownColumns()).isEqualTo(SubmitRig.ORDER_COLUMNS);
    assertThat(rig.viewModel.preview().table().get().rows()).hasSize(1);
  }

  @Test
  void saysWhatIsWrongWithAFileAndKeepsWhatWasTyped() {
    pipeline.useFile("/data/missing.csv");
    rig.settle();

    assertThat(pipeline.mainInput().look().state().get()).isEqualTo(InputLook.State.FAILED);
    assertThat(pipeline.mainInput().look().failure().get()).contains("/data/missing.csv");
    assertThat(pipeline.mainInput().path().get()).isEqualTo("/data/missing.csv");
  }

  @Test
  void keepsATypeThatWasSetByHand() {
    pipeline.useFile(SubmitRig.ORDERS);
    rig.settle();
    pipeline.mainInput().columns().get(2).type().set("double");

    assertThat(pipeline.spec().inputs().get("orders").columns())
        .contains(new Column("amount", ColumnType.DOUBLE));
  }

  @Test
  void refusesATypeThatIsNone() {
    pipeline.useFile(SubmitRig.ORDERS);
    rig.settle();
    pipeline.mainInput().columns().get(2).type().set("decimall");

    assertThat(pipeline.problemsOfParts())
        .extracting(problem -> problem.pointer())
        .contains("/inputs/orders/columns/2/type");
  }

  @Test
  void putsANewStepBehindTheChosenOne() {
    pipeline.useFile(SubmitRig.ORDERS);
    StepViewModel filter = pipeline.add(StepKind.FILTER);
    pipeline.add(StepKind.SORT);
    pipeline.selected().set(filter);
    pipeline.add(StepKind.DERIVE);

    assertThat(pipeline.steps())
        .extracting(StepViewModel::kind)
        .containsExactly(StepKind.FILTER, StepKind.DERIVE, StepKind.SORT);
    assertThat(pipeline.parts()).last().isSameAs(pipeline.output());
  }

  @Test
  void movesStepsOnlyAmongSteps() {
    StepViewModel first = pipeline.add(StepKind.FILTER);
    StepViewModel second = pipeline.add(StepKind.SORT);

    assertThat(pipeline.canMove(first, -1)).isFalse();
    assertThat(pipeline.canMove(second, 1)).isFalse();
    pipeline.move(second, -1);
    assertThat(pipeline.steps()).containsExactly(second, first);
    pipeline.moveTo(second, 99);
    assertThat(pipeline.steps()).containsExactly(first, second);
    assertThat(pipeline.canMove(pipeline.output(), -1)).isFalse();
  }

  @Test
  void removesAndDuplicatesSteps() {
    FilterStep filter = (FilterStep) pipeline.add(StepKind.FILTER);
    filter.where().text().set("amount > 1");
    pipeline.duplicate(filter);
    assertThat(pipeline.spec().steps())
        .containsExactly(new StepSpec.Filter("amount > 1"), new StepSpec.Filter("amount > 1"));

    pipeline.remove(filter);
    assertThat(pipeline.steps()).hasSize(1);
    assertThat(pipeline.canRemove(pipeline.mainInput())).isFalse();
    assertThat(pipeline.canRemove(pipeline.output())).isFalse();
  }

  @Test
  void aJoinProposesTheColumnOfTheSameName() {
    pipeline.useFile(SubmitRig.ORDERS);
    rig.settle();
    JoinStep join = (JoinStep) pipeline.add(StepKind.JOIN);
    rig.settle();
    join.with().set(pipeline.addInput(SubmitRig.CUSTOMERS).name().get());
    rig.settle();

    assertThat(join.spec())
        .isEqualTo(
            new StepSpec.Join(
                "customers",
                null,
                List.of(new StepSpec.On("customer_id", "customer_id")),
                null,
                null));
    assertThat(pipeline.spec().from()).isEqualTo("orders");
    assertThat(pipeline.sources().names()).containsExactly("customers");
  }

  @Test
  void namesInputsApart() {
    pipeline.useFile(SubmitRig.ORDERS);
    rig.settle();

    assertThat(pipeline.addInput("/other/orders.csv").name().get()).isEqualTo("orders_2");
    assertThat(pipeline.addInput("/other/2024 sales/").name().get()).isEqualTo("t_2024_sales");
  }

  @Test
  void countsTheRowsOfTheSampleAfterEachStep() {
    rig.fillIn();

    assertThat(pipeline.mainInput().sampleRows().get()).isEqualTo(5000);
    assertThat(pipeline.steps().get(0).sampleRows().get()).isEqualTo(4900);
    assertThat(pipeline.output().sampleRows().get()).isEqualTo(4900);
  }

  @Test
  void doesNotCountAgainWhatDidNotChange() {
    rig.fillIn();
    List<Integer> asked = new java.util.ArrayList<>();
    rig.orchestrator
        .workbench()
        .setPreview(
            (spec, steps) -> {
              asked.add(steps);
              return new io.joborchestrator.pipeline.PipelineWorkbench.Preview(
                  List.of(), List.of(), 1, 1, 1);
            });
    pipeline.selected().set(pipeline.mainInput());
    rig.form.run().tags().set("nightly");
    rig.settle();

    assertThat(asked).isEmpty();
  }

  @Test
  void oldRowsStayUntilTheNewOnesAreThere() {
    rig.fillIn();
    PreviewViewModel preview = rig.viewModel.preview();
    PreviewViewModel.Table before = preview.table().get();
    rig.tasks.hold();
    pipeline.selected().set(pipeline.output());

    assertThat(preview.busy().get()).isTrue();
    assertThat(preview.table().get()).isSameAs(before);
    rig.tasks.release();
    assertThat(preview.busy().get()).isFalse();
    assertThat(preview.facts().get()).isEqualTo("4,900 rows of 5,000, 12 ms");
  }

  @ParameterizedTest
  @EnumSource(StepKind.class)
  void everyKindOfStepCanBeAddedAndDescribed(StepKind kind) {
    StepViewModel step = pipeline.add(kind);

    assertThat(step.title()).isNotBlank();
    assertThat(step.summary().get()).isNotNull();
    assertThat(Steps.kindOf(step.spec())).isEqualTo(kind);
  }

  @Test
  void loadsAndWritesEveryKindOfStepUnchanged() {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    inputs.put(
        "customers",
        InputSpec.of("csv", SubmitRig.CUSTOMERS).withColumns(SubmitRig.CUSTOMER_COLUMNS));
    inputs.put(
        "orders", InputSpec.of("csv", SubmitRig.ORDERS).withColumns(SubmitRig.ORDER_COLUMNS));
    StepSpec.SortKey down = new StepSpec.SortKey("amount", "desc", "first");
    PipelineSpec spec =
        new PipelineSpec(
            inputs,
            Map.of("big", new PipelineSpec.TableSpec("orders", List.of(new StepSpec.Limit(5)))),
            "orders",
            List.of(
                new StepSpec.Filter("amount > 1"),
                new StepSpec.Derive(List.of(new StepSpec.Derived("net", "amount * 2"))),
                new StepSpec.Rename(List.of(new StepSpec.Renamed("country", "land"))),
                new StepSpec.Cast(
                    List.of(new StepSpec.Casted("land", ColumnType.DATE, "null", "dd.MM.yyyy"))),
                new StepSpec.Join(
                    "customers",
                    "left",
                    List.of(new StepSpec.On("customer_id", "customer_id")),
                    List.of("segment"),
                    "_c"),
                new StepSpec.Union(List.of("big")),
                new StepSpec.Dedupe(List.of("order_id"), List.of(down)),
                new StepSpec.Match(
                    "order_id",
                    List.of(List.of("land", "left(segment, 1)"), List.of("amount")),
                    List.of(
                        new StepSpec.Comparison("fold(segment)", "edit", 2.5, null, 0.6),
                        new StepSpec.Comparison("amount", "exact", null, 0.0, null)),
                    0.8,
                    500L,
                    "who",
                    "records"),
                new StepSpec.GroupBy(
                    List.of("land"),
                    List.of(
                        new StepSpec.Aggregate("count", null, "n"),
                        new StepSpec.Aggregate("sum", "net", "total"))),
                new StepSpec.Sort(List.of(down, new StepSpec.SortKey("land", null, null))),
                new StepSpec.Select(List.of("land", "total")),
                new StepSpec.Limit(10)),
            new OutputSpec("csv", "/data/out.csv", "replace", "gzip"));
    pipeline.load(spec);
    rig.settle();

    assertThat(PipelineJson.write(pipeline.spec()).get("steps"))
        .isEqualTo(PipelineJson.write(spec).get("steps"));
    assertThat(pipeline.spec().output()).isEqualTo(spec.output());
    assertThat(pipeline.spec().from()).isEqualTo("orders");
    assertThat(pipeline.spec().tables()).isEqualTo(spec.tables());
    assertThat(pipeline.spec().inputs()).isEqualTo(spec.inputs());
  }

  @Test
  void aMatchSaysWhichOfItsNumbersIsNone() {
    pipeline.useFile(SubmitRig.ORDERS);
    rig.settle();
    MatchStep match = (MatchStep) pipeline.add(StepKind.MATCH);
    match.threshold().set("nearly all");
    match.compare().get(0).weight().set("2,000.5");
    match.compare().get(0).missing().set("-");

    assertThat(match.ownProblems())
        .extracting(problem -> problem.pointer())
        .containsExactly("/threshold", "/compare/0/missing");
  }
}
