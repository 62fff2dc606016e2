package io.joborchestrator.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.ErrorType;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.domain.job.JobError;
import java.io.InvalidClassException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What masters of several versions and settings answered, word for word, and what is made of it.
 */
class MasterRefusalTest {
  private static final String CLASSES_DIFFER =
      "; local class incompatible: stream classdesc serialVersionUID = -1506415583798956640,"
          + " local class serialVersionUID = -8615987390676041167";

  @Test
  void aMasterWhoseAnswerCannotBeReadHasAnotherVersion() {
    // Spark 4.0.1 with a worker.
    OrchestratorException refusal =
        refusal(
            true,
            new InvalidClassException("org.apache.spark.rpc.RpcEndpointRef" + CLASSES_DIFFER));
    assertThat(refusal.code()).isEqualTo(ErrorCode.ENGINE_VERSION);
    assertThat(refusal.code().type()).isEqualTo(ErrorType.ENGINE);
    assertThat(refusal)
        .hasMessageContaining("another version of Spark than 4.1.0")
        .hasMessageContaining("Use a cluster of Spark 4.1,");
  }

  @Test
  void aMasterThatCannotReadUsHasAnotherVersion() {
    // Spark 4.0.1 without a worker.
    OrchestratorException refusal =
        refusal(
            true,
            new RuntimeException(
                "java.io.InvalidClassException: scala.collection.immutable.ArraySeq"
                    + CLASSES_DIFFER
                    + "\n\tat java.base/java.io.ObjectStreamClass.initNonProxy"));
    assertThat(refusal.code()).isEqualTo(ErrorCode.ENGINE_VERSION);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 'javax.security.sasl.SaslException: DIGEST-MD5: digest response format violation."
        + " Mismatched response.', another secret than this program",
    "true, java.io.EOFException, knows no secret",
    "false, 'java.lang.IllegalStateException: Expected SaslMessage, received something else',"
        + " asks for a secret",
    "false, Too large frame: 4332819423729834312, something else than a Spark master",
    "true, Waited 5000 milliseconds, something else than a Spark master"
  })
  void everythingElseIsNoMatterOfVersions(boolean withSecret, String said, String words) {
    OrchestratorException refusal = refusal(withSecret, new RuntimeException(said));
    assertThat(refusal.code()).isEqualTo(ErrorCode.ENGINE_UNAVAILABLE);
    assertThat(refusal).hasMessageContaining(words).hasMessageContaining("127.0.0.1:7077");
  }

  @Test
  void executorsThatCannotReadATaskHaveAnotherVersion() {
    // A master of Spark 4.2.0 takes the program in; its executors fail.
    JobError error =
        SparkErrors.of(
            new SparkException(
                "Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times, most recent"
                    + " failure: Lost task 0.3 in stage 0.0 (TID 6) (127.0.0.1 executor 0):"
                    + " java.io.InvalidClassException: org.apache.spark.rdd.RDD"
                    + CLASSES_DIFFER,
                new InvalidClassException("org.apache.spark.rdd.RDD" + CLASSES_DIFFER)));
    assertThat(error.code()).isEqualTo(ErrorCode.ENGINE_VERSION.wire());
    assertThat(error.message()).contains("The executors have another version of Spark");
  }

  private static OrchestratorException refusal(boolean withSecret, Exception failure) {
    return new MasterRefusal("127.0.0.1:7077", withSecret).of(failure);
  }
}
