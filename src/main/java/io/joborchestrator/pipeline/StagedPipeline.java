package io.joborchestrator.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pipeline and what has to be done before its query: the stages of its match steps, in order. All
 * of them read and write files of one folder; their inputs are named after {@link #STAGED}.
 *
 * @param matches empty if there is no such step
 * @param finish the rest of the pipeline, which has its output
 */
public record StagedPipeline(List<Match> matches, CompiledPipeline finish) {
  /** How the names of inputs begin that stages have written. */
  public static final String STAGED = "(match ";

  public StagedPipeline {
    matches = List.copyOf(matches);
  }

  /** A pipeline without match steps. */
  public static StagedPipeline of(CompiledPipeline pipeline) {
    return new StagedPipeline(List.of(), pipeline);
  }

  /** Whether a stage has written what the input reads. */
  public static boolean isStaged(CompiledPipeline.Input input) {
    return input.name().startsWith(STAGED);
  }

  /** What the pipeline itself reads, in any of its stages, each once. */
  public List<CompiledPipeline.Input> inputs() {
    List<CompiledPipeline> stages = new ArrayList<>();
    matches.forEach(match -> stages.add(match.records()));
    stages.add(finish);
    Map<String, CompiledPipeline.Input> inputs = new LinkedHashMap<>();
    for (CompiledPipeline stage : stages) {
      for (CompiledPipeline.Input input : stage.inputs()) {
        if (!isStaged(input)) {
          inputs.putIfAbsent(input.name(), input);
        }
      }
    }
    return List.copyOf(inputs.values());
  }

  /**
   * The stages of one match step. What a stage writes is said by the path of its output; a stage
   * without an output gives a few rows.
   *
   * @param pointer to the step in the document
   * @param key name of the column that tells records apart
   * @param records writes all rows that reach the step, as one Parquet file
   * @param wrongKey gives the first key that is NULL or there twice, and how often it is there
   * @param pairs which records are compared, in blocks
   * @param largestBlock records that a block may have
   * @param clusters a file of lines {@code row,root} that is written from the pairs: rows of {@code
   *     records} by their numbers, and a number that they share with all of their cluster
   * @param members writes what the cluster of each of those rows is
   */
  public record Match(
      String pointer,
      String key,
      CompiledPipeline records,
      CompiledPipeline wrongKey,
      List<Block> pairs,
      long largestBlock,
      Path clusters,
      CompiledPipeline members) {
    public Match {
      pairs = List.copyOf(pairs);
    }

    /** Of all its blocks, and one each for the records, the clusters and their members. */
    public int stages() {
      return pairs.size() + 3;
    }
  }

  /**
   * Records that are compared because they agree in some expressions.
   *
   * @param expressions as written
   * @param sizes gives one row: twice the number of pairs, and the number of records of the largest
   *     block; NULL if no two records meet
   * @param largest gives the values of the largest block, and the number of its records
   * @param pairs writes lines {@code row,row} of two rows that are alike, by their numbers
   */
  public record Block(
      List<String> expressions,
      CompiledPipeline sizes,
      CompiledPipeline largest,
      CompiledPipeline pairs) {
    public Block {
      expressions = List.copyOf(expressions);
    }
  }
}
