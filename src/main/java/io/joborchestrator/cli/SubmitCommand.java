package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.RoutingDecision;
import io.joborchestrator.orchestrator.DirectSubmission;
import io.joborchestrator.orchestrator.DirectSubmission.WhenBusy;
import io.joborchestrator.orchestrator.EnhancedJobManager;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.pipeline.Problem;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code submit}: a job from a file, from flags, or a pipeline or script in short form. */
@Command(
    name = "submit",
    sortOptions = false,
    description = {
      "Submit a job and print its id. Flags win over what the job file says.",
      "",
      "  orchestrator submit daily.json --priority high --wait",
      "  orchestrator submit --input sales.csv --filter \"amount > 0\" \\",
      "      --group-by region --aggregate \"total=sum(amount)\" --output totals.parquet",
      "  orchestrator submit --type script --name tidy -- ./tidy.sh --all",
      ""
    })
final class SubmitCommand extends Verb {
  @Mixin SubmissionFlags flags = new SubmissionFlags();

  @ArgGroup(exclusive = false, heading = "A pipeline in short form:%n")
  PipelineFlags pipeline = new PipelineFlags();

  @Option(names = "--wait", description = "Wait until the job has ended; the exit code says how.")
  boolean wait;

  @Option(
      names = "--run",
      description = "Execute it in this process, whoever else could; implies --wait.")
  boolean run;

  @Option(
      names = "--direct",
      description =
          "Execute it in this process at once, past the queue; implies --wait for a job that runs here."
              + " This process takes nothing else, but on an embedded database further attempts.")
  boolean direct;

  @Option(
      names = "--if-busy",
      paramLabel = "WHAT",
      description = "Where it cannot run at once with --direct: queue (default) or refuse.")
  @Nullable String ifBusy;

  @Option(
      names = {"--check", "--explain"},
      description = "Only say what is wrong and which engine it would take, and why.")
  boolean checkOnly;

  @Spec CommandSpec spec;

  SubmitCommand(Context context) {
    super(context);
  }

  @Override
  public Integer call() throws Exception {
    SubmissionBuilder builder = new SubmissionBuilder(io(), spec, flags, pipeline);
    String template = flags.template;
    JobSubmission told = template == null ? builder.build() : null;
    boolean recurring = flags.cron != null;
    if (recurring && (wait || run || direct || flags.at != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--cron stores a schedule: it goes without --wait, --run, --direct and --at.");
    }
    WhenBusy whenBusy = whenBusy();
    try (OrchestratorSession session = open(purpose())) {
      EnhancedJobManager jobs = session.orchestrator().jobs();
      JobSubmission submission = told == null ? fromTemplate(builder, session) : told;
      List<Problem> problems = jobs.check(submission);
      if (!problems.isEmpty()) {
        return refused(problems, submission.config());
      }
      if (checkOnly) {
        return checked(jobs.route(submission));
      }
      if (recurring) {
        return scheduled(jobs, submission);
      }
      if (direct) {
        return directly(session, submission, whenBusy);
      }
      String id = send(submission, jobs::submit);
      if (run || wait) {
        note("Submitted " + id + ".");
        return new ExecutorChoice(this, session).waitFor(id, submission);
      }
      printId(id);
      new ExecutorChoice(this, session).noteIfNobodyTakes(submission);
      return ExitCode.OK;
    }
  }

  private JobSubmission fromTemplate(SubmissionBuilder builder, OrchestratorSession session) {
    String name = String.valueOf(flags.template);
    return builder.buildFrom(
        TemplateCommand.find(session.orchestrator().templates(), name).submission());
  }

  private Purpose purpose() {
    if (checkOnly) {
      return Purpose.COMMAND;
    }
    return direct ? Purpose.DIRECT : run ? Purpose.WORKER : Purpose.COMMAND;
  }

  private WhenBusy whenBusy() {
    if (direct && (run || flags.at != null || !flags.parents.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(),
          "--direct runs it at once, here: it goes without --run, --at and --parent.");
    }
    if (!direct && ifBusy != null) {
      throw new ParameterException(spec.commandLine(), "--if-busy goes with --direct only.");
    }
    return switch (ifBusy == null ? "queue" : ifBusy) {
      case "queue" -> WhenBusy.QUEUE;
      case "refuse" -> WhenBusy.REFUSE;
      default ->
          throw new ParameterException(spec.commandLine(), "--if-busy takes queue or refuse.");
    };
  }

  private int directly(OrchestratorSession session, JobSubmission submission, WhenBusy whenBusy)
      throws Exception {
    EnhancedJobManager jobs = session.orchestrator().jobs();
    DirectSubmission sent = send(submission, keyed -> jobs.submitDirect(keyed, whenBusy));
    if (!sent.ranDirectly()) {
      note("Not run directly: " + sent.reason());
      if (!wait) {
        printId(sent.jobId());
        return ExitCode.OK;
      }
    }
    note("Submitted " + sent.jobId() + (sent.ranDirectly() ? ", which runs here." : "."));
    Waiting waiting = new Waiting(this, session.orchestrator(), null);
    if (session.config().profile().database().embedded()) {
      // There may be nobody else for another attempt, or for what could not run at once.
      waiting.whenWaiting(session.orchestrator()::joinQueue);
    }
    return waiting.untilEnded(List.of(sent.jobId()));
  }

  /** With a key that is shown if the answer is lost, so that a repetition makes no second job. */
  private static <T> T send(JobSubmission submission, Function<JobSubmission, T> submit) {
    JobSubmission keyed =
        submission.idempotencyKey() == null
            ? submission.withIdempotencyKey("cli-" + UUID.randomUUID())
            : submission;
    try {
      return submit.apply(keyed);
    } catch (OrchestratorException e) {
      if (e.code() != ErrorCode.DATABASE_UNAVAILABLE) {
        throw e;
      }
      throw new OrchestratorException(
          e.code(),
          e.getMessage()
              + " Whether the job was stored is not known. Repeat the command with --key "
              + keyed.idempotencyKey()
              + ": then it is stored once, whatever became of this try.",
          e);
    }
  }

  private int refused(List<Problem> problems, ObjectNode config) {
    if (json()) {
      ObjectNode node = JobJson.object();
      node.set("problems", ProblemReport.json(problems));
      io().err().println(JobJson.pretty(node));
    } else {
      ProblemReport.print(problems, config, io().err());
    }
    return problems.get(0).code().type().exitCode();
  }

  private int checked(RoutingDecision routing) {
    if (json()) {
      print(JobJson.tree(routing));
      return ExitCode.OK;
    }
    print("The job can run. It would take the engine " + routing.engine() + ":");
    for (RoutingDecision.Candidate candidate : routing.candidates()) {
      for (RoutingDecision.Reason reason : candidate.reasons()) {
        print("  " + candidate.engine() + ": " + reason.text() + " (" + reason.verdict() + ")");
      }
    }
    return ExitCode.OK;
  }

  private int scheduled(EnhancedJobManager jobs, JobSubmission submission) {
    String zone = flags.timezone == null ? io().clock().getZone().getId() : flags.timezone;
    String cron = flags.cron == null ? "" : flags.cron;
    String id = jobs.schedule(submission, cron, zone);
    if (json()) {
      print(JobJson.object().put("scheduleId", id).put("cron", cron).put("timeZone", zone));
    } else {
      print(id);
      note("Scheduled: " + cron + " in " + zone + ".");
    }
    return ExitCode.OK;
  }

  private void printId(String id) {
    if (json()) {
      print(JobJson.object().put("id", id));
    } else {
      print(id);
    }
  }
}
