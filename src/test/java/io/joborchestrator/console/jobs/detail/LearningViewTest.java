package io.joborchestrator.console.jobs.detail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.testing.FxThread;
import io.joborchestrator.testing.Screenshots;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;

class LearningViewTest {
  private static final String CLASSES =
      """
      {"task":"classification","algorithm":"logistic_regression",
       "algorithmTitle":"Logistic regression","label":"diagnosis","seed":7,
       "rows":{"training":401,"holdOut":168,"withoutLabel":3},
       "parameters":{"regularisation":0.01,"elasticNet":0.0,"maxIterations":200},
       "metrics":[{"name":"accuracy","value":0.9702},{"name":"f1","value":0.9671},
        {"name":"auc","value":0.9941},{"name":"log_loss","value":0.1042}],
       "confusion":{"labels":["benign","malignant"],"counts":[[110,1],[4,53]]},
       "positive":"malignant",
       "roc":[[0,0],[0,0.7],[0.01,0.92],[0.05,0.96],[0.2,0.99],[1,1]],
       "precisionRecall":[[0.02,1],[0.7,1],[0.92,0.98],[0.96,0.9],[1,0.34]],
       "classes":[{"label":"benign","precision":0.9649,"recall":0.991,"f1":0.9778,"rows":111},
        {"label":"malignant","precision":0.9815,"recall":0.9298,"f1":0.955,"rows":57}],
       "coefficients":[{"feature":"worst_texture","label":"malignant","value":1.31},
        {"feature":"error_radius","label":"malignant","value":0.92},
        {"feature":"error_compactness","label":"malignant","value":-0.55}],
       "crossValidation":{"metric":"f1","folds":3,"models":[
        {"parameters":{"regularisation":0.01},"mean":0.961,"values":[0.95,0.97,0.963]},
        {"parameters":{"regularisation":1},"mean":0.93,"values":[0.92,0.94,0.93]}]}}
      """;

  private static final String NUMBERS =
      """
      {"task":"regression","algorithm":"random_forest","algorithmTitle":"Random forest",
       "label":"miles_per_gallon","seed":7,"rows":{"training":299,"holdOut":99,"withoutLabel":8},
       "parameters":{"trees":10,"maxDepth":8},
       "metrics":[{"name":"rmse","value":2.913},{"name":"mae","value":2.1},
        {"name":"r2","value":0.861}],
       "points":[[12,13.1],[18,17.2],[22,24.5],[26,25.1],[31,30.2],[36,33.9],[44,37.5]],
       "residuals":[{"quantile":0.0,"value":-7.1},{"quantile":0.05,"value":-4.0},
        {"quantile":0.5,"value":0.1},{"quantile":0.95,"value":4.9},{"quantile":1.0,"value":9.2}],
       "importances":[{"feature":"displacement","value":0.31},{"feature":"weight","value":0.28},
        {"feature":"origin = Japan","value":0.02}]}
      """;

  private static final String GROUPS =
      """
      {"task":"clustering","algorithm":"k_means","algorithmTitle":"K-means","seed":1,
       "rows":{"training":150,"holdOut":0,"withoutLabel":0},"parameters":{"clusters":3},
       "metrics":[{"name":"silhouette","value":0.7357},{"name":"clusters","value":3}],
       "clusters":[{"number":0,"rows":62,"centre":{"petal_length":4.394,"origin":"meadow"}},
        {"number":1,"rows":50,"centre":{"petal_length":1.462,"origin":"wood"}},
        {"number":2,"rows":38,"centre":{"petal_length":5.742,"origin":null}}]}
      """;

  @Test
  void showsFiguresPicturesAndTablesOfEachTask() {
    FxThread.run(
        () -> {
          assertThat(texts(CLASSES))
              .contains("Accuracy", "0.9702", "Confusion", "110", "53", "ROC of malignant")
              .contains("malignant: worst_texture", "Cross-validation over 3 folds");
          assertThat(texts(NUMBERS)).contains("R²", "Predicted against actual", "origin = Japan");
          assertThat(texts(GROUPS)).contains("Cluster 1", "50 rows", "Silhouette", "0.7357");
        });
  }

  @Test
  void aResultOfAnotherVersionIsShownAsFarAsItGoes() {
    FxThread.run(
        () ->
            assertThat(texts("{\"algorithm\":\"gradient_descent\",\"metrics\":[{}],\"roc\":[[]]}"))
                .anyMatch(text -> text.contains("gradient_descent")));
  }

  @Test
  void canBeLookedAt() {
    Screenshots.both("result-classes", () -> page(CLASSES));
    Screenshots.both("result-numbers", () -> page(NUMBERS));
    Screenshots.both("result-groups", () -> page(GROUPS));
    assertThat(Screenshots.FOLDER.resolve("result-classes-dark.png")).isNotEmptyFile();
  }

  private static Parent page(String json) {
    StackPane page = new StackPane(new LearningView(read(json)));
    page.getStyleClass().add("detail-body");
    page.setMaxWidth(820);
    return new StackPane(page);
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    collect(new LearningView(read(json)).getContent(), texts);
    return texts;
  }

  private static void collect(Node node, List<String> texts) {
    if (node instanceof Label label) {
      texts.add(label.getText());
    } else if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
    }
  }
}
