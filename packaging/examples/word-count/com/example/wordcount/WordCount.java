package com.example.wordcount;

import io.joborchestrator.custom.HandlerFailure;
import io.joborchestrator.custom.JobHandler;
import io.joborchestrator.custom.RunContext;
import io.joborchestrator.custom.SavedState;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts the words of a text file into a CSV file: an example of a handler with progress, cancel
 * and checkpoints. Compile it with nothing but the orchestrator's jar on the class path.
 */
public final class WordCount implements JobHandler {
  @Override
  public int apiVersion() {
    return API_VERSION;
  }

  @Override
  public String name() {
    return "word-count";
  }

  @Override
  public String description() {
    return "Counts the words of a text file.";
  }

  @Override
  public Optional<String> configSchema() {
    return Optional.of(
        """
        {
          "type": "object",
          "additionalProperties": false,
          "required": ["input", "output"],
          "properties": {
            "input": {"title": "Text file", "type": "string", "minLength": 1},
            "output": {"title": "CSV file", "type": "string", "minLength": 1},
            "linesPerCheckpoint": {"title": "Lines between checkpoints", "type": "integer",
                                   "minimum": 1, "default": 10000}
          }
        }
        """);
  }

  @Override
  public Map<String, Object> run(RunContext run) throws Exception {
    Path input = Path.of((String) run.config().get("input"));
    Path output = run.output(Path.of((String) run.config().get("output")));
    long step = (Long) run.config().getOrDefault("linesPerCheckpoint", 10_000L);
    Map<String, Long> counts = new TreeMap<>();
    long done = resume(run, counts);
    long size = size(input);
    long line = 0;
    long bytes = 0;
    try (BufferedReader lines = Files.newBufferedReader(input)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        run.checkCancelled();
        bytes += text.length() + 1;
        if (++line <= done) {
          continue;
        }
        count(text, counts);
        // A pipe has no size: then nobody knows how much is left.
        run.progress(size == 0 ? -1 : 100.0 * bytes / size, line, "Counting");
        if (line % step == 0) {
          run.saveCheckpoint((int) (line / step), 0, state(line, counts));
        }
      }
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new HandlerFailure(
          HandlerFailure.Type.DATA, "NO_TEXT", input + " is no UTF-8 text after line " + line);
    }
    write(output, counts);
    return Map.of("rowsRead", line, "rowsWritten", (long) counts.size(), "resumedBehindLine", done);
  }

  /** Fills the counts with what an earlier attempt had; returns the lines it had read. */
  private static long resume(RunContext run, Map<String, Long> counts) throws IOException {
    Optional<SavedState> saved = run.checkpoint();
    if (saved.isEmpty()) {
      return 0;
    }
    List<String> lines = saved.get().state().lines().toList();
    for (String each : lines.subList(1, lines.size())) {
      int comma = each.lastIndexOf(',');
      counts.put(each.substring(0, comma), Long.parseLong(each.substring(comma + 1)));
    }
    run.log("Goes on behind line " + lines.get(0));
    return Long.parseLong(lines.get(0));
  }

  private static String state(long line, Map<String, Long> counts) {
    List<String> lines = new ArrayList<>(List.of(Long.toString(line)));
    counts.forEach((word, count) -> lines.add(word + "," + count));
    return String.join("\n", lines);
  }

  private static long size(Path input) throws IOException, HandlerFailure {
    try {
      return Files.size(input);
    } catch (NoSuchFileException e) {
      throw new HandlerFailure(
          HandlerFailure.Type.REQUEST, "INPUT_NOT_FOUND", "There is no file " + input + ".", e);
    }
  }

  private static void count(String text, Map<String, Long> counts) {
    for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
      if (!word.isEmpty()) {
        counts.merge(word, 1L, Long::sum);
      }
    }
  }

  private static void write(Path output, Map<String, Long> counts) throws IOException {
    List<String> lines = new ArrayList<>(List.of("word,count"));
    counts.forEach((word, count) -> lines.add(word + "," + count));
    Files.write(output, lines);
  }
}
