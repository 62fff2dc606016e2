package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.StagedPipeline;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles a plan with match steps: their stages, and a query over what they give. */
final class StageCompiler {
  private final Dialect dialect;
  private final Chain result;
  private final @Nullable OutputSpec output;
  private final Path folder;
  private final Needed whole;

  StageCompiler(Dialect dialect, Chain result, @Nullable OutputSpec output, Path folder) {
    this.dialect = dialect;
    this.result = result;
    this.output = output;
    this.folder = folder;
    this.whole = new Needed(result.rel());
  }

  StagedPipeline compile() {
    Map<Rel, Rel> replaced = new IdentityHashMap<>();
    List<StagedPipeline.Match> matches = new ArrayList<>();
    for (Rel rel : whole.parentsFirst()) {
      if (rel instanceof Rel.Match match) {
        MatchRels rels = new MatchRels(match, matches.size() + 1, folder, whole.of(match));
        matches.add(stages(match, rels, Replacement.of(match.from(), replaced)));
        replaced.put(match, rels.clustered());
      }
    }
    Rel rest = Replacement.of(result.rel(), replaced);
    Chain finish = new Chain(rest, result.columns(), result.order());
    return new StagedPipeline(matches, stage(finish, output));
  }

  private StagedPipeline.Match stages(Rel.Match match, MatchRels rels, Rel from) {
    List<StagedPipeline.Block> blocks = new ArrayList<>();
    for (int i = 0; i < match.blocks().size(); i++) {
      blocks.add(
          new StagedPipeline.Block(
              match.blockTexts().get(i),
              stage(rels.sizes(i), null),
              stage(rels.largest(i), null),
              stage(Chain.of(rels.pairs(i)), csv(rels.file("pairs-" + i + ".csv")))));
    }
    return new StagedPipeline.Match(
        match.pointer(),
        match.key().name(),
        stage(Chain.of(rels.records(from)), parquet(rels.file("records.parquet"))),
        stage(rels.wrongKey(), null),
        blocks,
        match.largestBlock(),
        rels.file("clusters.csv"),
        stage(Chain.of(rels.members()), parquet(rels.file("members.parquet"))));
  }

  private static OutputSpec parquet(Path file) {
    return new OutputSpec("parquet", file.toString(), null, "snappy");
  }

  private static OutputSpec csv(Path file) {
    return new OutputSpec("csv", file.toString(), null, null);
  }

  private CompiledPipeline stage(Chain chain, @Nullable OutputSpec to) {
    QueryWriter writer = QueryWriter.ofStage(dialect, chain, whole);
    String query = writer.query();
    return new CompiledPipeline(
        dialect, writer.inputs(), query, chain.columns(), !chain.order().isEmpty(), to);
  }
}
