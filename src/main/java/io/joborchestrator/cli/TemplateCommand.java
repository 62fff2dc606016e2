package io.joborchestrator.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobTemplate;
import io.joborchestrator.orchestrator.OrchestratorLauncher.Purpose;
import io.joborchestrator.orchestrator.OrchestratorSession;
import io.joborchestrator.orchestrator.TemplateManager;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code template}: submissions kept under names. */
final class TemplateCommand {
  private TemplateCommand() {}

  /** The template of that name. */
  static JobTemplate find(TemplateManager templates, String name) {
    return templates.find(name).orElseThrow(() -> none(name));
  }

  private static OrchestratorException none(String name) {
    return new OrchestratorException(
        ErrorCode.INVALID_SPECIFICATION,
        "There is no template '" + name + "'. 'orchestrator template list' shows those there are.");
  }

  private static ObjectNode described(JobTemplate template) {
    ObjectNode node = JobJson.object();
    node.put("name", template.name()).put("description", template.description());
    node.put("kind", template.submission().type()).put("owner", template.owner());
    node.put("visibleTo", visibleTo(template)).put("version", template.version());
    return node.put("updatedAt", JobJson.time(template.updatedAt()));
  }

  private static String visibleTo(JobTemplate template) {
    return template.shared() ? "everyone" : "me";
  }

  /** {@code template list}. */
  @Command(name = "list", description = "List your templates and those that others share.")
  static final class Listing extends Verb {
    Listing(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      try (OrchestratorSession session = open(Purpose.COMMAND)) {
        List<JobTemplate> all = session.orchestrator().templates().templates();
        if (json()) {
          ArrayNode array = JobJson.array();
          all.forEach(template -> array.add(described(template)));
          print(array);
          return ExitCode.OK;
        }
        TablePrinter table =
            new TablePrinter("NAME", "KIND", "OWNER", "VISIBLE TO", "VERSION", "DESCRIPTION");
        for (JobTemplate template : all) {
          table.row(
              template.name(),
              template.submission().type(),
              template.owner(),
              visibleTo(template),
              Integer.toString(template.version()),
              template.description());
        }
        table.print(io().out());
      }
      return ExitCode.OK;
    }
  }

  /** {@code template show}. */
  @Command(name = "show", description = "Print a template as a job file.")
  static final class Show extends Verb {
    @Parameters(paramLabel = "NAME")
    String name;

    Show(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      try (OrchestratorSession session = open(Purpose.COMMAND)) {
        JobTemplate template = find(session.orchestrator().templates(), name);
        String document = JobFile.format(template.submission());
        if (json()) {
          ObjectNode node = described(template);
          node.put("document", document);
          print(node);
        } else {
          print(document);
        }
      }
      return ExitCode.OK;
    }
  }

  /** {@code template save}. */
  @Command(name = "save", description = "Keep a job file as a template.")
  static final class Save extends Verb {
    @Parameters(index = "0", paramLabel = "NAME")
    String name;

    @Parameters(index = "1", paramLabel = "FILE", description = "Job file, - for standard input.")
    String file;

    @Option(names = "--description", paramLabel = "TEXT")
    String description = "";

    @Option(names = "--everyone", description = "Others see and use it; only you change it.")
    boolean everyone;

    @Option(names = "--replace", description = "Change the one you have under this name.")
    boolean replace;

    @Spec picocli.CommandLine.Model.CommandSpec spec;

    Save(Context context) {
      super(context);
    }

    @Override
    public Integer call() throws IOException {
      SubmissionFlags flags = new SubmissionFlags();
      flags.words = List.of(file);
      JobSubmission submission = new SubmissionBuilder(io(), spec, flags, null).build();
      try (OrchestratorSession session = open(Purpose.COMMAND)) {
        TemplateManager templates = session.orchestrator().templates();
        String me = session.orchestrator().facts().user();
        Integer version =
            replace
                ? templates
                    .find(name)
                    .filter(each -> each.owner().equals(me))
                    .map(JobTemplate::version)
                    .orElse(null)
                : null;
        int now = templates.save(name, description, submission, everyone, version);
        if (json()) {
          print(JobJson.object().put("name", name).put("version", now));
        } else {
          print(name + " is stored, version " + now + ".");
        }
      }
      return ExitCode.OK;
    }
  }

  /** {@code template delete}. */
  @Command(name = "delete", description = "Delete one of your templates.")
  static final class Delete extends Verb {
    @Parameters(paramLabel = "NAME")
    String name;

    Delete(Context context) {
      super(context);
    }

    @Override
    public Integer call() {
      try (OrchestratorSession session = open(Purpose.COMMAND)) {
        if (!session.orchestrator().templates().delete(name)) {
          throw none(name);
        }
        if (json()) {
          print(JobJson.object().put("name", name).put("deleted", true));
        } else {
          print(name + " is deleted.");
        }
      }
      return ExitCode.OK;
    }
  }

  /** {@code template} without more words. */
  @Command(name = "template", description = "Keep submissions under names and use them again.")
  static final class Group implements Runnable {
    @Spec picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "Say what to do: list, show, save or delete.");
    }
  }
}
