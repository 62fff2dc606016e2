package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.spec.CheckpointSpec;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec.TableSpec;
import io.joborchestrator.pipeline.spec.StepSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pipeline as a list of parts: inputs, steps, output. FX thread only. */
final class PipelineViewModel extends FormPart implements Parts {
  private static final String UNNAMED = "input";

  private @Nullable CheckpointSpec checkpoint;
  private Map<String, Object> spark = Map.of();
  private final UiTasks tasks;
  private final PipelineWorkbench workbench;
  private final PartList parts = new PartList();
  private final SourceList sources = new SourceList();
  private final OutputViewModel output;

  /** Inputs that get their name from their file once it was found. */
  private final Set<InputViewModel> unnamed = new HashSet<>();

  private Map<String, TableSpec> tables = Map.of();

  PipelineViewModel(UiTasks tasks, PipelineWorkbench workbench) {
    this.tasks = tasks;
    this.workbench = workbench;
    output = new OutputViewModel(new TableViewModel(tasks, workbench));
    output.onEdit(this::edited);
    clear();
  }

  @Override
  public PartList list() {
    return parts;
  }

  SourceList sources() {
    return sources;
  }

  OutputViewModel output() {
    return output;
  }

  List<InputViewModel> inputs() {
    return parts.ofType(InputViewModel.class);
  }

  List<StepViewModel> steps() {
    return parts.ofType(StepViewModel.class);
  }

  InputViewModel mainInput() {
    return inputs().get(0);
  }

  /** Names of intermediate chains that came with a job file; they are kept as they are. */
  Map<String, TableSpec> tables() {
    return tables;
  }

  /** Number of the step from 1, as people count: the input is the first. */
  @Override
  public int numberOf(PipelinePart part) {
    return parts.indexOf(part) + 1;
  }

  @Override
  public String placeOf(PipelinePart part) {
    return part instanceof StepViewModel
        ? "Step " + numberOf(part) + ", " + part.title()
        : part.title();
  }

  /** How many steps have been applied when the rows leave a part. */
  int stepsUpTo(PipelinePart part) {
    if (part instanceof StepViewModel step) {
      return steps().indexOf(step) + 1;
    }
    return part == output ? steps().size() : 0;
  }

  void clear() {
    InputViewModel input = newInput(false);
    unnamed.clear();
    unnamed.add(input);
    tables = Map.of();
    checkpoint = null;
    spark = Map.of();
    output.load(OutputSpec.of("parquet", ""));
    replaceAll(List.of(input), List.of());
  }

  void load(PipelineSpec spec) {
    checkpoint = spec.checkpoint();
    spark = spec.spark();
    List<InputViewModel> inputs = new ArrayList<>();
    String from = spec.from() == null ? "" : spec.from();
    for (Map.Entry<String, InputSpec> each : spec.inputs().entrySet()) {
      InputViewModel input = newInput(true);
      input.load(each.getKey(), each.getValue());
      inputs.add(each.getKey().equals(from) ? 0 : inputs.size(), input);
    }
    unnamed.clear();
    if (inputs.isEmpty()) {
      inputs.add(newInput(false));
    }
    inputs.stream()
        .filter(input -> !input.isNamed() || UNNAMED.equals(input.name().get()))
        .forEach(unnamed::add);
    inputs.get(0).side().set(false);
    tables = spec.tables();
    if (spec.output() != null) {
      output.load(spec.output());
    }
    List<StepViewModel> steps = new ArrayList<>();
    for (StepSpec step : spec.steps()) {
      steps.add(adopt(Steps.of(step, newScope())));
    }
    replaceAll(inputs, steps);
  }

  /** The pipeline as it stands, whether right or wrong. */
  PipelineSpec spec() {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    inputs().forEach(input -> inputs.put(input.name().get(), input.spec()));
    boolean single = inputs.size() == 1 && tables.isEmpty();
    return new PipelineSpec(
        inputs,
        tables,
        single ? null : mainInput().name().get(),
        steps().stream().map(StepViewModel::spec).toList(),
        output.spec(),
        checkpoint,
        spark);
  }

  /** Puts a new step behind the chosen part, or before the output. */
  StepViewModel add(StepKind kind) {
    StepViewModel step = adopt(Steps.empty(kind, newScope()));
    insert(step, behindSelected());
    return step;
  }

  /** Takes a step or a second input away. */
  @Override
  public void remove(PipelinePart part) {
    if (!canRemove(part)) {
      return;
    }
    parts.remove(part);
    nameSources();
    edited();
  }

  @Override
  public boolean canRemove(@Nullable PipelinePart part) {
    return part instanceof StepViewModel
        || (part instanceof InputViewModel input && input.side().get());
  }

  @Override
  public void putBack(PipelinePart part, int index) {
    parts.add(Math.min(index, parts.size() - 1), part);
    nameSources();
    parts.selected().set(part);
    edited();
  }

  @Override
  public boolean canDuplicate(@Nullable PipelinePart part) {
    return part instanceof StepViewModel;
  }

  @Override
  public void duplicate(PipelinePart part) {
    if (part instanceof StepViewModel step) {
      insert(adopt(Steps.of(step.spec(), newScope())), parts.indexOf(part) + 1);
    }
  }

  @Override
  public boolean isMovable(PipelinePart part) {
    return part instanceof StepViewModel;
  }

  @Override
  public boolean canMove(@Nullable PipelinePart part, int by) {
    int target = parts.indexOf(part) + by;
    return part instanceof StepViewModel && target >= firstStep() && target < parts.size() - 1;
  }

  /** Moves a step to a place in the list of parts; places outside of the steps are brought in. */
  @Override
  public void moveTo(PipelinePart part, int index) {
    if (!(part instanceof StepViewModel)) {
      return;
    }
    int target = Math.max(firstStep(), Math.min(index, parts.size() - 2));
    if (target == parts.indexOf(part)) {
      return;
    }
    parts.move(part, target);
    parts.selected().set(part);
    edited();
  }

  /** Adds an input that joins and unions can refer to. */
  InputViewModel addInput(String path) {
    InputViewModel input = newInput(true);
    input.rename(nameFor(path.isBlank() ? UNNAMED : path));
    if (path.isBlank()) {
      unnamed.add(input);
    }
    parts.add(inputs().size(), input);
    nameSources();
    input.path().set(path);
    parts.selected().set(path.isBlank() ? input : parts.selected().get());
    edited();
    return input;
  }

  /** Puts a file in the place of the main input and gives it its name, if it has none yet. */
  void useFile(String path) {
    mainInput().path().set(path);
    parts.selected().set(mainInput());
  }

  /** Shows what parts lack also where the person has not been yet. */
  void touchAll() {
    parts.touchAll();
  }

  @Override
  public String pointerOf(PipelinePart part) {
    if (part instanceof InputViewModel input) {
      return "/inputs/" + input.name().get().replace("~", "~0").replace("/", "~1");
    }
    return part instanceof StepViewModel step ? "/steps/" + steps().indexOf(step) : "/output";
  }

  private void onInputEdited(InputViewModel input) {
    if (!parts.contains(input)) {
      // It was taken away while its file was looked into.
      return;
    }
    if (unnamed.contains(input) && input.look().state().get() == InputLook.State.KNOWN) {
      unnamed.remove(input);
      rename(input, nameFor(input.nameSource()));
    }
    if (!input.knownColumns().equals(sources.columns().get(input.name().get()))) {
      sources.columns().put(input.name().get(), input.knownColumns());
    }
    edited();
  }

  /** Gives an input another name, also where steps refer to it. */
  private void rename(InputViewModel input, String name) {
    String old = input.name().get();
    input.rename(name);
    nameSources();
    for (StepViewModel step : steps()) {
      if (step instanceof JoinStep join && old.equals(join.with().get())) {
        join.with().set(name);
      } else if (step instanceof UnionStep union && union.with().contains(old)) {
        union.with().set(union.with().indexOf(old), name);
      }
    }
  }

  private InputViewModel newInput(boolean side) {
    InputViewModel input = new InputViewModel(tasks, workbench);
    input.side().set(side);
    input.onEdit(() -> onInputEdited(input));
    return input;
  }

  private StepScope newScope() {
    return new StepScope(tasks, workbench, sources);
  }

  private StepViewModel adopt(StepViewModel step) {
    step.onEdit(this::edited);
    return step;
  }

  private void insert(StepViewModel step, int index) {
    parts.add(Math.max(firstStep(), Math.min(index, parts.size() - 1)), step);
    parts.selected().set(step);
    edited();
  }

  private int behindSelected() {
    PipelinePart current = parts.selected().get();
    boolean atEnd = current == null || current == output;
    return atEnd ? parts.size() - 1 : parts.indexOf(current) + 1;
  }

  private int firstStep() {
    return inputs().size();
  }

  private void replaceAll(List<InputViewModel> inputs, List<StepViewModel> steps) {
    List<PipelinePart> all = new ArrayList<>(inputs);
    all.addAll(steps);
    all.add(output);
    parts.setAll(all);
    nameSources();
    edited();
  }

  private void nameSources() {
    List<String> names = new ArrayList<>();
    inputs().stream().filter(input -> input.side().get()).forEach(i -> names.add(i.name().get()));
    names.addAll(tables.keySet());
    if (!names.equals(sources.names())) {
      sources.names().setAll(names);
    }
  }

  private String nameFor(String path) {
    return NameProposal.ofTable(path, this::isTaken);
  }

  private boolean isTaken(String name) {
    return tables.containsKey(name)
        || inputs().stream().anyMatch(input -> input.name().get().equalsIgnoreCase(name));
  }
}
