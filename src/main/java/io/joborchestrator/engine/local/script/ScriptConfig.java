package io.joborchestrator.engine.local.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a {@code script} job.
 *
 * @param argv program and arguments; never read by a shell
 * @param env variables set for the program beside the allowed ones
 * @param workingDirectory or null for the folder of the attempt
 * @param files small texts by relative name, written into the folder of the attempt before the
 *     program starts: a script can travel with its job
 * @param outputLimitBytes of standard output and error together that are kept in the log
 */
record ScriptConfig(
    List<String> argv,
    Map<String, String> env,
    @Nullable String workingDirectory,
    Map<String, String> files,
    long outputLimitBytes) {
  static final long DEFAULT_OUTPUT_LIMIT = 10L << 20;
  static final long MAX_OUTPUT_LIMIT = 1L << 30;

  private static final Set<String> KEYS =
      Set.of("argv", "env", "workingDirectory", "files", "outputLimitBytes");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String RESERVED = "EJO_";

  /** What was read and what is wrong with it; the configuration is only usable without problems. */
  record Reading(ScriptConfig config, List<Problem> problems) {}

  static Reading read(ObjectNode node) {
    List<Problem> problems = new ArrayList<>();
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                problems.add(invalid("/" + key, "Unknown key '" + key + "' in the configuration."));
              }
            });
    ScriptConfig config =
        new ScriptConfig(
            argv(node, problems),
            texts(node, "env", problems),
            text(node, "workingDirectory", problems),
            texts(node, "files", problems),
            limit(node, problems));
    config.env().keySet().forEach(name -> checkVariable(name, problems));
    config.files().keySet().forEach(name -> checkFile(name, problems));
    return new Reading(config, List.copyOf(problems));
  }

  private static List<String> argv(ObjectNode node, List<Problem> problems) {
    JsonNode argv = node.path("argv");
    List<String> words = new ArrayList<>();
    if (!argv.isArray() || argv.isEmpty()) {
      problems.add(
          invalid("/argv", "'argv' is needed: the program and its arguments as a list of texts."));
      return words;
    }
    for (int i = 0; i < argv.size(); i++) {
      JsonNode word = argv.get(i);
      if (!word.isTextual() && !word.isNumber()) {
        problems.add(invalid("/argv/" + i, "An argument must be a text."));
      } else if (word.asText().indexOf('\0') >= 0) {
        problems.add(invalid("/argv/" + i, "An argument must not contain the character NUL."));
      } else {
        words.add(word.asText());
      }
    }
    if (!words.isEmpty() && words.get(0).isBlank()) {
      problems.add(invalid("/argv/0", "The program's name is empty."));
    }
    return words;
  }

  private static Map<String, String> texts(ObjectNode node, String key, List<Problem> problems) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return texts;
    }
    if (!value.isObject()) {
      problems.add(invalid("/" + key, "'" + key + "' must be an object of texts."));
      return texts;
    }
    value
        .properties()
        .forEach(
            entry -> {
              String pointer = "/" + key + "/" + escaped(entry.getKey());
              if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                problems.add(invalid(pointer, "The value must be a text."));
              } else if (key.equals("env") && entry.getValue().asText().indexOf('\0') >= 0) {
                problems.add(invalid(pointer, "The value must not contain the character NUL."));
              } else {
                texts.put(entry.getKey(), entry.getValue().asText());
              }
            });
    return texts;
  }

  private static @Nullable String text(ObjectNode node, String key, List<Problem> problems) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual() || value.asText().isBlank() || value.asText().indexOf('\0') >= 0) {
      problems.add(invalid("/" + key, "'" + key + "' must be a text that is not empty."));
      return null;
    }
    return value.asText();
  }

  private static long limit(ObjectNode node, List<Problem> problems) {
    JsonNode value = node.path("outputLimitBytes");
    if (value.isMissingNode() || value.isNull()) {
      return DEFAULT_OUTPUT_LIMIT;
    }
    boolean whole = value.isIntegralNumber() && value.canConvertToLong();
    if (!whole || value.asLong() < 0 || value.asLong() > MAX_OUTPUT_LIMIT) {
      problems.add(
          invalid(
              "/outputLimitBytes",
              "'outputLimitBytes' must be a whole number from 0 to " + MAX_OUTPUT_LIMIT + "."));
      return DEFAULT_OUTPUT_LIMIT;
    }
    return value.asLong();
  }

  private static void checkVariable(String name, List<Problem> problems) {
    String pointer = "/env/" + escaped(name);
    if (!VARIABLE.matcher(name).matches()) {
      problems.add(
          invalid(
              pointer,
              "'" + name + "' is not a name for a variable: use letters, digits and underscores."));
    } else if (name.startsWith(RESERVED)) {
      problems.add(invalid(pointer, "Variables that start with " + RESERVED + " are set for you."));
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
          new Problem(
              ErrorCode.PATH_NOT_ALLOWED,
              "/files/" + escaped(name),
              -1,
              -1,
              "'" + name + "' must be a relative name inside the job's own folder.",
              null));
    }
  }

  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static Problem invalid(String pointer, String message) {
    return Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message);
  }
}
