package io.joborchestrator.engine.match;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.engine.PartProgress;
import io.joborchestrator.engine.RunListener;
import io.joborchestrator.engine.output.FileTrees;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.StagedPipeline.Block;
import io.joborchestrator.pipeline.StagedPipeline.Match;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Does the match steps of a pipeline, one after the other: the engine writes the records and the
 * pairs that are alike, the clusters are found here. What it leaves in the folder is read by the
 * rest of the pipeline. One per run.
 */
public final class MatchRun {
  /** Name of the folder in the run's own. */
  public static final String FOLDER = "match";

  private final StagedPipeline pipeline;
  private final StageEngine engine;
  private final RunListener listener;
  private final int stages;
  private int stage;

  public MatchRun(StagedPipeline pipeline, StageEngine engine, RunListener listener) {
    this.pipeline = pipeline;
    this.engine = engine;
    this.listener = listener;
    this.stages = pipeline.matches().stream().mapToInt(Match::stages).sum() + 1;
  }

  /** Where the stages of a run keep their files. */
  public static Path folder(Path workDir) {
    return workDir.resolve(FOLDER);
  }

  /** Removes what the stages of a run have kept. */
  public static void clear(Path workDir) throws IOException {
    FileTrees.delete(folder(workDir));
  }

  /**
   * Does all of them; blocks. Nothing happens if there are none.
   *
   * @throws OrchestratorException INVALID_SPECIFICATION if a key is not unique or a block is too
   *     large
   */
  public void execute() throws Exception {
    for (Match match : pipeline.matches()) {
      execute(match);
    }
  }

  /** Takes the progress of the rest of the pipeline. */
  public RunListener rest() {
    return pipeline.matches().isEmpty()
        ? listener
        : new PartProgress(listener, stages - 1, stages, null);
  }

  private void execute(Match match) throws Exception {
    Files.createDirectories(Objects.requireNonNull(match.clusters().getParent()));
    long records = write(match.records(), "Matching: reading the records");
    refuseWrongKeys(match);
    Clusters clusters = new Clusters(records);
    long pairs = 0;
    for (int i = 0; i < match.pairs().size(); i++) {
      pairs += compare(match, i, clusters);
    }
    next("Matching: joining the clusters").begin();
    Clusters.Written written = clusters.write(match.clusters());
    write(match.members(), "Matching: naming the clusters");
    Files.deleteIfExists(match.clusters());
    log(
        "Matched %,d records: %,d pairs are alike, %,d records are in %,d clusters of two or more",
        records, pairs, written.rows(), written.clusters());
  }

  private PartProgress next(String words) {
    return new PartProgress(listener, stage++, stages, words);
  }

  private long write(CompiledPipeline stage, String words) throws Exception {
    engine.checkCancelled();
    PartProgress progress = next(words);
    progress.begin();
    return engine.write(stage, progress);
  }

  private void refuseWrongKeys(Match match) throws Exception {
    engine.checkCancelled();
    List<List<@Nullable String>> wrong = engine.rows(match.wrongKey());
    if (!wrong.isEmpty()) {
      String key = wrong.get(0).get(0);
      String count = wrong.get(0).get(1);
      throw new OrchestratorException(
          ErrorCode.INVALID_SPECIFICATION,
          "The key '%s' does not tell the records apart: %s (%s/key)"
              .formatted(
                  match.key(),
                  key == null
                      ? "it is NULL in " + grouped(count) + " of them"
                      : "'" + key + "' is there " + grouped(count) + " times",
                  match.pointer()));
    }
  }

  /** Joins the records that are alike in a block; gives the number of pairs. */
  private long compare(Match match, int no, Clusters clusters) throws Exception {
    Block block = match.pairs().get(no);
    engine.checkCancelled();
    List<@Nullable String> sizes = engine.rows(block.sizes()).get(0);
    long candidates = number(sizes.get(0)) / 2;
    long largest = number(sizes.get(1));
    if (largest > match.largestBlock()) {
      throw tooLarge(match, no);
    }
    String words = "Matching: comparing in block %d of %d".formatted(no + 1, match.pairs().size());
    if (candidates == 0) {
      next(words).begin();
      log("Block %d (%s): no two records meet", no + 1, String.join(", ", block.expressions()));
      return 0;
    }
    log(
        "Block %d (%s): comparing %,d pairs of records, %,d records in the largest",
        no + 1, String.join(", ", block.expressions()), candidates, largest);
    long start = System.nanoTime();
    write(block.pairs(), words);
    Path file = Path.of(Objects.requireNonNull(block.pairs().output()).path());
    long pairs = PairFile.read(file, clusters::join, engine::checkCancelled);
    Files.deleteIfExists(file);
    long millis = (System.nanoTime() - start) / 1_000_000;
    log("Block %d: %,d new pairs are alike, found in %,d ms", no + 1, pairs, millis);
    return pairs;
  }

  private OrchestratorException tooLarge(Match match, int no) throws Exception {
    Block block = match.pairs().get(no);
    List<@Nullable String> largest = engine.rows(block.largest()).get(0);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < block.expressions().size(); i++) {
      values.add(block.expressions().get(i) + " = '" + largest.get(i) + "'");
    }
    return new OrchestratorException(
        ErrorCode.INVALID_SPECIFICATION,
        String.format(
            Locale.ENGLISH,
            "%s records have %s, all of which would be compared with each other; largestBlock is"
                + " %,d. Add an expression to this block, make this value NULL in it so that it is"
                + " left out, or allow larger blocks (%s/blocks/%d)",
            grouped(largest.get(largest.size() - 1)),
            String.join(" and ", values),
            match.largestBlock(),
            match.pointer(),
            no));
  }

  private void log(String form, Object... values) {
    listener.log("info", String.format(Locale.ENGLISH, form, values));
  }

  private static long number(@Nullable String text) {
    return text == null ? 0 : Long.parseLong(text);
  }

  private static String grouped(@Nullable String number) {
    return String.format(Locale.ENGLISH, "%,d", number(number));
  }
}
