package io.joborchestrator.engine.spark.learning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/** What Spark keeps of a model, in a folder beside the model's card. */
public final class ModelFiles {
  private static final String FOLDER = "spark";

  /** Loading makes objects of the classes that are named in the files: only of these. */
  private static final String TRUSTED = "org.apache.spark.ml.";

  private ModelFiles() {}

  /** Writes into a folder that has no model yet. */
  public static void save(PipelineModel model, SparkSession session, Path folder)
      throws IOException {
    model.write().session(session).save(text(folder.resolve(FOLDER)));
  }

  /**
   * Reads a model.
   *
   * @throws OrchestratorException INPUT_FORMAT if it is incomplete, damaged or foreign
   */
  public static PipelineModel load(SparkSession session, Path folder) {
    Path place = folder.resolve(FOLDER);
    try {
      if (!Files.isDirectory(place)) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT, "The model in " + folder + " is incomplete: no " + FOLDER);
      }
      refuseForeign(place);
      return PipelineModel.read().session(session).load(text(place));
    } catch (OrchestratorException known) {
      throw known;
    } catch (Exception damaged) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          "The model in " + folder + " cannot be read: " + damaged.getMessage(),
          damaged);
    }
  }

  /** As Spark reads it: signs as they are, where an address would have escapes. */
  private static String text(Path place) {
    return new org.apache.hadoop.fs.Path(place.toUri()).toString();
  }

  private static void refuseForeign(Path place) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(place)) {
      files =
          all.filter(file -> file.getParent() != null && file.getParent().endsWith("metadata"))
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .toList();
    }
    for (Path file : files) {
      JsonNode metadata =
          new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
      String type = metadata.path("class").asText();
      if (!type.startsWith(TRUSTED)) {
        throw new OrchestratorException(
            ErrorCode.INPUT_FORMAT,
            "The model in "
                + place.getParent()
                + " names the class '"
                + type
                + "', which is none of MLlib's; it is not loaded.");
      }
    }
  }
}
