package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.analytics.AnalyticsDocument;
import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.connection.Connections;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.engine.RunOutcome;
import io.joborchestrator.engine.TableRun;
import io.joborchestrator.engine.output.OutputGroup;
import io.joborchestrator.pipeline.CompiledPipeline;
import io.joborchestrator.pipeline.CompiledPipeline.Dialect;
import io.joborchestrator.pipeline.schema.InputFiles;
import io.joborchestrator.pipeline.sql.InputCompiler;
import io.joborchestrator.pipeline.sql.InputCompiler.TypedInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Runs SQL over registered inputs, in the run's own session: its views meet those of no other. */
final class SparkAnalyticsRunner implements SparkRunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connections connections;

  /**
   * @param connections databases whose tables may be inputs
   */
  SparkAnalyticsRunner(Connections connections) {
    this.connections = connections;
  }

  @Override
  public Set<String> jobTypes() {
    return Set.of(JobType.ANALYTICS);
  }

  @Override
  public RunOutcome.Completed run(SparkRunContext context) throws Exception {
    context.progress().phase("checking the statements");
    AnalyticsSpec spec = AnalyticsDocument.require(context.run().config());
    if (spec.sqlDialect() == SqlDialect.DUCKDB) {
      throw new OrchestratorException(
          ErrorCode.ENGINE_NOT_CAPABLE,
          "The SQL is written for the local engine (dialect duckdb): Spark would read it"
              + " differently.");
    }
    // Before anything is read: what is wrong is said with its place, as at the submission.
    SparkStatementAnalyzer.plans(spec);
    List<TypedInput> inputs = new InputCompiler().compile(spec.inputs(), Dialect.SPARK);
    CompiledPipeline files = InputCompiler.asPipeline(inputs, Dialect.SPARK);
    List<Path> found = SparkInputs.find(files.inputs());
    var outputs = new OutputGroup(context.run(), found);
    var badRows = new SparkBadRows(context, outputs);
    try (var tables = new TableRun(connections, context.run())) {
      context.cancelled().thenRun(tables::cancel);
      var statements = new SparkStatementRuns(context, spec, outputs);
      badRows.open(files.inputs());
      long begin = System.nanoTime();
      long read = register(context, inputs, tables);
      statements.run(InputFiles.bytes(found));
      long bad = badRows.collect(files.inputs());
      context.checkCancelled();
      long millis = (System.nanoTime() - begin) / 1_000_000;
      ObjectNode result = JSON.valueToTree(statements.result(read, bad, millis, badRows.files()));
      outputs.publish(result);
      context.progress().completed();
      return new RunOutcome.Completed(result, read);
    } catch (OrchestratorException e) {
      throw e;
    } catch (Exception e) {
      throw SparkPipelineRunner.fileFailure(e, found).orElseThrow(() -> e);
    } finally {
      outputs.discard();
      SparkPipelineRunner.emptyWorkDir(context.run().workDir());
    }
  }

  /**
   * Makes every input a view of typed rows.
   *
   * @return rows of all inputs, good and bad
   */
  private static long register(SparkRunContext context, List<TypedInput> inputs, TableRun tables)
      throws IOException {
    var registered =
        new SparkInputs(context, new CsvSurveys(), new SparkTables(context, tables.sources()));
    for (TypedInput input : inputs) {
      registered.register(input.input());
      context.session().sql(input.query()).createOrReplaceTempView(input.input().name());
      context.checkCancelled();
    }
    return registered.rows();
  }
}
