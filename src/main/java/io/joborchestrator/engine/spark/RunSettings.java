package io.joborchestrator.engine.spark;

import com.fasterxml.jackson.databind.JsonNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * What a job says of Spark in its section {@code spark}, the same for all kinds of jobs: settings
 * that a shared session takes for one run, and the weight of the run against others.
 *
 * @param weight 1 to {@link #HEAVIEST}: a run of weight 3 gets three times the cores of one of 1
 */
public record RunSettings(Map<String, String> settings, int weight) {
  public static final int HEAVIEST = 10;

  private static final String SECTION = "spark";
  private static final String WEIGHT = "weight";

  public RunSettings {
    settings = Map.copyOf(settings);
  }

  /** Everything that is wrong with the section, in written order. Other sections are not read. */
  public static List<Problem> check(JsonNode config) {
    List<Problem> problems = new ArrayList<>();
    JsonNode section = config.path(SECTION);
    if (section.isMissingNode()) {
      return problems;
    }
    if (!section.isObject()) {
      add(problems, "", "The section spark holds names and values.");
      return problems;
    }
    for (Map.Entry<String, JsonNode> field : section.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (name.equals(WEIGHT)) {
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > HEAVIEST) {
          add(problems, name, "The weight of a run is a number from 1 to " + HEAVIEST + ".");
        }
      } else {
        AllowedSettings.refusedForRun(name).ifPresent(why -> add(problems, name, why));
        if (!value.isValueNode() || value.isNull()) {
          add(problems, name, name + " takes one value.");
        }
      }
    }
    return problems;
  }

  /**
   * @throws OrchestratorException with the first problem
   */
  static RunSettings of(JsonNode config) {
    List<Problem> problems = check(config);
    if (!problems.isEmpty()) {
      Problem first = problems.get(0);
      throw new OrchestratorException(first.code(), first.message() + " (" + first.pointer() + ")");
    }
    Map<String, String> settings = new LinkedHashMap<>();
    int weight = 1;
    for (Map.Entry<String, JsonNode> field : config.path(SECTION).properties()) {
      if (field.getKey().equals(WEIGHT)) {
        weight = field.getValue().asInt();
      } else {
        settings.put(field.getKey(), field.getValue().asText());
      }
    }
    return new RunSettings(settings, weight);
  }

  /**
   * Sets them in the run's own session.
   *
   * @throws OrchestratorException INVALID_SPECIFICATION if Spark does not take a value
   */
  void applyTo(SparkSession session) {
    settings.forEach(
        (name, value) -> {
          try {
            session.conf().set(name, value);
          } catch (IllegalArgumentException wrong) {
            throw new OrchestratorException(
                ErrorCode.INVALID_SPECIFICATION,
                "The setting "
                    + name
                    + " cannot have the value '"
                    + value
                    + "' (/spark/"
                    + name
                    + "): "
                    + SparkErrors.brief(wrong),
                wrong);
          }
        });
  }

  private static void add(List<Problem> problems, String name, String message) {
    String pointer = "/" + SECTION + (name.isEmpty() ? "" : "/" + name);
    problems.add(Problem.at(ErrorCode.INVALID_SPECIFICATION, pointer, message));
  }
}
