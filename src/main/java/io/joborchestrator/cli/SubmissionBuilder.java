package io.joborchestrator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.joborchestrator.domain.error.BrokenJson;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobFile;
import io.joborchestrator.domain.job.JobFileException;
import io.joborchestrator.domain.job.JobPriority;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Makes a submission out of a job file and flags; the flags win. */
final class SubmissionBuilder {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final CliIo io;
  private final CommandSpec spec;
  private final SubmissionFlags flags;
  private final PipelineFlags pipeline;

  SubmissionBuilder(
      CliIo io, CommandSpec spec, SubmissionFlags flags, @Nullable PipelineFlags pipeline) {
    this.io = io;
    this.spec = spec;
    this.flags = flags;
    this.pipeline = pipeline == null ? new PipelineFlags() : pipeline;
  }

  /**
   * @throws ParameterException if the flags do not go together
   * @throws OrchestratorException if a file or a value cannot be read
   */
  JobSubmission build() throws IOException {
    return completed(base());
  }

  /**
   * As {@link #build()}, from a template.
   *
   * @throws ParameterException also if the flags name something else to begin with
   */
  JobSubmission buildFrom(JobSubmission template) {
    boolean other = !flags.words.isEmpty() || flags.type != null || flags.configFile != null;
    if (other || pipeline.isUsed()) {
      throw usage("--template goes without a job file, --type, --input and --config-file.");
    }
    return completed(template);
  }

  private JobSubmission completed(JobSubmission base) {
    JobSubmission job = withFlags(base);
    ObjectNode config = job.config().deepCopy();
    flags.config.forEach((key, value) -> set(config, key, value));
    if (JobType.PIPELINES.contains(job.type())) {
      new PathResolver(io.folder()).resolve(config);
    }
    return copy(job, config);
  }

  private JobSubmission base() throws IOException {
    boolean script = JobType.SCRIPT.equals(flags.type);
    if (script && !flags.words.isEmpty()) {
      return JobSubmission.of(name(flags.words.get(0)), JobType.SCRIPT, scriptConfig());
    }
    if (pipeline.isUsed()) {
      return JobSubmission.of(
          name(String.valueOf(pipeline.output)),
          JobType.DATA_PROCESSING,
          new PipelineShortForm(pipeline).config());
    }
    if (flags.words.size() > 1) {
      throw usage("One job file at a time, not " + flags.words.size() + ".");
    }
    if (flags.words.size() == 1) {
      return fromFile(flags.words.get(0));
    }
    if (flags.type == null) {
      throw usage("What shall be submitted? Name a job file, or say it with --type or --input.");
    }
    Path file = flags.configFile;
    ObjectNode config = file == null ? JobJson.object() : object(read(file.toString()), file);
    return JobSubmission.of(name(flags.type), flags.type, config);
  }

  private String name(String otherwise) {
    String name = flags.name == null ? otherwise : flags.name;
    return name.length() <= 255 ? name : name.substring(0, 255);
  }

  private ObjectNode scriptConfig() {
    ObjectNode config = JobJson.object();
    ArrayNode argv = config.putArray("argv");
    flags.words.forEach(argv::add);
    config.put("workingDirectory", io.folder().toString());
    return config;
  }

  private JobSubmission fromFile(String name) throws IOException {
    JobSubmission job;
    String text = read(name);
    try {
      job = JobFile.parse(text);
    } catch (JobFileException e) {
      throw new OrchestratorException(e.code(), name + ": " + e.getMessage() + place(text, e), e);
    }
    Path file = flags.configFile;
    return file == null ? job : copy(job, object(read(file.toString()), file));
  }

  /** The line of the mistake with a caret under it. */
  private static String place(String text, JobFileException e) {
    if (e.line() < 1) {
      return "";
    }
    String line = text.lines().skip(e.line() - 1L).findFirst().orElse("");
    int column = Math.max(1, Math.min(e.column(), line.length() + 1));
    int from = Math.max(0, column - 60);
    String shown = line.substring(from, Math.min(line.length(), from + 100)).replace('\t', ' ');
    return "\n    " + Texts.clean(shown) + "\n    " + " ".repeat(column - 1 - from) + "^";
  }

  private String read(String name) throws IOException {
    if (name.equals("-")) {
      return new String(io.in().readAllBytes(), StandardCharsets.UTF_8);
    }
    try {
      return Files.readString(io.folder().resolve(name));
    } catch (NoSuchFileException | InvalidPathException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_FOUND, "There is no file '" + name + "'.", e);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE,
          "The file '" + name + "' cannot be read as text: " + e.getMessage(),
          e);
    }
  }

  private static ObjectNode object(String text, Path file) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          file + " is not valid JSON. " + BrokenJson.describe(e),
          e);
    }
    throw new OrchestratorException(
        ErrorCode.INVALID_SPECIFICATION, file + " does not hold a JSON object.");
  }

  private JobSubmission withFlags(JobSubmission job) {
    JobSubmission result = job;
    if (flags.name != null || flags.type != null) {
      result = renamed(result);
    }
    if (flags.engine != null) {
      result = result.withEngine(flags.engine);
    }
    if (flags.priority != null) {
      result = result.withPriority(priority(flags.priority));
    }
    if (flags.queue != null) {
      result = result.withQueue(flags.queue);
    }
    if (flags.at != null) {
      result = result.withRunAt(new StartTime(io.clock()).parse(flags.at, flags.timezone));
    }
    return withMoreFlags(result);
  }

  private JobSubmission withMoreFlags(JobSubmission job) {
    JobSubmission result = job;
    if (flags.timeout != null) {
      result = result.withTimeout(flags.timeout);
    }
    if (flags.retryPolicy != null) {
      result = result.withRetryPolicy(flags.retryPolicy);
    }
    if (flags.key != null) {
      result = result.withIdempotencyKey(flags.key);
    }
    List<String> tags = joined(result.tags(), flags.tags);
    return result.withTags(tags).withParents(joined(result.parents(), flags.parents));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all.stream().distinct().toList();
  }

  private JobSubmission renamed(JobSubmission job) {
    String type = flags.type == null ? job.type() : flags.type;
    JobSubmission fresh = JobSubmission.of(name(job.name()), type, job.config());
    return fresh
        .withPriority(job.priority())
        .withQueue(job.queue())
        .withEngine(job.engine())
        .withRunAt(job.runAt())
        .withTimeout(job.timeout())
        .withRetryPolicy(job.retryPolicy())
        .withIdempotencyKey(job.idempotencyKey())
        .withParents(job.parents())
        .withTags(job.tags())
        .withParentJobId(job.parentJobId());
  }

  private static JobSubmission copy(JobSubmission job, ObjectNode config) {
    return new JobSubmission(
        job.name(),
        job.type(),
        config,
        job.priority(),
        job.queue(),
        job.engine(),
        job.runAt(),
        job.timeout(),
        job.retryPolicy(),
        job.idempotencyKey(),
        job.parents(),
        job.tags(),
        job.parentJobId());
  }

  private JobPriority priority(String word) {
    try {
      return JobPriority.parse(word);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  /** Sets a value at a dotted path; numbers in it lead into lists. */
  private void set(ObjectNode config, String key, String value) {
    String[] names = key.split("\\.", -1);
    JsonNode at = config;
    for (int i = 0; i < names.length - 1; i++) {
      at = inner(at, names[i], key);
    }
    String last = names[names.length - 1];
    if (at instanceof ObjectNode object) {
      object.set(last, json(value));
    } else if (at instanceof ArrayNode array && index(last) >= 0 && index(last) < array.size()) {
      array.set(index(last), json(value));
    } else {
      throw usage("--config " + key + ": there is no such place in the configuration.");
    }
  }

  private JsonNode inner(JsonNode at, String name, String key) {
    if (at instanceof ObjectNode object) {
      return object.has(name) ? object.get(name) : object.putObject(name);
    }
    if (at instanceof ArrayNode array && index(name) >= 0 && index(name) < array.size()) {
      return array.get(index(name));
    }
    throw usage("--config " + key + ": there is no such place in the configuration.");
  }

  private static int index(String name) {
    return name.matches("\\d{1,6}") ? Integer.parseInt(name) : -1;
  }

  private static JsonNode json(String value) {
    try {
      JsonNode node =
          JSON.reader()
              .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readTree(value);
      return node.isMissingNode() ? TextNode.valueOf(value) : node;
    } catch (JsonProcessingException notJson) {
      return TextNode.valueOf(value);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
