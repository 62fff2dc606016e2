package io.joborchestrator.console.submit;

import io.joborchestrator.console.task.UiTasks;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.orchestrator.Orchestrator;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks the core about the form as it stands; answers to an older form are dropped. */
final class FormCheck {
  /**
   * What the core says.
   *
   * @param routing every engine with its reasons as if none were asked for: the one asked for does
   *     not make the others unfit
   * @param inputBytes of all inputs, or -1 if unknown or there are none
   * @param routingFailure why there is no decision, or null
   */
  record Answer(
      List<Problem> problems,
      @Nullable RoutingDecision routing,
      @Nullable String routingFailure,
      long inputBytes) {}

  private final UiTasks tasks;
  private final Orchestrator orchestrator;
  private UiTasks.Handle running = () -> {};
  private long turn;

  FormCheck(UiTasks tasks, Orchestrator orchestrator) {
    this.tasks = tasks;
    this.orchestrator = orchestrator;
  }

  void ask(
      JobSubmission job,
      @Nullable PipelineSpec pipeline,
      Consumer<Answer> onAnswer,
      Consumer<Exception> onFailure) {
    running.cancel();
    long mine = ++turn;
    running =
        tasks.run(
            "check a submission",
            () -> answer(job, pipeline),
            answer -> {
              if (mine == turn) {
                onAnswer.accept(answer);
              }
            },
            failure -> {
              if (mine == turn) {
                onFailure.accept(failure);
              }
            });
  }

  void stop() {
    turn++;
    running.cancel();
  }

  private Answer answer(JobSubmission job, @Nullable PipelineSpec pipeline) {
    List<Problem> problems = orchestrator.jobs().check(job);
    long bytes = pipeline == null ? -1 : bytes(pipeline);
    try {
      return new Answer(problems, orchestrator.jobs().route(job.withEngine(null)), null, bytes);
    } catch (OrchestratorException noRoute) {
      String sentence = Objects.requireNonNullElse(noRoute.getMessage(), noRoute.toString());
      return new Answer(problems, null, sentence, bytes);
    }
  }

  private long bytes(PipelineSpec pipeline) {
    try {
      return orchestrator.workbench().inputBytes(pipeline);
    } catch (OrchestratorException missingFile) {
      // The check has said so.
      return -1;
    }
  }
}
