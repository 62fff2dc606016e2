package io.joborchestrator.learning;

import static io.joborchestrator.learning.LearningTask.CLASSIFICATION;
import static io.joborchestrator.learning.LearningTask.CLUSTERING;
import static io.joborchestrator.learning.LearningTask.REGRESSION;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The algorithms that are offered, each with the parameters that a job may set. */
public enum Algorithm {
  LOGISTIC_REGRESSION(
      "logistic_regression",
      "Logistic regression",
      Set.of(CLASSIFICATION),
      List.of(Parameters.REGULARISATION, Parameters.ELASTIC_NET, Parameters.ITERATIONS)),
  NAIVE_BAYES("naive_bayes", "Naive Bayes (Gaussian)", Set.of(CLASSIFICATION), List.of()),
  LINEAR_REGRESSION(
      "linear_regression",
      "Linear regression",
      Set.of(REGRESSION),
      List.of(Parameters.REGULARISATION, Parameters.ELASTIC_NET, Parameters.ITERATIONS)),
  GENERALIZED_LINEAR_REGRESSION(
      "generalized_linear_regression",
      "Generalised linear regression",
      Set.of(REGRESSION),
      List.of(
          Parameter.choice(
              "family", "Distribution", "gaussian", List.of("gaussian", "poisson", "gamma")),
          Parameters.REGULARISATION,
          Parameter.whole("maxIterations", "Iterations at most", 1, 1000, 25))),
  DECISION_TREE(
      "decision_tree",
      "Decision tree",
      Set.of(CLASSIFICATION, REGRESSION),
      List.of(Parameters.depth(5), Parameters.LEAF_ROWS, Parameters.BINS)),
  RANDOM_FOREST(
      "random_forest",
      "Random forest",
      Set.of(CLASSIFICATION, REGRESSION),
      List.of(
          Parameter.whole("trees", "Trees", 1, 1000, 100),
          Parameters.depth(10),
          Parameters.LEAF_ROWS,
          Parameters.BINS)),
  GRADIENT_BOOSTED_TREES(
      "gradient_boosted_trees",
      "Gradient-boosted trees",
      Set.of(CLASSIFICATION, REGRESSION),
      List.of(
          Parameter.whole("iterations", "Trees, one after the other", 1, 500, 50),
          Parameter.number("stepSize", "Step size", 0.001, 1, 0.1),
          Parameters.depth(3),
          Parameters.LEAF_ROWS,
          Parameters.BINS)),
  K_MEANS(
      "k_means",
      "K-means",
      Set.of(CLUSTERING),
      List.of(Parameters.CLUSTERS, Parameter.whole("maxIterations", "Iterations", 1, 1000, 50))),
  BISECTING_K_MEANS(
      "bisecting_k_means",
      "Bisecting k-means",
      Set.of(CLUSTERING),
      List.of(Parameters.CLUSTERS, Parameter.whole("maxIterations", "Iterations", 1, 1000, 20))),
  GAUSSIAN_MIXTURE(
      "gaussian_mixture",
      "Gaussian mixture",
      Set.of(CLUSTERING),
      List.of(Parameters.CLUSTERS, Parameter.whole("maxIterations", "Iterations", 1, 1000, 100)));

  private static final class Parameters {
    static final Parameter REGULARISATION =
        Parameter.number("regularisation", "Regularisation", 0, 1e6, 0.01);
    static final Parameter ELASTIC_NET =
        Parameter.number("elasticNet", "Share of L1 in it", 0, 1, 0);
    static final Parameter ITERATIONS =
        Parameter.whole("maxIterations", "Iterations at most", 1, 10_000, 200);
    static final Parameter LEAF_ROWS =
        Parameter.whole("minRowsPerLeaf", "Rows in a leaf at least", 1, 1_000_000, 1);
    static final Parameter BINS =
        Parameter.whole("maxBins", "Bins of a number at most", 2, 1024, 32);
    static final Parameter CLUSTERS = Parameter.whole("clusters", "Clusters", 2, 1000, 2);

    private Parameters() {}

    static Parameter depth(int normal) {
      return Parameter.whole("maxDepth", "Depth of a tree at most", 1, 30, normal);
    }
  }

  private final String wire;
  private final String title;
  private final Set<LearningTask> tasks;
  private final List<Parameter> parameters;

  Algorithm(String wire, String title, Set<LearningTask> tasks, List<Parameter> parameters) {
    this.wire = wire;
    this.title = title;
    this.tasks = tasks;
    this.parameters = parameters;
  }

  /** The word in documents. */
  public String wire() {
    return wire;
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  public boolean does(LearningTask task) {
    return tasks.contains(task);
  }

  public List<Parameter> parameters() {
    return parameters;
  }

  /** The parameter of this name, or empty. */
  public Optional<Parameter> parameter(String name) {
    return parameters.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The algorithm for its word, or empty. */
  public static Optional<Algorithm> of(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire.equals(wire)).findFirst();
  }

  /** All that do a task, in the order they are offered. */
  public static List<Algorithm> forTask(LearningTask task) {
    return Arrays.stream(values()).filter(each -> each.does(task)).toList();
  }
}
