package io.joborchestrator.engine.local.script;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.NearNames;
import io.joborchestrator.pipeline.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a {@code script} job.
 *
 * @param argv program and arguments; never read by a shell
 * @param env variables set for the program beside the allowed ones
 * @param inherit names of variables of the worker that the program gets, as far as it allows them
 * @param workingDirectory or null for the folder of the attempt
 * @param files small texts by relative name, written into the folder of the attempt before the
 *     program starts: a script can travel with its job
 * @param outputLimitBytes of standard output and error together that are kept in the log
 * @param limits asked for by the job
 * @param keep which files of the attempt's folder outlive it
 */
record ScriptConfig(
    List<String> argv,
    Map<String, String> env,
    List<String> inherit,
    @Nullable String workingDirectory,
    Map<String, String> files,
    long outputLimitBytes,
    ScriptLimits limits,
    Keep keep) {
  static final long DEFAULT_OUTPUT_LIMIT = 10L << 20;
  static final long MAX_OUTPUT_LIMIT = 1L << 30;

  private static final long LEAST_MEMORY = 1 << 20;
  private static final long MOST_SECONDS = Duration.ofDays(365).toSeconds();
  private static final List<String> KEYS =
      List.of(
          "argv",
          "env",
          "inherit",
          "workingDirectory",
          "files",
          "outputLimitBytes",
          "memoryLimitBytes",
          "cpuLimitSeconds",
          "fileSizeLimitBytes",
          "processLimit",
          "keep");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String RESERVED = "EJO_";

  /** Which files of the attempt's folder outlive it. */
  enum Keep {
    /** Those that the program wrote. */
    OUTPUTS,
    /** Also those that came with the job; and all of them when the program fails. */
    ALL,
    NONE
  }

  /** What was read and what is wrong with it; the configuration is only usable without problems. */
  record Reading(ScriptConfig config, List<Problem> problems) {}

  static Reading read(ObjectNode node) {
    List<Problem> problems = new ArrayList<>();
    ScriptFields fields = new ScriptFields(node, problems);
    node.fieldNames().forEachRemaining(key -> checkKey(key, fields));
    ScriptConfig config =
        new ScriptConfig(
            argv(node, fields),
            fields.texts("env", false),
            fields.words("inherit", "A name"),
            fields.text("workingDirectory"),
            fields.texts("files", true),
            fields.number("outputLimitBytes", 0, MAX_OUTPUT_LIMIT, DEFAULT_OUTPUT_LIMIT),
            limits(fields),
            keep(fields));
    config.env().keySet().forEach(name -> checkVariable(name, fields));
    for (int i = 0; i < config.inherit().size(); i++) {
      checkInherited(config.inherit().get(i), i, fields);
    }
    config.files().keySet().forEach(name -> checkFile(name, problems));
    return new Reading(config, List.copyOf(problems));
  }

  private static void checkKey(String key, ScriptFields fields) {
    if (!KEYS.contains(key)) {
      String hint = NearNames.hint(key, KEYS);
      fields.problem("/" + key, "Unknown key '" + key + "' in the configuration." + hint);
    }
  }

  private static List<String> argv(ObjectNode node, ScriptFields fields) {
    if (!node.path("argv").isArray() || node.path("argv").isEmpty()) {
      fields.problem(
          "/argv", "'argv' is needed: the program and its arguments as a list of texts.");
      return List.of();
    }
    List<String> words = fields.words("argv", "An argument");
    if (!words.isEmpty() && words.get(0).isBlank()) {
      fields.problem("/argv/0", "The program's name is empty.");
    }
    return words;
  }

  private static ScriptLimits limits(ScriptFields fields) {
    return new ScriptLimits(
        fields.number("memoryLimitBytes", LEAST_MEMORY, Long.MAX_VALUE, 0),
        Duration.ofSeconds(fields.number("cpuLimitSeconds", 1, MOST_SECONDS, 0)),
        fields.number("fileSizeLimitBytes", 1, Long.MAX_VALUE, 0),
        (int) fields.number("processLimit", 1, 1_000_000, 0));
  }

  private static Keep keep(ScriptFields fields) {
    String word = fields.text("keep");
    if (word == null) {
      return Keep.OUTPUTS;
    }
    Set<String> known = Set.of("outputs", "all", "none");
    if (!known.contains(word)) {
      fields.problem(
          "/keep",
          "'keep' is outputs, all or none, not '" + word + "'." + NearNames.hint(word, known));
      return Keep.OUTPUTS;
    }
    return Keep.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static void checkVariable(String name, ScriptFields fields) {
    String pointer = "/env/" + ScriptFields.escaped(name);
    if (!VARIABLE.matcher(name).matches()) {
      fields.problem(
          pointer,
          "'" + name + "' is not a name for a variable: use letters, digits and underscores.");
    } else if (name.startsWith(RESERVED)) {
      fields.problem(pointer, "Variables that start with " + RESERVED + " are set for you.");
    }
  }

  private static void checkInherited(String name, int index, ScriptFields fields) {
    if (!VARIABLE.matcher(name).matches()) {
      fields.problem("/inherit/" + index, "'" + name + "' is not the name of a variable.");
    }
  }

  private static void checkFile(String name, List<Problem> problems) {
    boolean plain =
        !name.isBlank()
            && name.indexOf('\0') < 0
            && name.indexOf('\\') < 0
            && name.indexOf(':') < 0
            && !name.startsWith("/")
            && !List.of(name.split("/", -1)).contains("..")
            && !List.of(name.split("/", -1)).contains("");
    if (!plain) {
      problems.add(
          Problem.at(
              ErrorCode.PATH_NOT_ALLOWED,
              "/files/" + ScriptFields.escaped(name),
              "'" + name + "' must be a relative name inside the job's own folder."));
    }
  }
}
