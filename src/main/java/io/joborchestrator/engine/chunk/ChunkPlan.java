package io.joborchestrator.engine.chunk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.chunk.ChunkPlanner;
import io.joborchestrator.pipeline.chunk.Piece;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.spec.InputSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is run for which files. Two attempts with the same fingerprint make the same chunks of the
 * same bytes.
 *
 * @param files of each input
 * @param chunks pieces of each chunk
 */
record ChunkPlan(
    Map<String, List<Path>> files,
    Map<String, InputSpec> inputs,
    List<List<Piece>> chunks,
    String fingerprint) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of the way chunks are made; another one cannot use them. */
  private static final String VERSION = "1";

  static ChunkPlan of(ChunkedPipeline pipeline, long chunkBytes) {
    Map<String, InputSpec> inputs = new LinkedHashMap<>();
    pipeline.chunk().inputs().forEach(input -> inputs.put(input.name(), input.spec()));
    CompiledPipeline finish = pipeline.finish();
    if (finish != null) {
      finish.inputs().stream()
          .filter(input -> !input.name().equals(ChunkedPipeline.STAGED))
          .forEach(input -> inputs.putIfAbsent(input.name(), input.spec()));
    }
    Map<String, List<Path>> files = new LinkedHashMap<>();
    inputs.forEach((name, spec) -> files.put(name, InputFiles.of(spec)));
    ChunkPlanner planner = new ChunkPlanner(chunkBytes);
    inputs.forEach(
        (name, spec) -> {
          if (pipeline.cut().contains(name)) {
            planner.add(name, spec, files.getOrDefault(name, List.of()));
          }
        });
    String print = fingerprint(pipeline, inputs, files, chunkBytes);
    return new ChunkPlan(files, inputs, planner.chunks(), print);
  }

  /** Chunks and the stage behind them. */
  int stages() {
    return chunks.size() + 1;
  }

  List<Path> allFiles() {
    return files.values().stream().flatMap(List::stream).toList();
  }

  private static String fingerprint(
      ChunkedPipeline pipeline,
      Map<String, InputSpec> inputs,
      Map<String, List<Path>> files,
      long chunkBytes) {
    List<Object> facts = new ArrayList<>(List.of(VERSION, chunkBytes, pipeline.kind()));
    facts.add(pipeline.chunk().query());
    CompiledPipeline finish = pipeline.finish();
    facts.add(finish == null ? "" : finish.query());
    facts.add(JSON.valueToTree(pipeline.chunk().output()).toString());
    inputs.forEach(
        (name, spec) -> {
          facts.add(name);
          facts.add(JSON.valueToTree(spec).toString());
          files.getOrDefault(name, List.of()).forEach(file -> facts.add(facts(file)));
        });
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Object fact : facts) {
        digest.update(fact.toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static String facts(Path file) {
    try {
      return file + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file).toMillis();
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE, "The file " + file + " cannot be read.", e);
    }
  }
}
