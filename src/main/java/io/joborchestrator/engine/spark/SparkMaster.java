package io.joborchestrator.engine.spark;

import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.SparkBuildInfo;

/** Where a session runs, by the address of its master, and what that needs here. */
enum SparkMaster {
  LOCAL,
  STANDALONE,
  KUBERNETES,
  YARN,
  UNKNOWN;

  private static final String KUBERNETES_CLASS =
      "org.apache.spark.scheduler.cluster.k8s.KubernetesClusterManager";
  private static final String YARN_CLASS = "org.apache.spark.scheduler.cluster.YarnClusterManager";

  static SparkMaster of(String address) {
    if (address.equals("local") || address.startsWith("local[")) {
      return LOCAL;
    }
    if (address.startsWith("spark://")) {
      return STANDALONE;
    }
    if (address.startsWith("k8s://")) {
      return KUBERNETES;
    }
    return address.equals("yarn") ? YARN : UNKNOWN;
  }

  /** What keeps a session from ever starting, in words, or empty. Cheap. */
  static Optional<String> missing(SparkSettings settings) {
    return missing(settings, SparkMaster::isOnClassPath);
  }

  static Optional<String> missing(SparkSettings settings, Predicate<String> onClassPath) {
    String master = settings.master();
    return switch (of(master)) {
      case LOCAL -> Optional.empty();
      case STANDALONE -> missingSecret(settings);
      case KUBERNETES ->
          onClassPath.test(KUBERNETES_CLASS)
              ? missingImage(settings)
              : Optional.of(
                  "The master "
                      + master
                      + " needs Spark's support for Kubernetes, which is not on the class path:"
                      + " put spark-kubernetes_2.13 of the version "
                      + SparkBuildInfo.spark_version()
                      + " and what it depends on into the folder lib of the program.");
      case YARN ->
          onClassPath.test(YARN_CLASS)
              ? Optional.empty()
              : Optional.of(
                  "The master yarn needs Spark's support for YARN, which is not on the class path:"
                      + " put spark-yarn_2.13 of the version "
                      + SparkBuildInfo.spark_version()
                      + " and what it depends on into the folder lib of the program, and name the"
                      + " folder of the cluster's configuration in HADOOP_CONF_DIR.");
      case UNKNOWN ->
          Optional.of(
              "The master '"
                  + master
                  + "' is not understood: use local[*], spark://host:7077, k8s://https://host:443"
                  + " or yarn.");
    };
  }

  private static Optional<String> missingSecret(SparkSettings settings) {
    return settings.cluster().authenticate() && settings.cluster().secret() == null
        ? Optional.of(
            "The cluster "
                + settings.master()
                + " needs the secret its processes know each other by (spark.authenticate): put it"
                + " into a file only you can read and name that in engines.spark.secret-file, or"
                + " into the variable ORCHESTRATOR_SPARK_SECRET. For a cluster without one set"
                + " engines.spark.authenticate = false; then anybody who reaches its ports can run"
                + " programs on it.")
        : Optional.empty();
  }

  private static Optional<String> missingImage(SparkSettings settings) {
    return settings.conf().containsKey("spark.kubernetes.container.image")
        ? Optional.empty()
        : Optional.of(
            "The master "
                + settings.master()
                + " needs the image of the executors: set spark.kubernetes.container.image in"
                + " engines.spark.settings.");
  }

  private static boolean isOnClassPath(String name) {
    try {
      Class.forName(name, false, SparkMaster.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
