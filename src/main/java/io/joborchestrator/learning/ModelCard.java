package io.joborchestrator.learning;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.joborchestrator.domain.error.ErrorCode;
import io.joborchestrator.domain.error.OrchestratorException;
import io.joborchestrator.pipeline.Problem;
import io.joborchestrator.pipeline.expression.Suggestion;
import io.joborchestrator.pipeline.spec.Column;
import io.joborchestrator.pipeline.spec.ColumnType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the file {@code model.json} in the folder of a model says of it.
 *
 * @param kind always {@link #KIND}: how a model is told from other folders
 * @param version of this form
 * @param columns the input must have, with their types
 * @param label name and type of what is predicted; null for clustering
 * @param labelValues values of a class, in the order of the model's numbers; empty otherwise
 * @param document the training as it was submitted
 * @param metrics on the rows held out
 * @param programs versions of the programs that made it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ModelCard(
    String kind,
    int version,
    LearningTask task,
    String algorithm,
    Map<String, JsonNode> parameters,
    List<Column> columns,
    @Nullable Column label,
    List<String> labelValues,
    ObjectNode document,
    JsonNode metrics,
    Map<String, String> programs) {
  /** The mark of a model's card. */
  public static final String KIND = "orchestrator-model";

  /** Name of the file in the folder of the model. */
  public static final String FILE = "model.json";

  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A card of this version. */
  public ModelCard(
      LearningTask task,
      String algorithm,
      Map<String, JsonNode> parameters,
      List<Column> columns,
      @Nullable Column label,
      List<String> labelValues,
      ObjectNode document,
      JsonNode metrics,
      Map<String, String> programs) {
    this(
        KIND,
        VERSION,
        task,
        algorithm,
        parameters,
        columns,
        label,
        labelValues,
        document,
        metrics,
        programs);
  }

  /** Whether a folder holds a model of ours. */
  public static boolean isIn(Path folder) {
    try {
      Path file = folder.resolve(FILE);
      return Files.isRegularFile(file)
          && JSON.readTree(file.toFile()).path("kind").asText().equals(KIND);
    } catch (IOException unreadable) {
      return false;
    }
  }

  /**
   * Reads the card of a model.
   *
   * @throws OrchestratorException INPUT_NOT_FOUND, INPUT_NOT_READABLE, INPUT_FORMAT
   */
  public static ModelCard read(String model) {
    Path folder = folder(model);
    Path file = folder.resolve(FILE);
    if (!Files.isDirectory(folder)) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_FOUND, "There is no folder " + folder + " with a model.");
    }
    if (!Files.exists(file)) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT, folder + " is no model: it has no " + FILE + ".");
    }
    ModelCard card;
    try {
      card = JSON.readValue(file.toFile(), ModelCard.class);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          file + " cannot be understood: " + e.getOriginalMessage() + ".",
          e);
    } catch (IOException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_READABLE, file + " cannot be read: check its rights.", e);
    }
    if (!KIND.equals(card.kind()) || card.version() > VERSION) {
      throw new OrchestratorException(
          ErrorCode.INPUT_FORMAT,
          KIND.equals(card.kind())
              ? "The model in " + folder + " was made by a newer version of this program."
              : folder + " is no model of this program.");
    }
    return card;
  }

  /** The folder of a model as an absolute path. */
  public static Path folder(String model) {
    try {
      return Path.of(model).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new OrchestratorException(
          ErrorCode.INPUT_NOT_FOUND, "'" + model + "' is no path on this machine.", e);
    }
  }

  /** Writes the card into the folder. */
  public void write(Path folder) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(folder.resolve(FILE).toFile(), this);
  }

  /**
   * How columns differ from what the model needs; empty if it can be used on them.
   *
   * @param pointer the place of the input they are those of
   */
  public List<Problem> differences(List<Column> given, String pointer) {
    List<Problem> problems = new ArrayList<>();
    List<String> names = given.stream().map(Column::name).toList();
    for (Column needed : columns) {
      Optional<Column> found =
          given.stream().filter(column -> column.name().equals(needed.name())).findFirst();
      if (found.isEmpty()) {
        String near = Suggestion.near(needed.name(), names);
        String hint = near == null ? "" : " (it has '" + near + "')";
        problems.add(
            Problem.at(
                ErrorCode.UNKNOWN_COLUMN,
                pointer,
                "The model needs a column '" + needed.name() + "'; the input has none" + hint));
      } else if (!fits(found.get().type(), needed.type())) {
        problems.add(
            Problem.at(
                ErrorCode.TYPE_MISMATCH,
                pointer,
                "The column '"
                    + needed.name()
                    + "' is "
                    + found.get().type()
                    + "; the model was trained with "
                    + needed.type()));
      }
    }
    return problems;
  }

  /** Numbers of any kind are as good as others. */
  private static boolean fits(ColumnType given, ColumnType needed) {
    return given.kind() == needed.kind() || (given.isNumeric() && needed.isNumeric());
  }
}
