package io.joborchestrator.orchestrator.submit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.analytics.AnalyticsDocument;
import io.joborchestrator.analytics.AnalyticsSpec;
import io.joborchestrator.analytics.SqlDialect;
import io.joborchestrator.analytics.StatementAnalyzer;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.orchestrator.routing.EngineFit;
import io.joborchestrator.orchestrator.routing.RoutingRequest;
import io.joborchestrator.pipeline.PipelineWorkbench;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.spec.OutputSpec;
import io.joborchestrator.pipeline.spec.PipelineSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SQL over registered inputs: checked by the parser and the types of the engine it is for. */
public final class AnalyticsRules implements KindRules {
  private static final Logger log = LoggerFactory.getLogger(AnalyticsRules.class);

  private final PipelineWorkbench workbench;
  private final Map<SqlDialect, StatementAnalyzer> analyzers;
  private final EngineChoice choice;
  private final AllowedPaths paths;
  private final ObjectMapper json;

  /** Which engines may run a job's SQL. Thread-safe; may parse. */
  @FunctionalInterface
  public interface EngineChoice {
    /** By name of the engine; {@code spec} has no problems and the columns of all inputs. */
    Map<String, EngineFit> fits(AnalyticsSpec spec);
  }

  public AnalyticsRules(
      PipelineWorkbench workbench,
      Map<SqlDialect, StatementAnalyzer> analyzers,
      EngineChoice choice,
      AllowedPaths paths,
      ObjectMapper json) {
    this.workbench = workbench;
    this.analyzers = Map.copyOf(analyzers);
    this.choice = choice;
    this.paths = paths;
    this.json = json;
  }

  @Override
  public List<Problem> check(ObjectNode config) {
    return examine(config).problems();
  }

  @Override
  public Examined examine(ObjectNode config) {
    AnalyticsDocument.Reading reading = AnalyticsDocument.read(config);
    AnalyticsSpec spec = reading.spec();
    if (spec == null || !reading.problems().isEmpty()) {
      return new Examined(config, reading.problems());
    }
    Map<String, OutputSpec> outputs = outputs(spec);
    List<Problem> outside = paths.check(spec.inputs(), outputs);
    if (!outside.isEmpty()) {
      return new Examined(config, outside);
    }
    PipelineWorkbench.ExaminedFiles files = workbench.examineFiles(spec.inputs(), outputs);
    if (!files.problems().isEmpty()) {
      return new Examined(config, files.problems());
    }
    AnalyticsSpec known = spec.withInputs(files.inputs());
    List<Problem> wrong = analyzer(known).analyze(known).problems();
    return wrong.isEmpty()
        ? new Examined(WrittenInputs.complete(config, known.inputs(), json), List.of())
        : new Examined(config, wrong);
  }

  private StatementAnalyzer analyzer(AnalyticsSpec spec) {
    StatementAnalyzer analyzer = analyzers.get(spec.sqlDialect());
    if (analyzer == null) {
      throw new IllegalStateException("Nobody checks SQL of the dialect " + spec.sqlDialect());
    }
    return analyzer;
  }

  private static Map<String, OutputSpec> outputs(AnalyticsSpec spec) {
    Map<String, OutputSpec> outputs = new LinkedHashMap<>();
    for (int i = 0; i < spec.statements().size(); i++) {
      OutputSpec output = spec.statements().get(i).output();
      if (output != null) {
        outputs.put("/statements/" + i + "/output", output);
      }
    }
    return outputs;
  }

  @Override
  public long inputBytes(ObjectNode config) {
    AnalyticsSpec spec = AnalyticsDocument.read(config).spec();
    if (spec == null) {
      return RoutingRequest.UNKNOWN;
    }
    try {
      return workbench.inputBytes(new PipelineSpec(spec.inputs(), Map.of(), null, List.of(), null));
    } catch (OrchestratorException e) {
      log.debug("The size of the inputs is not known: {}", e.getMessage());
      return RoutingRequest.UNKNOWN;
    }
  }

  @Override
  public Map<String, EngineFit> fits(ObjectNode config) {
    AnalyticsDocument.Reading reading = AnalyticsDocument.read(config);
    AnalyticsSpec spec = reading.spec();
    return spec == null || !reading.problems().isEmpty() ? Map.of() : choice.fits(spec);
  }
}
