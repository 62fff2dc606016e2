package io.joborchestrator.engine.spark;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.util.regex.Pattern;
import org.apache.spark.SparkBuildInfo;

/**
 * What is wrong when a master was reached and nothing came of it, in words. Spark says it in many
 * ways, none of them plain; these are what its versions 4.0 to 4.2 really answered.
 */
final class MasterRefusal {
  /** One side has no such class, or another one of this name. */
  private static final Pattern OTHER_CLASSES =
      Pattern.compile(
          "InvalidClassException|ClassNotFoundException|NoClassDefFoundError|NoSuchFieldError"
              + "|NoSuchMethodError|StreamCorruptedException");

  private final String place;
  private final boolean withSecret;

  /**
   * @param master its address
   * @param withSecret this side knows the processes of the cluster by a secret
   */
  MasterRefusal(String master, boolean withSecret) {
    this.place = "The Spark master at " + master;
    this.withSecret = withSecret;
  }

  OrchestratorException of(Throwable failure) {
    String said = SparkErrors.deepest(failure);
    return isOtherVersion(said)
        ? new OrchestratorException(ErrorCode.ENGINE_VERSION, otherVersion(said), failure)
        : new OrchestratorException(ErrorCode.ENGINE_UNAVAILABLE, sentence(said), failure);
  }

  /** Whether what one of two processes of Spark says means that the other has another version. */
  static boolean isOtherVersion(String said) {
    return OTHER_CLASSES.matcher(said).find();
  }

  private String otherVersion(String said) {
    return place
        + " has another version of Spark than "
        + SparkBuildInfo.spark_version()
        + ", which this program has: they do not understand each other's messages. Its web page"
        + " names its version. "
        + remedy()
        + " ("
        + said
        + ")";
  }

  static String remedy() {
    return "Use a cluster of Spark "
        + SparkBuildInfo.spark_version().replaceFirst("\\.\\d+$", "")
        + ", or the release of this program for the cluster's version.";
  }

  private String sentence(String said) {
    if (!withSecret && said.contains("Sasl")) {
      return place + " asks for a secret (spark.authenticate): set engines.spark.secret-file.";
    }
    if (withSecret && said.contains("SaslException")) {
      return place
          + " has another secret than this program: compare its spark.authenticate.secret with"
          + " engines.spark.secret-file. ("
          + said
          + ")";
    }
    if (withSecret && said.contains("EOFException")) {
      return place
          + " knows no secret: start the cluster with spark.authenticate and the secret of"
          + " engines.spark.secret-file, or set engines.spark.authenticate = false. ("
          + said
          + ")";
    }
    return place
        + " takes the connection but does not answer: something else than a Spark master listens"
        + " there, or it is overloaded. ("
        + said
        + ")";
  }
}
