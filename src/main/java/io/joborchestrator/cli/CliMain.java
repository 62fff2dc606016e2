package io.joborchestrator.cli;

import io.joborchestrator.config.LaunchOptions;
import io.joborchestrator.orchestrator.OrchestratorLauncher;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole: reads the words, runs the verb, turns failures into exit codes. */
public final class CliMain {
  private final OrchestratorLauncher launcher;
  private final CliIo io;
  private final ToIntFunction<LaunchOptions> console;

  /**
   * @param console opens the console and returns its exit code; called when there is no verb
   */
  public CliMain(OrchestratorLauncher launcher, CliIo io, ToIntFunction<LaunchOptions> console) {
    this.launcher = launcher;
    this.io = io;
    this.console = console;
  }

  /** Runs one command line and returns its exit code. Prints, never throws. */
  public int run(String... words) {
    RootCommand root = new RootCommand(console);
    CommandLine line = commands(new Verb.Context(root, launcher, io));
    line.setOut(new PrintWriter(io.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(io.err(), true, StandardCharsets.UTF_8));
    Failures failures = new Failures(io, root);
    line.setParameterExceptionHandler((failure, all) -> usage(failure));
    line.setExecutionExceptionHandler((failure, command, parsed) -> failures.report(failure));
    return line.execute(words);
  }

  private static CommandLine commands(Verb.Context context) {
    CommandLine line = new CommandLine(context.root());
    line.addSubcommand("submit", new SubmitCommand(context));
    line.addSubcommand("status", new StatusCommand(context));
    CommandLine list = new CommandLine(new ListCommand(context));
    list.setUnmatchedOptionsArePositionalParams(true);
    line.addSubcommand("list", list);
    line.addSubcommand("logs", new LogsCommand(context));
    line.addSubcommand("cancel", new CancelCommand(context));
    line.addSubcommand("retry", new RetryCommand(context));
    line.addSubcommand("wait", new WaitCommand(context));
    line.addSubcommand("dlq", deadLetters(context));
    CommandLine templates = new CommandLine(new TemplateCommand.Group());
    templates.addSubcommand("list", new TemplateCommand.Listing(context));
    templates.addSubcommand("show", new TemplateCommand.Show(context));
    templates.addSubcommand("save", new TemplateCommand.Save(context));
    templates.addSubcommand("delete", new TemplateCommand.Delete(context));
    line.addSubcommand("template", templates);
    line.addSubcommand("policies", new PoliciesCommand(context));
    line.addSubcommand("workers", new WorkersCommand(context));
    CommandLine engines = new CommandLine(new EnginesCommand(context));
    engines.addSubcommand("list", new EnginesCommand(context));
    engines.addSubcommand("breakers", new BreakersCommand(context));
    engines.addSubcommand("trip", new BreakerCommand.Trip(context));
    engines.addSubcommand("probe", new BreakerCommand.ProbeNow(context));
    engines.addSubcommand("reset", new BreakerCommand.Reset(context));
    line.addSubcommand("engines", engines);
    CommandLine connections = new CommandLine(new ConnectionsCommand(context));
    connections.addSubcommand("list", new ConnectionsCommand(context));
    connections.addSubcommand("test", new ConnectionTestCommand(context));
    line.addSubcommand("connections", connections);
    CommandLine worker = new CommandLine(new WorkerCommand());
    worker.addSubcommand("run", new WorkerRunCommand(context));
    line.addSubcommand("worker", worker);
    line.addSubcommand("demo", new DemoCommand(context));
    line.addSubcommand("version", new VersionCommand(context));
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  private static CommandLine deadLetters(Verb.Context context) {
    CommandLine letters = new CommandLine(new DlqCommand());
    letters.addSubcommand("list", new DlqListCommand(context));
    letters.addSubcommand("show", new DlqShowCommand(context));
    letters.addSubcommand("replay", new DlqReplayCommand(context));
    letters.addSubcommand("operation", new DlqOperationCommand(context));
    letters.addSubcommand("discard", new DlqMoveCommand.Discard(context));
    letters.addSubcommand("restore", new DlqMoveCommand.Restore(context));
    return letters;
  }

  private int usage(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    io.err().println("Error: " + failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
      String name = command.getCommandSpec().qualifiedName();
      io.err().println("'" + name + " --help' shows how it is used.");
    }
    return ExitCode.USAGE;
  }
}
