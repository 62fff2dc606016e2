package io.joborchestrator.console.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.job.JobSubmission;
import io.joborchestrator.domain.job.JobType;
import io.joborchestrator.learning.LearningDocument;
import io.joborchestrator.pipeline.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrainingFormViewModelTest {
  private final SubmitRig rig = new SubmitRig();
  private final TrainingFormViewModel training = rig.form.training();

  private void fill() {
    rig.form.kind().set(FormKind.ML_TRAINING);
    training.input().path().set(SubmitRig.ORDERS);
    rig.tasks.elapse(Duration.ofSeconds(1));
    training.label().set(training.input().knownColumns().get(1).name());
    training.takeAll();
    training.modelPath().set("/models/orders");
  }

  @Test
  void columnsOfTheFileBecomeChips() {
    fill();
    assertThat(training.features())
        .hasSize(training.input().knownColumns().size() - 1)
        .doesNotContain(training.label().get());
    ObjectNode config = training.config();
    assertThat(LearningDocument.training(config).problems()).isEmpty();
    assertThat(config.at("/algorithm/name").asText()).isEqualTo("logistic_regression");
    assertThat(rig.form.name().get()).isEqualTo("train_" + training.label().get());
    assertThat(training.ownProblems()).isEmpty();
  }

  @Test
  void anotherTaskOffersItsAlgorithmsWithTheirParameters() {
    fill();
    training.task().set("clustering");
    assertThat(training.algorithm().offered())
        .containsExactly("K-means", "Bisecting k-means", "Gaussian mixture");
    assertThat(training.config().has("label")).isFalse();
    training.algorithm().settings().get(0).text().set("1");
    assertThat(training.ownProblems())
        .extracting(Problem::pointer)
        .containsExactly("/algorithm/clusters");
    training.algorithm().settings().get(0).text().set("4");
    assertThat(training.ownProblems()).isEmpty();
    assertThat(training.config().at("/algorithm/clusters").asInt()).isEqualTo(4);
  }

  @Test
  void whatTheFormHasNoFieldForIsKept() throws Exception {
    ObjectNode document =
        (ObjectNode)
            new ObjectMapper()
                .readTree(
                    """
                    {"input": {"format": "csv", "path": "%s"}, "task": "regression",
                     "label": "total",
                     "features": [{"columns": ["a"], "as": "text", "words": 16},
                                  {"columns": ["b", "c"], "missing": "median"}],
                     "algorithm": {"name": "random_forest", "trees": 200},
                     "split": {"testShare": 0.3, "seed": 9},
                     "crossValidation": {"folds": 3, "grid": {"maxDepth": [2, 4]}},
                     "model": {"path": "/models/m", "ifExists": "replace"}}
                    """
                        .formatted(SubmitRig.ORDERS));
    rig.form.load(JobSubmission.of("m", JobType.ML_TRAINING, document));
    ObjectNode written = training.config();
    assertThat(written.path("features")).isEqualTo(document.path("features"));
    assertThat(written.path("crossValidation").toString())
        .isEqualTo(document.path("crossValidation").toString());
    assertThat(written.path("algorithm").toString())
        .isEqualTo(document.path("algorithm").toString());
    assertThat(written.path("model")).isEqualTo(document.path("model"));
    assertThat(written.path("split").toString()).isEqualTo(document.path("split").toString());
    assertThat(training.kept()).contains("options of features");
  }

  @Test
  void parametersAreTriedWithSeveralValues() {
    fill();
    CrossValidationViewModel tried = training.crossValidation();
    tried.wanted().set(true);
    assertThat(tried.rows()).as("one to begin with").hasSize(1);
    assertThat(training.ownProblems())
        .extracting(Problem::message)
        .containsExactly("Write the values to try, with commas: 5, 10");
    tried.rows().get(0).values().set("0.01, much");
    assertThat(training.ownProblems())
        .extracting(Problem::pointer)
        .containsExactly("/crossValidation/grid/regularisation");
    tried.rows().get(0).values().set("0.01, 0.1");
    tried.folds().set("1");
    assertThat(training.ownProblems())
        .extracting(Problem::pointer)
        .containsExactly("/crossValidation/folds");
    tried.folds().set("5");
    tried.metric().set("auc");
    tried.add();
    assertThat(tried.rows().get(1).parameter().get()).isNotEqualTo("regularisation");
    tried.rows().remove(1);
    assertThat(training.ownProblems()).isEmpty();
    ObjectNode config = training.config();
    assertThat(LearningDocument.training(config).problems()).isEmpty();
    assertThat(config.path("crossValidation").toString())
        .isEqualTo("{\"folds\":5,\"grid\":{\"regularisation\":[0.01,0.1]},\"metric\":\"auc\"}");
    training.task().set("clustering");
    assertThat(training.ownProblems())
        .extracting(Problem::message)
        .contains("The algorithm has no such parameter");
  }

  @Test
  void predictionsOfTheRowsHeldOutAreWritten() {
    fill();
    training.writesPredictions().set(true);
    assertThat(training.ownProblems())
        .extracting(Problem::pointer)
        .containsExactly("/predictions/path");
    training.predictions().path().set("/data/held-out.csv");
    assertThat(training.ownProblems()).isEmpty();
    ObjectNode config = training.config();
    assertThat(LearningDocument.training(config).problems()).isEmpty();
    rig.form.load(JobSubmission.of("again", JobType.ML_TRAINING, config));
    assertThat(training.config().path("predictions")).isEqualTo(config.path("predictions"));
    rig.form.clear();
    assertThat(training.config().has("predictions")).isFalse();
  }

  @Test
  void aScoringNeedsAModelAnInputAndAnOutput() {
    rig.form.kind().set(FormKind.ML_SCORING);
    ScoringFormViewModel scoring = rig.form.scoring();
    assertThat(scoring.ownProblems())
        .extracting(Problem::pointer)
        .containsExactly("/model", "/input/path", "/output/path");
    scoring.model().set("/models/orders");
    scoring.input().path().set(SubmitRig.ORDERS);
    rig.tasks.elapse(Duration.ofSeconds(1));
    scoring.output().path().set("/data/scored.csv");
    assertThat(scoring.ownProblems()).isEmpty();
    assertThat(LearningDocument.scoring(scoring.config()).problems()).isEmpty();
    assertThat(rig.form.submission().type()).isEqualTo("ml_scoring");
  }
}
