package io.joborchestrator.console.submit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.orchestrator.EngineManager.Handlers;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import org.jspecify.annotations.Nullable;

/**
 * Everything a person fills in. Each state of the form has one idempotency key: submitting the same
 * state again, by accident or because the answer was lost, gives the same job. FX thread only.
 */
final class SubmitForm extends FormPart {
  private final ObjectProperty<FormKind> kind = new SimpleObjectProperty<>(FormKind.ETL);
  private final StringProperty name = new SimpleStringProperty("");
  private final PipelineViewModel pipeline;
  private final SchemaFormViewModel script;
  private final AnalyticsFormViewModel sql;
  private final CustomFormViewModel custom;
  private final TrainingFormViewModel training;
  private final ScoringFormViewModel scoring;
  private final EngineViewModel engine = new EngineViewModel();
  private final RunViewModel run;
  private final Supplier<UUID> ids;
  private String key;
  private boolean nameTouched;
  private String proposedName = "";
  private List<String> parents = List.of();
  private @Nullable String parentJobId;

  /** What no form can show, as it is written; null: the fields are the job. */
  private final ObjectProperty<@Nullable JobSubmission> written = new SimpleObjectProperty<>();

  private final BooleanBinding text = written.isNotNull();

  SubmitForm(
      UiTasks tasks,
      PipelineWorkbench workbench,
      Handlers handlers,
      Function<FormKind, JsonNode> schemas,
      Clock clock,
      Supplier<UUID> ids) {
    this.ids = ids;
    this.key = ids.get().toString();
    pipeline = new PipelineViewModel(tasks, workbench);
    script = new SchemaFormViewModel(schemas.apply(FormKind.SCRIPT), "program, settings");
    sql = new AnalyticsFormViewModel(tasks, workbench);
    custom = new CustomFormViewModel(handlers);
    training = new TrainingFormViewModel(tasks, workbench);
    scoring = new ScoringFormViewModel(tasks, workbench);
    run = new RunViewModel(clock);
    onEdit(this::onAnyEdit);
    List.of(pipeline, script, sql, custom, training, scoring, engine, run)
        .forEach(part -> part.onEdit(this::edited));
    watch(kind, name);
    name.addListener((observed, before, after) -> nameTouched |= !isMuted());
  }

  ObjectProperty<FormKind> kind() {
    return kind;
  }

  StringProperty name() {
    return name;
  }

  PipelineViewModel pipeline() {
    return pipeline;
  }

  SchemaFormViewModel script() {
    return script;
  }

  AnalyticsFormViewModel sql() {
    return sql;
  }

  CustomFormViewModel custom() {
    return custom;
  }

  /** The parts of the chosen kind, or null if its form has none. */
  @Nullable Parts parts() {
    if (isText()) {
      return null;
    }
    return kind.get().isPipeline() ? pipeline : kind.get() == FormKind.ANALYTICS ? sql : null;
  }

  TrainingFormViewModel training() {
    return training;
  }

  ScoringFormViewModel scoring() {
    return scoring;
  }

  /**
   * The form of the chosen kind.
   *
   * @throws IllegalStateException if a pipeline is chosen, which has parts of its own
   */
  KindForm body() {
    return body(kind.get());
  }

  private KindForm body(FormKind wanted) {
    return switch (wanted) {
      case SCRIPT -> script;
      case ANALYTICS -> sql;
      case CUSTOM -> custom;
      case ML_TRAINING -> training;
      case ML_SCORING -> scoring;
      case DATA_PROCESSING, ETL -> throw new IllegalStateException("A pipeline has no such form");
    };
  }

  EngineViewModel engine() {
    return engine;
  }

  RunViewModel run() {
    return run;
  }

  /** Whether the person wrote a name, or took it away. */
  boolean isNameTouched() {
    return nameTouched;
  }

  /** The job as the form stands, whether right or wrong. */
  JobSubmission submission() {
    JobSubmission asText = written.get();
    if (asText != null) {
      return asText.withIdempotencyKey(key);
    }
    boolean isPipeline = kind.get().isPipeline();
    ObjectNode config = isPipeline ? PipelineJson.write(pipeline.spec()) : body().config();
    return run.applyTo(JobSubmission.of(name.get().strip(), kind.get().type(), config))
        .withEngine(engine.requested())
        .withParents(parents)
        .withParentJobId(parentJobId)
        .withIdempotencyKey(key);
  }

  /** What the form itself can see is wrong. */
  List<Problem> ownProblems() {
    if (isText()) {
      return List.of();
    }
    List<Problem> found = new ArrayList<>();
    found.addAll(kind.get().isPipeline() ? pipeline.problemsOfParts() : body().ownProblems());
    found.addAll(run.problems());
    if (name.get().isBlank()) {
      found.add(Problem.at(ErrorCode.INVALID_SPECIFICATION, "name", "Give the job a name"));
    }
    return found;
  }

  /**
   * Fills the form.
   *
   * @throws IllegalArgumentException if there is no form for the kind, or its configuration cannot
   *     be shown as one; the form is then unchanged
   */
  void load(JobSubmission job) {
    FormKind loaded = FormKind.of(job.type());
    quietly(
        () -> {
          if (loaded.isPipeline()) {
            pipeline.load(PipelineJson.read(job.config()));
          } else {
            body(loaded).load(job.config());
          }
          written.set(null);
          kind.set(loaded);
          name.set(job.name());
          engine.load(job.engine());
          run.load(job, job.runAt());
          parents = job.parents();
          parentJobId = job.parentJobId();
          proposedName = "";
        });
    edited();
  }

  /** Holds a job that the form cannot show, as it is written; nothing else is changed. */
  void loadAsText(JobSubmission job) {
    written.set(job);
    edited();
  }

  ObservableBooleanValue textProperty() {
    return text;
  }

  /** Whether it holds a job that can be shown and changed as a document only. */
  boolean isText() {
    return text.get();
  }

  void clear() {
    quietly(
        () -> {
          written.set(null);
          pipeline.clear();
          script.clear();
          sql.clear();
          custom.clear();
          training.clear();
          scoring.clear();
          name.set("");
          proposedName = "";
          engine.load(null);
          JobSubmission empty =
              JobSubmission.of("", kind.get().type(), PipelineJson.write(pipeline.spec()));
          run.load(empty, null);
          parents = List.of();
          parentJobId = null;
          nameTouched = false;
        });
    edited();
  }

  private void onAnyEdit() {
    key = ids.get().toString();
    proposeName();
  }

  private void proposeName() {
    boolean byHand = !name.get().isBlank() && !name.get().equals(proposedName);
    String proposal = kind.get().isPipeline() ? NameProposal.of(pipeline) : body().proposedName();
    if (!byHand && !proposal.equals(name.get())) {
      proposedName = proposal;
      quietly(() -> name.set(proposal));
    }
  }
}
