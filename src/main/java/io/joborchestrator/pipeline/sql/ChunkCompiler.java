package io.joborchestrator.pipeline.sql;

import io.joborchestrator.pipeline.ChunkedPipeline;
import io.joborchestrator.pipeline.ChunkedPipeline.Kind;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.expression.Typed;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.InputSpec;
import io.joborchestrator.pipeline.spec.OutputSpec;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compiles a plan in two stages, one of which is run chunk by chunk. One per pipeline. */
final class ChunkCompiler {
  private static final String RELATION = "in_chunks";

  private final Dialect dialect;
  private final Chain result;
  private final @Nullable OutputSpec output;
  private final Needed whole;

  ChunkCompiler(Dialect dialect, Chain result, @Nullable OutputSpec output) {
    this.dialect = dialect;
    this.result = result;
    this.output = output;
    this.whole = new Needed(result.rel());
  }

  /** A step that reads what the chunks gave, in the two forms it takes. */
  private record Step(
      Kind kind, Rel inChunk, Rel original, @Nullable PartialAggregates aggregates) {}

  /** Empty if the plan gains nothing from chunks, or cannot have them. */
  Optional<ChunkedPipeline> compile(String input) {
    ChunkCut cut = ChunkCut.of(result.rel(), input);
    Rel boundary = cut.only();
    if (boundary == null) {
      return Optional.empty();
    }
    if (boundary == result.rel() && result.order().isEmpty()) {
      CompiledPipeline all = stage(result, output);
      return Optional.of(new ChunkedPipeline(Kind.CONCATENATED, cut.inputs(), all, null, false));
    }
    List<Rel> readers = cut.readers(boundary);
    Rel reader = readers.size() == 1 && boundary != result.rel() ? readers.get(0) : null;
    if (reader instanceof Rel.Limit limit && limit.order().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(compile(cut, step(boundary, reader)));
  }

  private Step step(Rel boundary, @Nullable Rel reader) {
    if (reader instanceof Rel.Aggregate aggregate && PartialAggregates.canSplit(aggregate)) {
      PartialAggregates split = PartialAggregates.of(aggregate, whole);
      return new Step(Kind.MERGED, split.partial(), aggregate, split);
    }
    // The first rows of all are among the first rows of each chunk.
    if (reader instanceof Rel.Limit || reader instanceof Rel.Dedupe) {
      return new Step(Kind.MERGED, reader, boundary, null);
    }
    return new Step(Kind.STAGED, pruned(boundary), boundary, null);
  }

  private ChunkedPipeline compile(ChunkCut cut, Step step) {
    Chain inChunk = Chain.of(step.inChunk());
    OutputSpec staged = new OutputSpec("parquet", "", null, "snappy");
    CompiledPipeline chunk = stage(inChunk, staged);
    Rel scan =
        new Rel.Scan(
            ChunkedPipeline.STAGED, RELATION, InputSpec.of("parquet", ""), inChunk.columns());
    PartialAggregates aggregates = step.aggregates();
    Rel instead = aggregates == null ? scan : aggregates.merged(scan);
    Map<Rel, Rel> replaced = new IdentityHashMap<>();
    replaced.put(step.original(), instead);
    Rel rest = Replacement.of(result.rel(), replaced);
    CompiledPipeline finish = stage(new Chain(rest, result.columns(), result.order()), output);
    boolean doubles = aggregates != null && aggregates.addsDoubles();
    return new ChunkedPipeline(step.kind(), cut.inputs(), chunk, finish, doubles);
  }

  private CompiledPipeline stage(Chain chain, @Nullable OutputSpec to) {
    QueryWriter writer = QueryWriter.ofStage(dialect, chain, whole);
    String query = writer.query();
    return new CompiledPipeline(
        dialect, writer.inputs(), query, chain.columns(), !chain.order().isEmpty(), to);
  }

  /** Without the columns nothing behind it reads. */
  private Rel pruned(Rel rel) {
    List<Column> needed = whole.of(rel);
    if (needed.size() == rel.columns().size()) {
      return rel;
    }
    List<Rel.Named> values = new ArrayList<>();
    needed.forEach(
        column ->
            values.add(
                new Rel.Named(column.name(), new Typed.ColumnRef(column.type(), column.name()))));
    return new Rel.Project(rel, values);
  }
}
