package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.learning.FeatureKind;
import io.joborchestrator.learning.ModelCard;
import io.joborchestrator.learning.TrainingSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Applies a model to rows. One per run; called on the run's thread. */
public final class Scoring {
  private static final int SHOWN_VALUES = 3;

  private final ModelCard card;
  private final List<Slot> slots;
  private final PipelineModel model;

  /**
   * Loads the model.
   *
   * @throws OrchestratorException INPUT_FORMAT if it is damaged
   */
  public Scoring(SparkSession session, Path folder, ModelCard card) {
    this.card = card;
    this.slots = Slot.of(document(card).features(), card.columns());
    this.model = ModelFiles.load(session, folder);
  }

  private static TrainingSpec document(ModelCard card) {
    try {
      ObjectNode document = card.document();
      return new ObjectMapper().treeToValue(document, TrainingSpec.class);
    } catch (JsonProcessingException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT, "The model's document cannot be read: " + e.getOriginalMessage());
    }
  }

  /**
   * The rows with what the model says of each.
   *
   * @throws OrchestratorException VALUE_ERROR if there are values that the model was told to refuse
   */
  public Dataset<Row> predict(Dataset<Row> input) {
    List<String> expressions = new ArrayList<>(List.of("*"));
    slots.forEach(slot -> expressions.add(slot.expression() + " AS " + slot.id()));
    Dataset<Row> rows = input.selectExpr(expressions.toArray(String[]::new));
    refuse(rows);
    return model.transform(rows);
  }

  private void refuse(Dataset<Row> rows) {
    List<Slot> categories = slots.stream().filter(s -> s.kind() == FeatureKind.CATEGORY).toList();
    for (Slot slot : slots) {
      if (slot.kind() == FeatureKind.NUMERIC && slot.missing().equals("fail")) {
        refuse(slot, rows.filter(slot.id() + " IS NULL"), "has no value");
      } else if (slot.kind() == FeatureKind.CATEGORY && slot.unknown().equals("fail")) {
        String[] known = FeatureStages.categories(features())[categories.indexOf(slot)];
        String list = Arrays.stream(known).map(Names::text).collect(Collectors.joining(", "));
        String unknown = "coalesce(" + slot.id() + " NOT IN (" + list + "), TRUE)";
        refuse(slot, rows.filter(unknown), "has values that the model has not seen");
      }
    }
  }

  /** The stages that make numbers come first, in one model of their own. */
  private PipelineModel features() {
    return (PipelineModel) model.stages()[0];
  }

  private static void refuse(Slot slot, Dataset<Row> wrong, String what) {
    long count = wrong.count();
    if (count == 0) {
      return;
    }
    String some =
        wrong.select(slot.id()).distinct().limit(SHOWN_VALUES).collectAsList().stream()
            .map(row -> row.isNullAt(0) ? "no value" : "'" + row.get(0) + "'")
            .collect(Collectors.joining(", "));
    throw new OrchestratorException(
        ErrorCode.VALUE_ERROR,
        "'"
            + slot.column().name()
            + "' "
            + what
            + " in "
            + count
            + " rows ("
            + some
            + "), and the model was told to refuse that.");
  }

  /** What the model says of itself. */
  public ModelCard card() {
    return card;
  }
}
