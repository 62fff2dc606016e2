package io.joborchestrator.engine.local.script;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.JobRun;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.local.LocalRunner;
import io.joborchestrator.pipeline.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs programs: argv without a shell, an allow-list of variables, output into the job's log, and
 * at the end nothing left running. Thread-safe.
 */
public final class ScriptRunner implements LocalRunner {
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private static final Logger log = LoggerFactory.getLogger(ScriptRunner.class);

  private final ScriptEnvironment environment;
  private final ScriptSettings settings;
  private final HardLimits hardLimits;
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param process variables of this process
   */
  public ScriptRunner(Map<String, String> process, ScriptSettings settings) {
    this(process, settings, HardLimits.ofThisSystem());
  }

  ScriptRunner(Map<String, String> process, ScriptSettings settings, HardLimits hardLimits) {
    this.environment = new ScriptEnvironment(process, settings);
    this.settings = settings;
    this.hardLimits = hardLimits;
  }

  @Override
  public Set<String> jobTypes() {
    return Set.of(JobType.SCRIPT);
  }

  @Override
  public Map<String, String> facts() {
    return hardLimits.support();
  }

  /** Everything that is wrong with a configuration, as far as this machine can tell. */
  public List<Problem> check(ObjectNode config) {
    ScriptConfig.Reading reading = ScriptConfig.read(config);
    if (!reading.problems().isEmpty()) {
      return reading.problems();
    }
    List<Problem> problems = new ArrayList<>(refused(reading.config()));
    if (!problems.isEmpty()) {
      return problems;
    }
    String folder = reading.config().workingDirectory();
    String program = reading.config().argv().get(0);
    try {
      Path directory = folder == null ? Path.of("").toAbsolutePath() : existing(folder);
      boolean ownFile = folder == null && (program.contains("/") && !Path.of(program).isAbsolute());
      if (!ownFile) {
        Map<String, String> variables = environment.inherited(reading.config());
        ProgramFinder.find(program, directory, variables);
      }
    } catch (OrchestratorException e) {
      boolean atProgram = e.code() == ErrorCode.PROGRAM_NOT_FOUND;
      problems.add(
          Problem.at(
              e.code(),
              atProgram ? "/argv/0" : "/workingDirectory",
              String.valueOf(e.getMessage())));
    }
    return problems;
  }

  private List<Problem> refused(ScriptConfig config) {
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < config.inherit().size(); i++) {
      String pointer = "/inherit/" + i;
      environment
          .refusal(config.inherit().get(i))
          .ifPresent(why -> problems.add(Problem.at(ErrorCode.NOT_ALLOWED, pointer, why)));
    }
    return problems;
  }

  @Override
  public RunOutcome run(JobRun run, RunListener listener, Cancellation cancellation)
      throws IOException {
    ScriptConfig config = valid(run.config());
    Leftovers.endEarlierAttempts(run, listener, settings.grace());
    Path directory = directory(run, config);
    writeFiles(run.workDir(), config);
    Map<String, String> variables = environment.of(run, config);
    Path program = ProgramFinder.find(config.argv().get(0), directory, variables);
    ScriptLimits limits = config.limits().within(settings.ceiling());
    hardLimits.missing(limits).forEach(missing -> listener.log("warn", missing));
    Command command = command(program, config.argv(), hardLimits.words(limits));
    ProcessBuilder builder = new ProcessBuilder(command.words());
    builder.directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    listener.log("info", "Starting " + config.argv());
    Process process = start(builder, config.argv().get(0));
    ProcessTree tree =
        new ProcessTree(process.toHandle(), command.ownSession(), Leftovers.marks(run));
    OutputLog output = new OutputLog(listener, config.outputLimitBytes());
    LimitWatch watch = new LimitWatch(limits, process.pid());
    ProducedFiles files = new ProducedFiles(run, config, settings.keepIn());
    return new ScriptSupervision(
            process, tree, output, listener, cancellation, settings.grace(), watch, files)
        .untilTheEnd(json);
  }

  private static ScriptConfig valid(ObjectNode node) {
    ScriptConfig.Reading reading = ScriptConfig.read(node);
    if (!reading.problems().isEmpty()) {
      Problem first = reading.problems().get(0);
      throw new OrchestratorException(first.code(), first.pointer() + ": " + first.message());
    }
    return reading.config();
  }

  private static Path directory(JobRun run, ScriptConfig config) throws IOException {
    Files.createDirectories(run.workDir());
    String folder = config.workingDirectory();
    return folder == null ? run.workDir() : existing(folder);
  }

  private static Path existing(String folder) {
    Path path;
    try {
      path = Path.of(folder);
    } catch (InvalidPathException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION, "'" + folder + "' is not a path of this system.", e);
    }
    if (!path.isAbsolute()) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          "The working directory must be a full path, not '" + folder + "'.");
    }
    if (!Files.isDirectory(path)) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_FOUND,
          "The working directory '" + folder + "' does not exist on this machine.");
    }
    return path;
  }

  private static void writeFiles(Path folder, ScriptConfig config) throws IOException {
    for (Map.Entry<String, String> file : config.files().entrySet()) {
      Path path = folder.resolve(file.getKey()).normalize();
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      if (!path.toFile().setExecutable(true, true)) {
        log.debug("{} cannot be made executable here", path);
      }
    }
  }

  private record Command(List<String> words, boolean ownSession) {}

  /** In a session of its own where the system has the program for it. */
  private static Command command(Path program, List<String> argv, List<String> limits) {
    List<String> words = new ArrayList<>();
    boolean ownSession = SETSID.stream().anyMatch(Files::isExecutable);
    SETSID.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .ifPresent(words::add);
    words.addAll(limits);
    words.add(program.toString());
    words.addAll(argv.subList(1, argv.size()));
    return new Command(words, ownSession);
  }

  private static Process start(ProcessBuilder builder, String program) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.PROGRAM_NOT_FOUND,
          "'" + program + "' could not be started: " + e.getMessage(),
          e);
    }
  }
}
